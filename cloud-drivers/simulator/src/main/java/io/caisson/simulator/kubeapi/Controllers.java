package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The controllers of one control plane, each in a loop of its own. */
final class Controllers implements AutoCloseable {
  private final List<Loop> loops = new ArrayList<>();

  Controllers(Cluster cluster, Timeline timeline, ControllerSettings settings) {
    ClusterClient client = cluster.client("system:kube-controller-manager");
    CertificateController certificates =
        new CertificateController(client, cluster.pki(), cluster.authorization(), timeline);
    BootstrapSigner signer = new BootstrapSigner(client, timeline);
    List<Controller> all = new ArrayList<>(ControlPlane.controllers(client, timeline, settings));
    all.add(
        periodic(
            certificates::look,
            Optional.empty(),
            "certificatesigningrequests",
            "clusterrolebindings"));
    all.add(periodic(signer::look, Optional.of(BootstrapSigner.PERIOD), "secrets", "configmaps"));
    RootCertificates roots = new RootCertificates(client, cluster.pki());
    roots.look();
    all.add(roots);
    all.forEach(controller -> start(cluster, timeline, controller));
    Loop kubelets = start(cluster, timeline, cluster.kubelets());
    cluster.kubelets().onChange(kubelets::wake);
  }

  private Loop start(Cluster cluster, Timeline timeline, Controller controller) {
    Loop loop = new Loop(controller, timeline);
    for (String plural : controller.follows()) {
      ApiResource resource =
          cluster.kinds().named(plural).orElseThrow(() -> new IllegalArgumentException(plural));
      cluster.store().watch(resource, cluster.store().version(), change -> loop.wake());
    }
    loops.add(loop);
    loop.wake();
    return loop;
  }

  /** Kubelets are no controllers: they go on. */
  void pause(boolean paused) {
    loops.subList(0, loops.size() - 1).forEach(loop -> loop.pause(paused));
  }

  @Override
  public void close() {
    loops.forEach(Loop::close);
  }

  private static Controller periodic(Runnable look, Optional<Duration> period, String... plurals) {
    return new Controller() {
      @Override
      public List<String> follows() {
        return List.of(plurals);
      }

      @Override
      public Optional<Duration> look() {
        look.run();
        return period;
      }
    };
  }
}
