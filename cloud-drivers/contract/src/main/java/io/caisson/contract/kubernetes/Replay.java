package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Asks a cluster what a real kube-apiserver was once asked, in the same order and the same state,
 * and says how the answers differ: statuses, headers that clients read, of refusals all words, of
 * other answers their kind and the names of their fields. Ids and times do not count.
 */
public final class Replay {
  private static final String TOKEN = "abcdef.0123456789abcdef";
  private final Kubeconfig cluster;
  private final Caller admin;
  private final Map<String, Caller> users = new TreeMap<>();

  private Replay(Kubeconfig cluster) {
    this.cluster = cluster;
    this.admin = Caller.of(cluster);
  }

  /** Differences by the name of the exchange, in the order in which they were asked. */
  public static List<Difference> of(Path folder, Kubeconfig cluster) {
    Replay replay = new Replay(cluster);
    List<KeptExchange> kept = KeptExchange.folder(folder);
    try (ReplayStage stage = new ReplayStage(replay.admin, kept, InstantSource.system())) {
      List<Difference> all = new ArrayList<>();
      for (KeptExchange exchange : kept) {
        stage.prepare(exchange);
        all.add(new Difference(exchange.name(), exchange.differences(replay.ask(exchange))));
      }
      return all;
    } finally {
      replay.users.values().forEach(Caller::close);
      replay.admin.close();
    }
  }

  /** The exchanges that are kept here, of Kubernetes 1.34.4. */
  public static Path kept() {
    URL url = Objects.requireNonNull(Replay.class.getResource("exchanges"), "no exchanges");
    URI uri = URI.create(url.toString());
    if (uri.getScheme().equals("jar")) {
      open(uri);
    }
    return Path.of(uri);
  }

  private static void open(URI jar) {
    try {
      FileSystems.newFileSystem(jar, Map.of());
    } catch (FileSystemAlreadyExistsException alreadyOpen) {
      // as good
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One line for each exchange. */
  public static String report(List<Difference> all) {
    StringBuilder report = new StringBuilder();
    long same = all.stream().filter(d -> d.what().isEmpty()).count();
    report.append("Replay: %d of %d exchanges are answered alike%n".formatted(same, all.size()));
    for (Difference each : all) {
      each.what().forEach(what -> report.append("  %s: %s%n".formatted(each.exchange(), what)));
    }
    return report.toString();
  }

  private Answer ask(KeptExchange exchange) {
    Caller caller = caller(exchange);
    String path = path(exchange);
    if (exchange.isWatch()) {
      return caller.get(path.replaceAll("timeoutSeconds=\\d+", "timeoutSeconds=2"));
    }
    JsonNode body = exchange.body();
    return switch (body.getNodeType()) {
      case NULL, MISSING -> caller.send(exchange.method(), path, "", "");
      case STRING -> caller.send(exchange.method(), path, exchange.type(), body.asText());
      default ->
          caller.send(exchange.method(), path, exchange.type(), current(exchange).toString());
    };
  }

  /** A token that another cluster gave means nothing here. */
  private String path(KeptExchange exchange) {
    String path = exchange.path();
    int token = path.indexOf("continue=");
    return token < 0
        ? path
        : path.substring(0, token)
            + "continue="
            + admin.get(path.substring(0, token - 1)).text("/metadata/continue");
  }

  /** A whole object that is sent back is the one that is there, whatever its uid. */
  private JsonNode current(KeptExchange exchange) {
    if (!exchange.method().equals("PUT")) {
      return exchange.body();
    }
    ObjectNode there = admin.get(exchange.path().replace("/approval", "")).expect(200).object();
    ObjectNode sent = exchange.body().deepCopy();
    if (exchange.path().endsWith("/approval")) {
      there.set("status", sent.path("status"));
      return there;
    }
    ((ObjectNode) sent.path("metadata")).set("uid", there.at("/metadata/uid"));
    return sent;
  }

  private Caller caller(KeptExchange exchange) {
    return switch (exchange.as()) {
      case "admin" -> admin;
      case "anonymous" -> user("anonymous", () -> Caller.nobody(cluster));
      case "token" ->
          exchange.name().equals("401")
              ? user("bad", () -> Caller.withToken(cluster, "bad"))
              : user("token", () -> Caller.withToken(cluster, TOKEN));
      case "w1" -> user("w1", () -> certified("system:node:w-1", "system:nodes"));
      default -> user(exchange.as(), () -> certified("system:kube-" + exchange.as(), ""));
    };
  }

  private Caller certified(String name, String group) {
    byte[] random = new byte[3];
    new SecureRandom().nextBytes(random);
    String run = "replay-" + HexFormat.of().formatHex(random);
    return new Certificates(admin, cluster, run).caller(name, group);
  }

  private Caller user(String name, Supplier<Caller> made) {
    return users.computeIfAbsent(name, _ -> made.get());
  }

  /**
   * @param what nothing, if the answer is the same
   */
  public record Difference(String exchange, List<String> what) {}
}
