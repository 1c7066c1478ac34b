package io.caisson.contract.kubernetes;

/** The cases in which every node is well: they wait for answers, and for nothing to be lost. */
public interface AnswersContract
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
        WorkloadContract {}
