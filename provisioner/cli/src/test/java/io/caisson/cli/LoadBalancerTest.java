package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The nodes are addresses of this host's loopback network, all with the same port. */
class LoadBalancerTest {
  private static final LoadBalancer.Pace PACE =
      new LoadBalancer.Pace(Duration.ofMillis(2), Duration.ofMillis(5), Duration.ofSeconds(20));
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String ONE = "127.0.0.1";
  private static final String TWO = "127.0.0.2";

  private final Map<String, ObjectNode> nodes = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final HttpServer server;
  private final LoadBalancer users;
  private volatile boolean silent;
  private volatile Awaited<String> request = new Awaited<>(_ -> false, 1);
  private volatile Awaited<String> word = new Awaited<>(_ -> false, 1);

  LoadBalancerTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    node(ONE, true);
    users = new LoadBalancer(api(), server.getAddress().getPort(), PACE, text -> word.sees(text));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void requestsThatAreAnsweredAreCounted() {
    request = new Awaited<>(ONE::equals, 21);
    during(1, () -> request.await());
    assertThat(users.unharmed()).isTrue();
    assertThat(Integer.parseInt(users.verdict().replaceFirst(" .*", "")))
        .isGreaterThanOrEqualTo(19);
    assertThat(users.verdict()).endsWith(" 0 failed");
  }

  @Test
  void anotherStatusIsAFailureThatIsTold() {
    word = new Awaited<>(("  a request to " + ONE + " failed: status 503")::equals, 2);
    during(
        1,
        () -> {
          statuses.put(ONE, 503);
          word.await();
        });
    assertThat(users.unharmed()).isFalse();
    assertThat(users.verdict()).doesNotEndWith(" 0 failed");
  }

  @Test
  void everyNodeThatIsReadyIsAsked() {
    node(TWO, true);
    request = new Awaited<>(TWO::equals, 5);
    during(2, () -> request.await());
    assertThat(users.unharmed()).isTrue();
    assertThat(asked).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void aNodeIsTakenInWhenItHasAnsweredForTheFirstTime() {
    statuses.put(TWO, 503);
    node(TWO, true);
    Awaited<String> probes = new Awaited<>(TWO::equals, 3);
    request = probes;
    during(
        1,
        () -> {
          probes.await();
          statuses.remove(TWO);
          request = new Awaited<>(TWO::equals, 20);
          request.await();
        });
    assertThat(users.unharmed()).isTrue();
  }

  @Test
  void aNodeThatIsCordonedOrNotReadyIsNotAsked() {
    node(TWO, true).putObject("spec").put("unschedulable", true);
    node("127.0.0.3", false);
    request = new Awaited<>(ONE::equals, 20);
    during(1, () -> request.await());
    assertThat(asked).containsExactly(ONE);
  }

  @Test
  void nobodyToAskIsAFailure() {
    word = new Awaited<>(text -> text.contains("no node is Ready and not cordoned"), 1);
    during(
        1,
        () -> {
          node(ONE, false);
          word.await();
        });
    assertThat(users.unharmed()).isFalse();
  }

  @Test
  void anApiThatDoesNotAnswerTakesNobodyOut() {
    word = new Awaited<>("  (the list of nodes: no answer)"::equals, 3);
    during(
        1,
        () -> {
          silent = true;
          word.await();
          request = new Awaited<>(ONE::equals, 20);
          request.await();
        });
    assertThat(users.unharmed()).isTrue();
  }

  @Test
  void aServiceThatNeverAnswersEndsTheStart() {
    statuses.put(ONE, 503);
    try (users) {
      assertThatThrownBy(() -> users.start(1, PACE.refresh().multipliedBy(5)))
          .isInstanceOfSatisfying(
              CommandFailed.class,
              late -> assertThat(late.exit()).isEqualTo(CommandFailed.Exit.TIMED_OUT));
    }
    assertThat(users.unharmed()).isFalse();
  }

  private void during(int expected, Runnable change) {
    try (users) {
      users.start(expected, PATIENCE);
      change.run();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String address = exchange.getLocalAddress().getAddress().getHostAddress();
    asked.add(address);
    exchange.sendResponseHeaders(statuses.getOrDefault(address, 200), -1);
    exchange.close();
    request.sees(address);
  }

  private ObjectNode node(String address, boolean ready) {
    ObjectNode node = Http.JSON.createObjectNode();
    node.putObject("metadata").put("name", address);
    ObjectNode status = node.putObject("status");
    status.putArray("addresses").addObject().put("type", "InternalIP").put("address", address);
    ObjectNode condition = status.putArray("conditions").addObject();
    condition.put("type", "Ready").put("status", ready ? "True" : "False");
    nodes.put(address, node);
    return node;
  }

  private ClusterApi api() {
    return new ClusterApi() {
      @Override
      public JsonNode get(String path) {
        if (silent) {
          throw new CommandFailed(CommandFailed.Exit.UNREACHABLE, "no answer");
        }
        ArrayNode items = Http.JSON.createArrayNode();
        nodes.values().forEach(items::add);
        return Http.JSON.createObjectNode().set("items", items);
      }

      @Override
      public void create(String path, Object object) {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** Something that happens several times. */
  private static final class Awaited<T> {
    private final Predicate<T> which;
    private final CountDownLatch times;

    Awaited(Predicate<T> which, int times) {
      this.which = which;
      this.times = new CountDownLatch(times);
    }

    void sees(T one) {
      if (which.test(one)) {
        times.countDown();
      }
    }

    void await() {
      try {
        assertThat(times.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stop) {
        throw new IllegalStateException(stop);
      }
    }
  }
}
