package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The demo's cluster: its order, its coming to life, and its deletion without a trace. */
final class DemoCluster {
  private final Service service;
  private final EnvFile env;
  private final Screen screen;
  private final Clock clock;
  private final String template;
  private final String id;
  private final Instant accepted;

  private DemoCluster(
      Service service, EnvFile env, Screen screen, Clock clock, String template, String id) {
    this.service = service;
    this.env = env;
    this.screen = screen;
    this.clock = clock;
    this.template = template;
    this.id = id;
    this.accepted = clock.instant();
  }

  static DemoCluster order(
      Service service, EnvFile env, DemoOptions options, Screen screen, Clock clock) {
    String template = service.createTemplate(template(env, options));
    screen.say("cluster template demo is made");
    String id = service.createCluster(cluster(template, options));
    screen.say(
        "cluster demo (%d + %d machines) is accepted as %s"
            .formatted(options.controlPlanes(), options.workers(), id));
    return new DemoCluster(service, env, screen, clock, template, id);
  }

  private static Map<String, Object> template(EnvFile env, DemoOptions options) {
    Map<String, Object> template = new TreeMap<>();
    template.put("name", "demo");
    template.put("coe", "kubernetes");
    template.put("image_id", env.need("CAISSON_IMAGE"));
    template.put("flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("master_flavor_id", env.need("CAISSON_FLAVOR"));
    template.put("external_network_id", env.need("CAISSON_EXTERNAL_NETWORK"));
    template.put("fixed_network", env.need("CAISSON_NETWORK"));
    env.get("CAISSON_KEYPAIR").ifPresent(keyPair -> template.put("keypair_id", keyPair));
    template.put("network_driver", "flannel");
    template.put("labels", options.labels());
    return template;
  }

  private static Map<String, Object> cluster(String template, DemoOptions options) {
    return Map.of(
        "name",
        "demo",
        "cluster_template_id",
        template,
        "master_count",
        options.controlPlanes(),
        "node_count",
        options.workers(),
        "floating_ip_enabled",
        options.floating(),
        "master_lb_enabled",
        options.shared());
  }

  String id() {
    return id;
  }

  /** When the API took the order. */
  Instant accepted() {
    return accepted;
  }

  /**
   * @param machines how many it is to have
   * @return whether it came to life
   */
  boolean created(int machines, Duration limit) {
    String status =
        new ClusterWatch(service, screen, id, limit)
            .whileIt("CREATE_IN_PROGRESS", machines, _ -> true);
    screen.say("cluster demo is " + status);
    boolean complete = status.equals("CREATE_COMPLETE");
    if (complete) {
      Duration took = Duration.between(accepted, clock.instant());
      screen.say("from the API's 202 to all Ready: %.1f s".formatted(took.toMillis() / 1000.0));
    }
    return complete;
  }

  /** As the service's API shows them, each with its timeline. */
  List<JsonNode> machines() {
    String path = "/clusters/%s/machines".formatted(id);
    return service.list(path, "machines").stream()
        .map(one -> service.get(path + "/" + one.path("id").asText()))
        .toList();
  }

  /** Whether nothing of it is left, by the administrator's lists. */
  boolean deleted(Duration limit) {
    screen.say("deleting cluster demo");
    service.deleteCluster(id);
    ClusterProgress progress = new ClusterProgress(screen);
    try (Screen.Bar bar = screen.bar("removing", 1)) {
      service.watch(
          id,
          limit,
          seen -> {
            seen.ifPresent(cluster -> progress.sees(cluster, bar));
            return seen.isPresent();
          });
    }
    service.deleteTemplate(template);
    screen.say("cluster demo is gone; what the data centre's administrator still sees of it:");
    boolean clean = true;
    for (Map.Entry<String, List<String>> kind : new Leftovers(env).list().entrySet()) {
      screen.print(
          "         %-16s %d %s"
              .formatted(kind.getKey(), kind.getValue().size(), String.join(" ", kind.getValue()))
              .stripTrailing());
      clean &= kind.getValue().isEmpty();
    }
    screen.say(clean ? "nothing is left" : "something is left behind");
    return clean;
  }
}
