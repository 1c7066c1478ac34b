package io.caisson.contract.kubernetes;

/** All cases that a Kubernetes API must pass. */
public interface KubernetesContract
    extends NodeContract,
        RefusalContract,
        ListContract,
        WatchContract,
        HealthContract,
        WriteContract,
        EvictionContract,
        WebhookContract,
        ApplyContract,
        CustomResourceContract,
        CertificateContract,
        JoinContract,
        AccessContract,
        WorkloadContract,
        LossContract {}
