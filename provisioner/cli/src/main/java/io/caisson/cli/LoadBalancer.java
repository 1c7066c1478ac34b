package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks a Service all the time, as an external load balancer would let its users do: by its port of
 * the nodes that are Ready and not cordoned, in turn. A node is taken in when it has answered a
 * first time, as a health monitor finds out; nothing but the API's list takes it out again.
 */
final class LoadBalancer implements AutoCloseable {
  private static final int SHOWN = 5;

  private final ClusterApi cluster;
  private final int port;
  private final Pace pace;
  private final Consumer<String> told;
  private final HttpClient client;
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  private final Set<String> probed = ConcurrentHashMap.newKeySet();
  private final AtomicInteger requests = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Phaser inFlight = new Phaser(1);
  private final Thread refresher = Thread.ofVirtual().unstarted(this::refresh);
  private final Thread sender = Thread.ofVirtual().unstarted(this::send);
  private volatile Map<String, String> nodes = Map.of();
  private volatile boolean over;

  /**
   * How often, and how patiently.
   *
   * @param each between two requests
   * @param refresh between two looks at the list of nodes
   * @param limit of a request
   */
  record Pace(Duration each, Duration refresh, Duration limit) {
    static final Pace USUAL =
        new Pace(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /**
   * @param port of every node
   * @param told what goes wrong, in words
   */
  LoadBalancer(ClusterApi cluster, int port, Pace pace, Consumer<String> told) {
    this.cluster = cluster;
    this.port = port;
    this.pace = pace;
    this.told = told;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(pace.limit())
            .build();
  }

  /** Returns when all nodes answer and are asked. */
  void start(int expected, Duration limit) {
    for (long tries = limit.dividedBy(pace.refresh()); nodes.size() < expected; tries--) {
      if (tries == 0) {
        throw new CommandFailed(
            CommandFailed.Exit.TIMED_OUT,
            "the Service answers at %s only".formatted(nodes.keySet()));
      }
      look();
      Pause.of(pace.refresh());
    }
    refresher.start();
    sender.start();
  }

  private void refresh() {
    while (!over) {
      look();
      Pause.of(pace.refresh());
    }
  }

  /** Keeps what it knew where the API does not answer. */
  private void look() {
    try {
      Map<String, String> now = new LinkedHashMap<>();
      for (JsonNode node : cluster.get("/api/v1/nodes").path("items")) {
        String name = node.at("/metadata/name").asText();
        String address = ClusterNodes.address(node);
        if (serves(node) && answering.contains(name)) {
          now.put(name, address);
        } else if (serves(node) && probed.add(name)) {
          Thread.ofVirtual().start(() -> probe(name, address));
        }
      }
      nodes = now;
    } catch (CommandFailed silent) {
      told.accept("  (the list of nodes: %s)".formatted(silent.getMessage()));
    }
  }

  private static boolean serves(JsonNode node) {
    return ClusterNodes.status(node).equals("Ready")
        && !node.at("/spec/unschedulable").asBoolean(false);
  }

  /** Beside the look: a node that is silent yet must not keep another one in the list. */
  private void probe(String name, String address) {
    try {
      if (ask(address) == 200) {
        answering.add(name);
      }
    } catch (IOException notYet) {
      Pause.of(pace.each());
    } finally {
      probed.remove(name);
    }
  }

  private void send() {
    for (int turn = 0; !over; turn++) {
      List<Map.Entry<String, String>> all = List.copyOf(nodes.entrySet());
      if (all.isEmpty()) {
        fail("nobody", "no node is Ready and not cordoned");
      } else {
        Map.Entry<String, String> node = all.get(turn % all.size());
        inFlight.register();
        Thread.ofVirtual().start(() -> request(node.getKey(), node.getValue()));
      }
      Pause.of(pace.each());
    }
  }

  private void request(String node, String address) {
    try {
      int status = ask(address);
      if (status != 200) {
        fail(node, "status " + status);
      }
    } catch (IOException failed) {
      fail(node, failed.toString());
    } finally {
      requests.incrementAndGet();
      inFlight.arriveAndDeregister();
    }
  }

  private int ask(String address) throws IOException {
    try {
      URI uri = URI.create("http://%s:%d/".formatted(address, port));
      return Http.whole(client, HttpRequest.newBuilder(uri).build(), pace.limit()).statusCode();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stop);
    }
  }

  private void fail(String node, String why) {
    failures.add(node);
    if (failures.size() <= SHOWN) {
      told.accept("  a request to %s failed: %s".formatted(node, why));
    }
  }

  /** Whether every request was answered; only after {@link #close}. */
  boolean unharmed() {
    return failures.isEmpty() && requests.get() > 0;
  }

  String verdict() {
    return "%d requests to the Service by the nodes that were Ready and not cordoned, %d failed"
        .formatted(requests.get(), failures.size());
  }

  /** Asks no more, and waits for the answers that are missing. */
  @Override
  public void close() {
    over = true;
    try {
      sender.join();
      refresher.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    inFlight.arriveAndAwaitAdvance();
  }
}
