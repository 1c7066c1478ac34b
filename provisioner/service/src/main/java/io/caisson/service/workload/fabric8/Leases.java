package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.NodeLeases;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Nodes' leases by fabric8. */
final class Leases implements NodeLeases {
  private static final String NAMESPACE = "kube-node-lease";

  /** The kubelet's default, for a lease that does not say. */
  private static final int USUAL_SECONDS = 40;

  private final KubernetesClient client;

  Leases(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<NodeLease> all() {
    return Faults.told(
        () ->
            Pages.all(client.leases().inNamespace(NAMESPACE)).stream()
                .flatMap(lease -> read(lease).stream())
                .toList());
  }

  @Override
  public Optional<NodeLease> of(String node) {
    return Optional.ofNullable(
            Faults.told(() -> client.leases().inNamespace(NAMESPACE).withName(node).get()))
        .flatMap(Leases::read);
  }

  private static Optional<NodeLease> read(Lease lease) {
    Optional<LeaseSpec> spec = Optional.ofNullable(lease.getSpec());
    int seconds = spec.map(LeaseSpec::getLeaseDurationSeconds).orElse(USUAL_SECONDS);
    return spec.map(LeaseSpec::getRenewTime)
        .map(
            renewed ->
                new NodeLease(
                    lease.getMetadata().getName(),
                    renewed.toInstant(),
                    Duration.ofSeconds(seconds)));
  }
}
