package io.caisson.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * The users of a cluster of real machines: while it changes, a Service of it is asked and its API
 * is written to all the time, past the product.
 */
final class RealLoad {
  /** What users wait for an answer of the API. */
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RealCluster real;
  private final ClusterNodes cluster;
  private final Screen screen;

  RealLoad(RealCluster real, ClusterNodes cluster, Screen screen) {
    this.real = real;
    this.cluster = cluster;
    this.screen = screen;
  }

  /**
   * Tells at the end how it went for the users.
   *
   * @param change whether it came about
   * @return whether it came about, no request failed, and nothing acknowledged was lost
   */
  boolean during(BooleanSupplier change) {
    real.apply("real-load.yaml");
    real.kubectl("rollout", "status", "deployment/web", "--timeout=120s");
    int nodes = cluster.get("/api/v1/nodes").path("items").size();
    ClusterApi hasty = cluster.within(ANSWER);
    LoadBalancer users = new LoadBalancer(hasty, port(), LoadBalancer.Pace.USUAL, screen::say);
    NumberedWrites writes = new NumberedWrites(hasty, NumberedWrites.EACH);
    boolean done;
    try (writes;
        users) {
      users.start(nodes, PATIENCE);
      writes.start();
      done = change.getAsBoolean();
    }
    screen.say(users.verdict());
    NumberedWrites.Verdict kept = writes.verdict(cluster);
    screen.say(kept.text());
    return done && users.unharmed() && kept.good();
  }

  private int port() {
    return Integer.parseInt(
        real.kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}").strip());
  }
}
