package io.caisson.contract.kubernetes;

/** All cases that a Kubernetes API must pass. */
public interface KubernetesContract extends AnswersContract, LossContract {}
