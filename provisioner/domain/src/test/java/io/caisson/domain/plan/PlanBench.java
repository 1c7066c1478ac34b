package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long one decision about a big cluster takes. A program, not a test: {@code PlanBench
 * [WORKERS]}; it prints the median of 15 decisions after 30 others, for a cluster at rest, at the
 * first moment of a roll of all workers, and when half of them are to go.
 */
public final class PlanBench {
  private static final int WARM_UP = 30;
  private static final int MEASURED = 15;

  private PlanBench() {}

  public static void main(String[] arguments) {
    int workers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5000;
    System.out.printf(
        Locale.ROOT,
        "1 + %d machines, %d processors, Java %s%n",
        workers,
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    Bench bench = made(workers);
    print("at rest", bench);
    NodeGroup group = bench.cluster.spec().group("worker").orElseThrow();
    print("the first of a roll", revised(bench, group.madeOf(group.flavor(), "image-2")));
    print("the first of a shrinking", revised(bench, group.withCount(workers / 2)));
  }

  private static void print(String what, Bench bench) {
    Sight sight = bench.sight(bench.cluster.version(), bench.now);
    Planner planner = new Planner(bench.policy);
    long[] took = new long[MEASURED];
    int records = 0;
    for (int run = -WARM_UP; run < MEASURED; run++) {
      long begun = System.nanoTime();
      Plan plan = planner.decide(bench.cluster, sight, Heard.NOTHING, 1, bench.now);
      took[Math.max(run, 0)] = System.nanoTime() - begun;
      records = plan.records().size();
    }
    Arrays.sort(took);
    System.out.printf(
        Locale.ROOT, "%-26s %7.1f ms (%d records)%n", what, took[MEASURED / 2] / 1e6, records);
  }

  private static Bench revised(Bench bench, NodeGroup group) {
    Bench next = new Bench(0);
    next.servers.addAll(bench.servers);
    next.ports.addAll(bench.ports);
    next.groups.addAll(bench.groups);
    next.addresses.addAll(bench.addresses);
    next.nodes.addAll(bench.nodes);
    next.apiAnswers = true;
    next.now = bench.now;
    Revision revision =
        new Revision(
            bench.cluster.revision().number() + 1,
            bench.cluster.spec().with(group),
            "tester",
            bench.now,
            new Pace(50, 0));
    next.cluster = bench.cluster.apply(List.of(new ClusterRecord.Revised(revision)));
    return next;
  }

  /** A cluster with one worker, and as many more as if they had been made in the same way. */
  private static Bench made(int workers) {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    Machine model = bench.machine("worker-1");
    List<ClusterRecord> records = new ArrayList<>();
    for (int number = 2; number <= workers; number++) {
      further(bench, model, number, records);
    }
    bench.commit(records);
    ClusterSpec spec = bench.cluster.spec();
    NodeGroup old = spec.group("worker").orElseThrow();
    NodeGroup wide =
        new NodeGroup(
            old.name(),
            old.role(),
            old.flavor(),
            old.image(),
            workers,
            new NodeGroup.Bounds(0, 10_000),
            old.options());
    bench.commit(
        List.of(new ClusterRecord.Revised(new Revision(2, spec.with(wide), "tester", bench.now))));
    return bench;
  }

  private static void further(Bench bench, Machine model, int number, List<ClusterRecord> records) {
    MachineId id = new MachineId("worker", number);
    String address = "10.1.%d.%d".formatted(number / 250, number % 250);
    Machine machine =
        new Machine(
            id,
            model.role(),
            Names.machine(bench.cluster.head(), id),
            MachineState.READY,
            bench.now,
            "its Node is Ready",
            List.of(new Machine.Plug("net", "subnet", address)),
            model.guest(),
            Blueprint.of(
                bench.cluster,
                bench.cluster.spec().group("worker").orElseThrow(),
                Optional.empty()),
            Optional.empty());
    records.add(new ClusterRecord.MachinePlanned(machine));
    records.add(seen(bench, machine.port(0)));
    records.add(seen(bench, machine.server()));
    String server = "id of " + machine.server();
    bench.servers.add(
        new Server(
            server,
            machine.name(),
            Server.Status.ACTIVE,
            Optional.of(mark(bench, machine.server())),
            List.of(),
            Optional.empty(),
            bench.now));
    bench.ports.add(
        new Port(
            "id of " + machine.port(0),
            machine.name(),
            "net",
            List.of(address),
            Optional.of(server),
            PortTraits.USUAL,
            Optional.of(mark(bench, machine.port(0)))));
    bench.nodes.add(
        new Node(machine.name(), "uid", true, "v1.34.4", "", List.of(machine.address())));
  }

  private static ClusterRecord seen(Bench bench, ResourceKey key) {
    return new ClusterRecord.ResourceSeen(key, "id of " + key, Optional.empty(), bench.now);
  }

  private static OwnerMark mark(Bench bench, ResourceKey key) {
    return new OwnerMark("test", bench.cluster.id().value(), key.toString(), 1);
  }
}
