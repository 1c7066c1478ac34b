package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The controllers of one control plane. Each looks again soon after one of the kinds that it cares
 * for has changed; many changes at once are one look.
 */
final class Controllers implements AutoCloseable {
  private static final Duration SOON = Duration.ofMillis(20);

  private final Cluster cluster;
  private final Timeline timeline;
  private volatile boolean open = true;

  Controllers(Cluster cluster, Timeline timeline) {
    this.cluster = cluster;
    this.timeline = timeline;
    ClusterClient client = cluster.client("system:kube-controller-manager");
    CertificateController certificates =
        new CertificateController(client, cluster.pki(), cluster.authorization(), timeline);
    follow(certificates::look, "certificatesigningrequests", "clusterrolebindings");
    BootstrapSigner signer = new BootstrapSigner(client, timeline);
    follow(signer::look, "secrets", "configmaps");
    PodGarbage garbage = new PodGarbage(client, timeline);
    follow(garbage::look, "pods", "nodes");
    NodeLifecycle nodes = new NodeLifecycle(client, timeline);
    every(NodeLifecycle.PERIOD, nodes::look);
    every(BootstrapSigner.PERIOD, signer::look);
  }

  @Override
  public void close() {
    open = false;
  }

  private void follow(Runnable look, String... plurals) {
    AtomicBoolean due = new AtomicBoolean();
    Consumer<WatchEvent> wake =
        event -> {
          if (open && due.compareAndSet(false, true)) {
            timeline.schedule(
                SOON,
                () -> {
                  due.set(false);
                  runIfOpen(look);
                });
          }
        };
    for (String plural : List.of(plurals)) {
      ApiResource resource =
          ApiResources.all().stream().filter(r -> r.is(plural)).findFirst().orElseThrow();
      cluster.store().watch(resource, cluster.store().version(), wake);
    }
  }

  private void every(Duration period, Runnable look) {
    timeline.schedule(
        period,
        () -> {
          if (open) {
            runIfOpen(look);
            every(period, look);
          }
        });
  }

  private void runIfOpen(Runnable look) {
    if (open) {
      look.run();
    }
  }
}
