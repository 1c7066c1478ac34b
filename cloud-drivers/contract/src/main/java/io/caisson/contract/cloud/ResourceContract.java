package io.caisson.contract.cloud;

/** What a cloud keeps for us: all that can be made, seen and deleted in it. */
public interface ResourceContract
    extends ServerContract,
        ServerGroupContract,
        PortContract,
        SecurityGroupContract,
        FloatingIpContract,
        TopologyContract,
        VolumeContract,
        LoadBalancerContract {}
