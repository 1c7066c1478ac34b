package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Replaces all machines of a group by such of another flavor, and counts what there is then. */
final class BenchRolls {
  private static final Duration ASK_EVERY = Duration.ofSeconds(2);

  private final BenchBed bed;
  private final BenchClusters clusters;
  private final Screen screen;

  BenchRolls(BenchBed bed, BenchClusters clusters, Screen screen) {
    this.bed = bed;
    this.clusters = clusters;
    this.screen = screen;
  }

  /**
   * What is rolled.
   *
   * @param machines of the cluster
   * @param allowed how many times as long as its rounds it may take
   */
  private record Roll(
      BenchClusters.Machines machines, String group, Rounds rounds, double allowed) {
    Figure time(double took, String peer) {
      String name =
          String.format(
              Locale.ROOT,
              "accepted to complete, %d by %d (%.1f s + %.0f %%)",
              rounds.machines(),
              rounds.surge(),
              rounds.seconds(),
              (allowed - 1) * 100);
      return Figure.atMost(name, "s", took, rounds.seconds() * allowed, peer);
    }
  }

  List<Figure> workers(int count, int surge) {
    return figures(
        new Roll(
            new BenchClusters.Machines(1, count), "worker", Rounds.ofWorkers(count, surge), 1.05),
        "297 s (Cluster API 1.14, 1 + 100, surge 10, 2 cores)");
  }

  List<Figure> controlPlanes() {
    return figures(
        new Roll(new BenchClusters.Machines(3, 0), "control-plane", Rounds.ofControlPlanes(3), 1.1),
        "92.7 s (Cluster API 1.14, 2 cores)");
  }

  private List<Figure> figures(Roll roll, String peer) {
    JsonNode cluster = clusters.make(1, roll.machines()).clusters().getFirst();
    String path = "/clusters/" + cluster.path("id").asText();
    List<String> old = names(path, roll.group());
    double took = seconds(done(path, change(path, roll)));
    List<String> servers = new Leftovers(bed.env()).list().getOrDefault("servers", List.of());
    List<String> wrong = wrong(servers, names(path, ""), old);
    wrong.forEach(server -> screen.say("%s should not be there, or is missing".formatted(server)));
    int lacking = Math.abs(servers.size() - roll.machines().all());
    screen.say("journal: " + bed.keep("journal.txt", journal(cluster.path("id").asText())));
    return List.of(
        roll.time(took, peer),
        Figure.atMost(
            "servers doubled, missing or left over",
            "",
            Math.max(wrong.size(), lacking),
            0,
            "none"));
  }

  /** Servers that are not a machine's or a replaced one's, and machines without one. */
  static List<String> wrong(List<String> servers, List<String> machines, List<String> replaced) {
    List<String> wrong = new ArrayList<>(servers);
    List<String> missing = new ArrayList<>(machines);
    machines.forEach(wrong::remove);
    servers.forEach(missing::remove);
    wrong.addAll(missing);
    servers.stream().filter(replaced::contains).forEach(wrong::add);
    return wrong;
  }

  private List<String> names(String path, String group) {
    return bed.service().list(path + "/machines", "machines").stream()
        .filter(one -> group.isEmpty() || one.path("node_group").asText().equals(group))
        .map(one -> one.path("name").asText())
        .toList();
  }

  /** Its operation. */
  private String change(String path, Roll roll) {
    ObjectNode body = Http.JSON.createObjectNode();
    body.put("flavor", bed.env().need("CAISSON_OTHER_FLAVOR"));
    body.putObject("pace").put("max_surge", roll.rounds().surge()).put("max_unavailable", 0);
    JsonNode accepted = bed.service().patch(path + "/nodegroups/" + roll.group(), body);
    screen.say("all of %s get another flavor".formatted(roll.group()));
    return accepted.path("operation").asText();
  }

  private JsonNode done(String path, String id) {
    while (true) {
      Pause.of(ASK_EVERY);
      JsonNode operation = bed.service().get(path + "/operations/" + id);
      String state = operation.at("/outcome/state").asText();
      int left = operation.at("/progress/left").asInt();
      screen.say(state.equals("IN_PROGRESS") ? "%d are left".formatted(left) : state);
      if (state.equals("SUCCEEDED")) {
        return operation.path("times");
      }
      if (!state.equals("IN_PROGRESS")) {
        throw new CommandFailed(
            CommandFailed.Exit.FAILED, operation.at("/outcome/reason").asText());
      }
      clusters.inTime("%d machines are left to be replaced".formatted(left));
    }
  }

  private static double seconds(JsonNode times) {
    Instant started = Instant.parse(times.path("started").asText());
    Instant ended = Instant.parse(times.path("ended").asText());
    return Duration.between(started, ended).toMillis() / 1000.0;
  }

  /** Where the time has gone. */
  private List<String> journal(String id) {
    return bed.service().journal(id).stream()
        .map(
            one ->
                "%s %s: %s"
                    .formatted(
                        one.path("at").asText(),
                        one.path("subject").asText(),
                        one.path("text").asText()))
        .toList();
  }
}
