package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Upgrades a cluster of real machines by the public API while a Service of it is asked and its API
 * is written to all the time, and then looks at what runs.
 */
final class RealUpgrade {
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration ANSWER = Duration.ofSeconds(3);

  private final Service service;
  private final RealCluster real;
  private final ClusterNodes cluster;
  private final Screen screen;
  private final Clock clock = Clock.systemUTC();

  RealUpgrade(Service service, RealCluster real, ClusterNodes cluster, Screen screen) {
    this.service = service;
    this.real = real;
    this.cluster = cluster.within(ANSWER);
    this.screen = screen;
  }

  /**
   * @param id of the cluster
   * @param to what its machines become
   * @return whether it was done, nobody noticed, and everything is of the new version
   */
  boolean run(String id, MachineBed to) {
    real.apply("real-upgrade.yaml");
    real.kubectl("rollout", "status", "deployment/web", "--timeout=120s");
    int nodes = cluster.get("/api/v1/nodes").path("items").size();
    LoadBalancer users = new LoadBalancer(cluster, port(), screen);
    NumberedWrites writes = new NumberedWrites(cluster);
    boolean done;
    try (writes;
        users) {
      users.start(nodes, ANSWER.multipliedBy(20));
      writes.start();
      done = upgrade(id, to);
    }
    screen.say(users.verdict());
    boolean kept = writes.kept(screen);
    boolean unharmed = users.unharmed() && kept;
    return done && isOf(to) && unharmed;
  }

  private int port() {
    return Integer.parseInt(
        real.kubectl("get", "service", "web", "-o", "jsonpath={.spec.ports[0].nodePort}").strip());
  }

  private boolean upgrade(String id, MachineBed to) {
    ObjectNode body = Http.JSON.createObjectNode();
    body.put("kubernetes_version", to.kubernetes()).put("image", to.image());
    JsonNode accepted = service.post("/clusters/%s/upgrade".formatted(id), body);
    Instant begun = clock.instant();
    screen.say(
        "the upgrade to %s is accepted (operation %s)"
            .formatted(to.kubernetes(), accepted.path("operation").asText()));
    String status =
        new ClusterWatch(service, screen, id, LIMIT).whileIt("UPDATE_IN_PROGRESS", 1, _ -> true);
    screen.say(
        "cluster demo is %s; from the API's 202 on: %.1f s"
            .formatted(status, Duration.between(begun, clock.instant()).toMillis() / 1000.0));
    return status.equals("UPDATE_COMPLETE");
  }

  private boolean isOf(MachineBed to) {
    for (String workload : List.of("daemonset/kube-proxy", "deployment/coredns")) {
      real.kubectl("-n", "kube-system", "rollout", "status", workload, "--timeout=120s");
    }
    RunningVersions running = new RunningVersions(cluster::get, to.kubernetes(), to.images());
    screen.say("what runs, by the cluster's own API:");
    screen.print(running.table().toString().indent(7).stripTrailing());
    running.wrong().forEach(one -> screen.say("not of %s: %s".formatted(to.kubernetes(), one)));
    boolean members = isMembers(to);
    return members && running.wrong().isEmpty();
  }

  /** Whether etcd's members are the nodes of the control plane, by etcd's own list. */
  private boolean isMembers(MachineBed bed) {
    Set<String> members = new TreeSet<>();
    RealCluster.json(bed.ask(bed.etcdMembers()))
        .path("members")
        .forEach(one -> members.add(one.path("name").asText() + learner(one)));
    Set<String> nodes = new HashSet<>();
    cluster
        .get("/api/v1/nodes?labelSelector=node-role.kubernetes.io%2Fcontrol-plane")
        .path("items")
        .forEach(node -> nodes.add(node.at("/metadata/name").asText()));
    screen.say("etcd's members, by etcdctl: " + String.join(", ", members));
    if (!members.equals(nodes)) {
      screen.say("they are not the nodes of the control plane: " + nodes);
    }
    return members.equals(nodes);
  }

  private static String learner(JsonNode member) {
    return member.path("isLearner").asBoolean(false) ? " (learner)" : "";
  }
}
