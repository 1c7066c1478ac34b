package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ZonesTest {
  @Test
  void machinesAreSpreadOverZonesAndStayInBalanceWhenThereAreFewer() {
    Bench bench = new Bench(0);
    bench.revise(spec -> spec.with(spread(5)));
    bench.untilQuiet();
    assertThat(zones(bench)).isEqualTo(Map.of("a", 2, "b", 2, "c", 1));
    bench.revise(spec -> spec.with(spread(3)));
    bench.untilQuiet();
    assertThat(zones(bench)).isEqualTo(Map.of("a", 1, "b", 1, "c", 1));
    bench.revise(spec -> spec.with(spread(4)), "pool-2");
    bench.untilQuiet();
    assertThat(zones(bench)).isEqualTo(Map.of("a", 2, "b", 1, "c", 1));
  }

  @Test
  void aZoneThatCannotBuildAMachineIsPassedOver() {
    Bench bench = new Bench(0);
    bench.untilQuiet();
    bench.revise(spec -> spec.with(spread(3)));
    bench.brokenZone = Optional.of("b");
    bench.untilQuiet();
    assertThat(zones(bench)).isEqualTo(Map.of("a", 2, "c", 1));
    assertThat(bench.cluster.reached()).isTrue();
    assertThat(bench.servers).noneMatch(server -> server.status() == Server.Status.ERROR);
  }

  @Test
  void aZoneMostOfWhoseNodesAreSilentIsLeftAlone() {
    Bench bench = new Bench(0);
    bench.revise(spec -> spec.with(spread(9)));
    bench.untilQuiet();
    List<Machine> cut =
        bench.cluster.machinesOf("pool").stream()
            .filter(one -> one.zone().equals(Optional.of("b")))
            .toList();
    for (Machine machine : cut) {
      bench.silent.add(machine.id().toString());
      bench.nodes.replaceAll(
          node -> node.name().equals(machine.name()) ? Nodes.notReady(node) : node);
    }
    bench.turn();
    NodeGroup next = spread(9).madeOf(spread(9).flavor(), "next");
    Revision revision =
        new Revision(3, bench.cluster.spec().with(next), "tester", bench.now, new Pace(0, 4));
    bench.commit(List.of(new ClusterRecord.Revised(revision)));
    bench.untilQuiet();
    assertThat(bench.cluster.machinesOf("pool"))
        .filteredOn(one -> one.blueprint().image().equals("image"))
        .as("all others were replaced")
        .extracting(Machine::id)
        .containsExactlyElementsOf(cut.stream().map(Machine::id).toList());
    assertThat(bench.cluster.waitOf(cut.getFirst().id()).orElseThrow().reason())
        .contains("3 of the 3 Nodes of zone b are not Ready");
  }

  private static NodeGroup spread(int machines) {
    NodeGroup plain = Bench.group("pool", Role.WORKER, machines);
    return new NodeGroup(
        plain.name(),
        plain.role(),
        plain.flavor(),
        plain.image(),
        machines,
        plain.bounds(),
        new NodeGroup.Options(
            List.of(), List.of(), List.of("a", "b", "c"), List.of(), List.of(), List.of()));
  }

  private static Map<String, Integer> zones(Bench bench) {
    Map<String, Integer> zones = new TreeMap<>();
    bench.cluster.machinesOf("pool").stream()
        .flatMap(machine -> machine.zone().stream())
        .forEach(zone -> zones.merge(zone, 1, Integer::sum));
    return zones;
  }
}
