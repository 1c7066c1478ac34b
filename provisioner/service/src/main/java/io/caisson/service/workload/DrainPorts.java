package io.caisson.service.workload;

import io.caisson.spi.kubernetes.Attachments;
import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.NodeLeases;
import io.caisson.spi.kubernetes.Pods;

/** What a drain needs of a cluster's API. */
public record DrainPorts(Pods pods, Budgets budgets, NodeLeases leases, Attachments attachments) {
  public static DrainPorts of(KubernetesApi api) {
    return new DrainPorts(api.pods(), api.budgets(), api.leases(), api.attachments());
  }
}
