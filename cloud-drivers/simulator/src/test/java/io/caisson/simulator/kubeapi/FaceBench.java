package io.caisson.simulator.kubeapi;

import io.caisson.simulator.model.RealTimeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many clusters fit into one JVM, and how many requests one of them answers. A program, not a
 * test: {@code FaceBench [CLUSTERS] [SECONDS]}; it prints figures with their conditions.
 */
public final class FaceBench {
  private static final int CLIENTS = 4;

  private FaceBench() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int clusters = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
    System.out.printf(
        Locale.ROOT,
        "%d processors, heap of at most %d MiB, Java %s%n",
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.version());
    memory(clusters);
    requests(seconds);
  }

  /** Each with its own API server on its own port, three nodes and five pods. */
  private static void memory(int clusters) {
    KeyPair key = ClusterPki.newKey();
    X509Certificate ca = TestCluster.authority(key, "kubernetes");
    ClusterPki pki = new ClusterPki(ca, key.getPrivate());
    List<Cluster> all = new ArrayList<>();
    try (RealTimeline timeline = new RealTimeline(Clock.systemUTC());
        ApiListeners listeners = new ApiListeners()) {
      long before = used();
      long began = System.nanoTime();
      for (int i = 0; i < clusters; i++) {
        Cluster cluster =
            new Cluster(
                pki,
                new KubernetesVersion(1, 34, 4),
                ControllerSettings.usual("10.244.0.0/16"),
                timeline,
                new Random(i));
        listeners.open(cluster, "127.0.0.1", 0, new ServingIdentity(ca, key.getPrivate()));
        furnish(cluster);
        all.add(cluster);
      }
      long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      long each = (used() - before) / clusters;
      System.out.printf(
          Locale.ROOT,
          "%d clusters of 3 nodes and 5 pods, each listening: %d KiB of heap each, %d per GiB,"
              + " made in %d ms%n",
          clusters,
          each >> 10,
          (1L << 30) / each,
          took);
      all.forEach(Cluster::close);
    }
  }

  private static void furnish(Cluster cluster) {
    ClusterClient client = cluster.client("bench");
    for (int n = 1; n <= 3; n++) {
      client.create(Samples.node("n" + n));
    }
    for (int p = 1; p <= 5; p++) {
      client.create(Samples.pod("default", "p" + p, "n" + (1 + p % 3)));
    }
  }

  /** By real HTTPS, half of them changes. */
  private static void requests(int seconds) throws InterruptedException {
    try (TestCluster cluster = new TestCluster()) {
      furnish(cluster.cluster());
      AtomicLong done = new AtomicLong();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        TestCluster.Client client = cluster.admin();
        threads.add(Thread.ofPlatform().start(() -> ask(client, end, done)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      System.out.printf(
          Locale.ROOT,
          "%d clients over HTTPS for %d s, half GET and half PATCH of a node: %d requests/s,"
              + " clients in the same JVM%n",
          CLIENTS,
          seconds,
          done.get() / seconds);
    }
  }

  private static void ask(TestCluster.Client client, long end, AtomicLong done) {
    SecureRandom random = new SecureRandom();
    while (System.nanoTime() < end) {
      client.get("/api/v1/nodes/n1");
      client.send(
          "PATCH",
          "/api/v1/nodes/n1",
          "{\"metadata\":{\"labels\":{\"x\":\"%d\"}}}".formatted(random.nextInt(1_000_000)),
          "application/merge-patch+json");
      done.addAndGet(2);
    }
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
