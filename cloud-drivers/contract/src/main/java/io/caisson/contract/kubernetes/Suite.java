package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;

/** What all cases of one run share: the cluster, its played nodes, and the mark of the run. */
final class Suite implements AutoCloseable {
  private static final int SLOWEST = 8;
  private final ClusterUnderTest cluster;
  private final InstantSource clock = InstantSource.system();
  private final String run;
  private final Caller admin;
  private final PlayedNodes nodes;
  private final LongStories stories;
  private final Map<String, Caller> users = new TreeMap<>();
  private final AtomicInteger cases = new AtomicInteger();
  private final List<Took> took = new ArrayList<>();
  private final Instant began = clock.instant();

  Suite(ClusterUnderTest cluster) {
    this.cluster = cluster;
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    run = "kc-" + HexFormat.of().formatHex(random);
    admin = Caller.of(cluster.kubeconfig());
    nodes = new PlayedNodes(admin, run, clock);
    nodes.add(node(1));
    nodes.add(node(2));
    stories = new LongStories(this);
  }

  Kubeconfig kubeconfig() {
    return cluster.kubeconfig();
  }

  Caller admin() {
    return admin;
  }

  /** In the names and labels of all that is made. */
  String run() {
    return run;
  }

  PlayedNodes nodes() {
    return nodes;
  }

  LongStories stories() {
    return stories;
  }

  /** One of the two nodes that stay for the whole run. */
  String node(int number) {
    return run + "-n" + number;
  }

  InstantSource clock() {
    return clock;
  }

  int nextCase() {
    return cases.incrementAndGet();
  }

  /** A user with a certificate that this cluster's own API has signed. */
  Caller user(String name, String group) {
    return users.computeIfAbsent(name + "/" + group, _ -> certificates().caller(name, group));
  }

  Certificates certificates() {
    return new Certificates(admin, cluster.kubeconfig(), run);
  }

  void took(String name, Duration time) {
    took.add(new Took(name, time));
  }

  @Override
  public void close() {
    System.out.printf(
        "Kubernetes contract on %s (%s): %d cases in %d s%n",
        cluster.name(),
        admin.get("/version").text("/gitVersion"),
        cases.get(),
        Duration.between(began, clock.instant()).toSeconds());
    took.stream()
        .sorted(Comparator.comparing(Took::time).reversed())
        .limit(SLOWEST)
        .forEach(Suite::tell);
    stories.close();
    awaitNamespaces();
    nodes.close();
    users.values().forEach(Caller::close);
    admin.close();
    cluster.close();
  }

  /** Pods on the played nodes end only as long as these are played. */
  private void awaitNamespaces() {
    String ours = "/api/v1/namespaces?labelSelector=" + PlayedNodes.RUN + "%3D" + run;
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> admin.get(ours).names().isEmpty());
    } catch (ConditionTimeoutException left) {
      System.out.println("  namespaces are left: " + admin.get(ours).names());
    }
  }

  private static void tell(Took slow) {
    System.out.printf("  %.1f s %s%n", slow.time().toMillis() / 1000.0, slow.name());
  }

  private record Took(String name, Duration time) {}
}
