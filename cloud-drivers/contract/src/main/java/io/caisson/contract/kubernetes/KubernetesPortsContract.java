package io.caisson.contract.kubernetes;

/**
 * All cases that an adapter of our Kubernetes ports must pass, whatever release the cluster has.
 */
public interface KubernetesPortsContract
    extends NodePortsContract,
        PodPortsContract,
        EvictionPortsContract,
        VolumePortsContract,
        JoinPortsContract,
        ManifestPortsContract,
        ReleasePortsContract,
        WatchPortsContract {}
