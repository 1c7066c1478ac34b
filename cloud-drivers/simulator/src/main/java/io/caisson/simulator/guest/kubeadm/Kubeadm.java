package io.caisson.simulator.guest.kubeadm;

/** The program {@code kubeadm} of a simulated machine. */
public final class Kubeadm {
  private final Host host;

  public Kubeadm(Host host) {
    this.host = host;
  }

  /**
   * Runs {@code kubeadm ACTION --config}; blocks for as long as the real one would.
   *
   * @throws KubeadmFailure with what it prints when it gives up
   */
  public void run(String action, String configuration) {
    switch (action) {
      case "init" -> new KubeadmInit(host, configuration).run();
      case "join" -> new KubeadmJoin(host, configuration).run();
      default ->
          throw new KubeadmFailure("unknown command \"%s\" for \"kubeadm\"".formatted(action));
    }
  }
}
