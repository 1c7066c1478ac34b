package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Caisson service, spoken to with one user's token; both its APIs. */
final class Service {
  private static final String OWN = "/api/v1";
  private static final Duration ASK_EVERY = Duration.ofMillis(300);
  private final String url;
  private final EnvFile env;
  private Keystone login;
  private final Clock clock;
  private Instant loginAt;

  Service(EnvFile env, Clock clock) {
    this.env = env;
    this.url = env.need("CAISSON_URL").replaceAll("/$", "");
    this.clock = clock;
    this.login = Keystone.login(env, "");
    this.loginAt = clock.instant();
  }

  /** Where and who the environment says. */
  static Service ofEnvironment(Clock clock) {
    return new Service(new EnvFile(System.getenv()), clock);
  }

  /** A word of a person as one part of a path. */
  static String part(String word) {
    return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * @param path below {@code /api/v1}
   */
  JsonNode get(String path) {
    return http().get(url + OWN + path);
  }

  JsonNode post(String path, JsonNode body) {
    return http().post(url + OWN + path, body);
  }

  JsonNode patch(String path, JsonNode body) {
    return http().patch(url + OWN + path, body);
  }

  JsonNode put(String path, JsonNode body) {
    return http().put(url + OWN + path, body);
  }

  JsonNode remove(String path) {
    return http().delete(url + OWN + path);
  }

  /**
   * All pages of a list.
   *
   * @param name of the list in the answers
   */
  List<JsonNode> list(String path, String name) {
    List<JsonNode> all = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = get(path + "?limit=1000" + (next.isEmpty() ? "" : "&cursor=" + next));
      page.path(name).forEach(all::add);
      next = page.path("next").asText("");
      next = next.equals("null") ? "" : next;
    } while (!next.isEmpty());
    return all;
  }

  /** A token lives for an hour or so; a watch can last longer. */
  private Http http() {
    if (clock.instant().isAfter(loginAt.plus(Duration.ofMinutes(20)))) {
      login = Keystone.login(env, "");
      loginAt = clock.instant();
    }
    return login.http();
  }

  /** One client with the caller's token, for many requests. */
  Http session() {
    return http();
  }

  String createTemplate(Map<String, Object> template) {
    return http().post(url + "/v1/clustertemplates", template).path("uuid").asText();
  }

  void deleteTemplate(String id) {
    http().delete(url + "/v1/clustertemplates/" + id);
  }

  String createCluster(Map<String, Object> cluster) {
    return http().post(url + "/v1/clusters", cluster).path("uuid").asText();
  }

  void deleteCluster(String id) {
    http().delete(url + "/v1/clusters/" + id);
  }

  List<JsonNode> clusters() {
    return list("/clusters", "clusters");
  }

  Optional<JsonNode> find(String id) {
    return http().find(url + "/api/v1/clusters/" + id);
  }

  JsonNode cluster(String idOrName) {
    return get("/clusters/" + part(idOrName));
  }

  String kubeconfig(String id) {
    Http.Answer answer =
        http().ask("GET", url + "/api/v1/clusters/" + id + "/kubeconfig", Optional.empty());
    if (!answer.ok()) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, Http.reason(answer.body()));
    }
    return answer.raw().body();
  }

  /** The status of a cluster as {@link #find} gives it, in Magnum's words. */
  static String status(JsonNode cluster) {
    return cluster.at("/cluster/state/status").asText();
  }

  static String id(JsonNode cluster) {
    return cluster.at("/cluster/id").asText();
  }

  /** All lines of a cluster's journal, the oldest first. */
  List<JsonNode> journal(String idOrName) {
    List<JsonNode> lines = new ArrayList<>();
    JsonNode page = journal(idOrName, 0);
    while (!page.path("entries").isEmpty()) {
      page.path("entries").forEach(lines::add);
      page = journal(idOrName, page.path("next").asLong());
    }
    return lines;
  }

  private JsonNode journal(String idOrName, long after) {
    return get("/clusters/%s/journal?after=%d".formatted(part(idOrName), after));
  }

  /** What somebody who waits does with each sight of the cluster; empty once it is gone. */
  interface Watcher {
    /** Whether to go on. */
    boolean sees(Optional<JsonNode> cluster);
  }

  void watch(String id, Duration limit, Watcher watcher) {
    Instant end = clock.instant().plus(limit);
    while (watcher.sees(find(id))) {
      if (clock.instant().isAfter(end)) {
        throw new CommandFailed(
            CommandFailed.Exit.TIMED_OUT,
            "cluster %s is not where it should be after %d s".formatted(id, limit.toSeconds()));
      }
      Pause.of(ASK_EVERY);
    }
  }
}
