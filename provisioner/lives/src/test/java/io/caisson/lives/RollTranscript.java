package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.Wait;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Writes down what becomes of the machines of a cluster while they are replaced, by looking at the
 * data centre, the Nodes, the pods and etcd each half second, and at the grants and holds in the
 * records. Each line has the seconds since the writing began, and what stands then of the group
 * that is rolled: servers that exist, machines that are Ready and that nobody was granted, and the
 * healthy pods.
 */
final class RollTranscript {
  private final Patient one;
  private final Role role;
  private final Instant began;
  private final StringBuilder lines = new StringBuilder();
  private Scene last;
  private int mostServers;
  private int fewestAvailable = Integer.MAX_VALUE;
  private int fewestHealthy = Integer.MAX_VALUE;

  RollTranscript(Patient one, Role role, String title) {
    this.one = one;
    this.role = role;
    this.began = one.now();
    this.last = scene();
    lines.append("# ").append(title).append('\n');
    one.watched(this::look);
  }

  /**
   * What is there at one moment, in words by subject.
   *
   * @param facts of machines: each of them has at most a few
   * @param pods on workers
   */
  private record Scene(TreeMap<String, String> facts, TreeMap<String, String> pods) {}

  private Scene scene() {
    Cluster cluster = one.cluster();
    TreeMap<String, String> facts = new TreeMap<>();
    cluster.grants().forEach((id, grant) -> facts.put(id + " grant", "to " + grant.actor()));
    cluster.holds().values().stream()
        .filter(hold -> !hold.name().startsWith("back-off"))
        .forEach(hold -> facts.put(hold.name() + " hold", hold.reason()));
    for (Machine machine : cluster.machines().values()) {
      facts.put(machine.id() + " machine", "planned" + zone(machine));
      if (machine.state() == MachineState.FAILED) {
        facts.put(machine.id() + " failure", machine.reason());
      }
      if (cluster.present(Patient.drained(machine))) {
        facts.put(machine.id() + " pods", "have left");
      }
      servers(machine, facts);
      nodes(machine, facts);
      blocked(cluster, machine, facts);
    }
    one.etcd.nodes().forEach(node -> facts.put(called(node) + " etcd", "member"));
    return new Scene(facts, pods());
  }

  private static String zone(Machine machine) {
    return machine.zone().map(name -> " in " + name).orElse("");
  }

  private static String called(String node) {
    return node.replaceFirst("^prod-[0-9a-f]+-", "");
  }

  private void servers(Machine machine, Map<String, String> facts) {
    one.serverState(machine).ifPresent(state -> facts.put(machine.id() + " server", state));
  }

  private void nodes(Machine machine, Map<String, String> facts) {
    if (one.kubernetes.available(machine.name())) {
      facts.put(machine.id() + " Node", "Ready");
    } else if (one.kubernetes.hasNode(machine.name())) {
      facts.put(machine.id() + " Node", "not Ready");
    }
    if (one.kubernetes.isCordoned(machine.name())) {
      facts.put(machine.id() + " cordon", "takes no pods");
    }
  }

  private static void blocked(Cluster cluster, Machine machine, Map<String, String> facts) {
    cluster
        .waitOf(machine.id())
        .map(Wait::reason)
        .filter(reason -> reason.contains("budget"))
        .ifPresent(
            reason ->
                facts.put(
                    machine.id() + " drain",
                    "waits for " + reason.replaceAll(".*?(disruption budget [^;]*).*", "$1")));
  }

  private TreeMap<String, String> pods() {
    TreeMap<String, String> pods = new TreeMap<>();
    for (Machine machine : one.cluster().machinesOf("worker")) {
      for (Pod pod : one.workload.running(machine.name())) {
        pods.put(pod.name(), machine.id() + (pod.terminating() ? " ends" : ""));
      }
    }
    return pods;
  }

  private void look() {
    Scene now = scene();
    List<String> news = new ArrayList<>();
    TreeSet<String> subjects = new TreeSet<>(last.facts().keySet());
    subjects.addAll(now.facts().keySet());
    for (String subject : subjects) {
      String before = last.facts().getOrDefault(subject, "");
      String after = now.facts().getOrDefault(subject, "");
      if (!before.equals(after)) {
        news.add(subject + (after.isEmpty() ? ": no more" : ": " + after));
      }
    }
    now.pods().entrySet().stream()
        .filter(pod -> pod.getValue().endsWith(" ends"))
        .filter(pod -> !pod.getValue().equals(last.pods().get(pod.getKey())))
        .collect(Collectors.groupingBy(Map.Entry::getValue, TreeMap::new, Collectors.toList()))
        .forEach(
            (where, all) ->
                news.add(
                    where.replace(" ends", " evicted: ")
                        + all.stream().map(Map.Entry::getKey).collect(Collectors.joining(" "))));
    last = now;
    state(news);
  }

  private void state(List<String> news) {
    int servers = servers();
    int available = available();
    mostServers = Math.max(mostServers, servers);
    fewestAvailable = Math.min(fewestAvailable, available);
    String pods = "";
    if (one.workload instanceof Replicas replicas) {
      fewestHealthy = Math.min(fewestHealthy, replicas.healthy());
      pods = ", %d pods healthy".formatted(replicas.healthy());
    }
    for (String text : news) {
      lines.append(
          "%7.1f  %-60s | %d servers, %d available%s%n"
              .formatted(seconds(), text, servers, available, pods));
    }
  }

  private double seconds() {
    return Duration.between(began, one.now()).toMillis() / 1000.0;
  }

  private int servers() {
    return (int)
        one.cluster().machines().values().stream()
            .filter(machine -> machine.role() == role)
            .filter(machine -> one.serverState(machine).isPresent())
            .count();
  }

  private int available() {
    Cluster cluster = one.cluster();
    return (int)
        cluster.machines().values().stream()
            .filter(machine -> machine.role() == role)
            .filter(machine -> one.kubernetes.available(machine.name()))
            .filter(machine -> !cluster.grants().containsKey(machine.id()))
            .count();
  }

  /** Something that a person or the test does. */
  void say(String text) {
    lines.append("%7.1f  -- %s%n".formatted(seconds(), text));
  }

  /** What the pace allowed and what came of it. */
  String end(Pace pace, int desired) {
    lines.append(
        "# %s after %.1f s: at most %d servers (%d allowed), at least %d available (%d needed)%s%n"
            .formatted(
                one.status(),
                seconds(),
                mostServers,
                desired + pace.surge(desired),
                fewestAvailable,
                desired - pace.unavailable(desired),
                one.workload instanceof Replicas replicas
                    ? ", at least %d pods healthy, %d started in all"
                        .formatted(fewestHealthy, replicas.started())
                    : ""));
    return lines.toString();
  }

  int mostServers() {
    return mostServers;
  }

  int fewestAvailable() {
    return fewestAvailable;
  }

  int fewestHealthy() {
    return fewestHealthy;
  }

  /** Who is there now. */
  List<String> machines() {
    return one.cluster().machines().keySet().stream().map(MachineId::toString).sorted().toList();
  }
}
