package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Revision;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterNetworkTest {
  @Test
  void aNetworkIsMadeBeforeAnythingIsInIt() {
    Bench bench = bench(1, 2);
    List<String> kinds = new ArrayList<>();
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        kinds.add(effect.key().kind().name());
        switch (effect.order()) {
          case Order.CreatePort port -> {
            assertThat(port.plug().network()).isEqualTo(bench.networks.getFirst().id());
            assertThat(port.plug().subnet()).isEqualTo(bench.subnets.getFirst().id());
          }
          case Order.CreateServer _, Order.AttachFloatingIp _ -> assertThat(bench.plugs).hasSize(1);
          default -> {}
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(kinds).containsSubsequence("NETWORK", "SUBNET", "PORT", "SERVER");
    assertThat(bench.subnets.getFirst().cidr()).isEqualTo("10.7.0.0/24");
    assertThat(bench.routers.getFirst().externalNetwork()).contains("public");
    assertThat(bench.plugs)
        .containsEntry(bench.routers.getFirst().id(), bench.subnets.getFirst().id());
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.machine("worker-2").state()).isEqualTo(MachineState.READY);
  }

  @Test
  void aClusterInANetworkThatIsThereMakesNone() {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    assertThat(bench.networks).isEmpty();
    assertThat(bench.routers).isEmpty();
  }

  @Test
  void itGoesAfterAllThatIsInIt() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    delete(bench);
    bench.deeds.clear();
    bench.untilQuiet();
    assertThat(bench.deeds).containsSubsequence("unplug", "subnet", "network");
    assertThat(bench.deeds).containsSubsequence("unplug", "router");
    assertThat(bench.deeds.indexOf("unplug")).isGreaterThan(1);
    assertThat(bench.networks).isEmpty();
    assertThat(bench.subnets).isEmpty();
    assertThat(bench.routers).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void aDeletionThatComesEarlyLeavesNothing() {
    for (int turns = 0; turns < 12; turns++) {
      Bench bench = bench(1, 1);
      for (int turn = 0; turn < turns; turn++) {
        bench.turn();
      }
      delete(bench);
      bench.untilQuiet();
      assertThat(bench.networks).as("deleted after %d turns", turns).isEmpty();
      assertThat(bench.routers).isEmpty();
      assertThat(bench.cluster.gone()).isPresent();
    }
  }

  @Test
  void aPlugInDoubtIsPutInAgainAndTakenOutAtTheEnd() {
    Bench bench = bench(1, 1);
    Effect lost = bench.until(effect -> effect.key().kind() == Kind.ROUTER_INTERFACE);
    bench.carryOut(lost);
    bench.settle(lost, new Outcome.InDoubt("no answer"));
    delete(bench);
    bench.untilQuiet();
    assertThat(bench.plugs).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void aNetworkInDoubtIsRecognisedAndMadeOnce() {
    Bench bench = bench(1, 1);
    Effect lost = bench.until(effect -> effect.key().kind() == Kind.NETWORK);
    bench.carryOut(lost);
    bench.settle(lost, new Outcome.InDoubt("no answer"));
    List<Effect> next = bench.decide();
    assertThat(next).noneMatch(effect -> effect.key().kind() == Kind.NETWORK);
    next.forEach(effect -> bench.settle(effect, new Outcome.Done(bench.carryOut(effect))));
    bench.untilQuiet();
    assertThat(bench.networks).hasSize(1);
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void aTwinOfTheNetworkGoesAtOnce() {
    Bench bench = bench(1, 1);
    bench.turn();
    OwnNetwork own = bench.networks.getFirst();
    bench.networks.add(new OwnNetwork("twin", own.name(), own.mark()));
    bench.untilQuiet();
    assertThat(bench.networks).containsExactly(own);
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void serversOfOthersAreToldAndWaitedFor() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    String network = bench.networks.getFirst().id();
    Port foreign =
        new Port(
            "foreign",
            "mine",
            network,
            List.of("10.7.0.9"),
            Optional.of("server-of-mine"),
            Optional.empty());
    bench.ports.add(foreign);
    delete(bench);
    bench.untilQuiet();
    assertThat(bench.servers).isEmpty();
    assertThat(bench.hold("network").reason())
        .contains("1 servers that are not the cluster's", network, "server-of-mine");
    assertThat(bench.plugs).hasSize(1);
    assertThat(bench.cluster.gone()).isEmpty();
    bench.ports.remove(foreign);
    bench.untilQuiet();
    assertThat(bench.networks).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void whatTheCloudKeepsIsToldInItsWords() {
    Bench bench = bench(1, 1);
    bench.untilQuiet();
    delete(bench);
    String words = "One or more ports have an IP allocation from this subnet.";
    for (int turn = 0; turn < 150; turn++) {
      for (Effect effect : bench.decide()) {
        boolean refused =
            effect.key().kind() == Kind.SUBNET && effect.verb() == Attempt.Verb.DELETE;
        bench.settle(
            effect,
            refused
                ? new Outcome.Failed(Outcome.Retry.SOON, words)
                : new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(java.util.Objects.requireNonNull(bench.cluster.waits().get("subnet/nodes")).reason())
        .contains(words);
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void itsPartsCountToTheQuotas() {
    Bench bench = bench(1, 1);
    bench.quotas.add(new QuotaFact("networks", 5, 5));
    bench.quotas.add(new QuotaFact("subnets", 5, 5));
    bench.quotas.add(new QuotaFact("routers", 5, 5));
    bench.quotas.add(new QuotaFact("ports", 5, 3));
    assertThat(bench.decide()).noneMatch(effect -> effect.key().kind().marked());
    assertThat(bench.hold("quota").reason())
        .contains("quota networks: 1 needed, 0 free")
        .contains("quota subnets: 1 needed")
        .contains("quota routers: 1 needed")
        .contains("quota ports: 3 needed, 2 free");
  }

  @Test
  void addressesOfOtherNetworksAreNotTaken() {
    Bench bench = bench(1, 1);
    for (int last = 2; last < 255; last++) {
      bench.ports.add(
          new Port(
              "p" + last,
              "other",
              "another-network",
              List.of("10.7.0." + last),
              Optional.empty(),
              Optional.empty()));
    }
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void clustersWithAnAddressOfTheirOwnHaveItInTheirNetwork() {
    Bench bench =
        in(
            new Bench(
                new io.caisson.domain.cluster.Endpoint.VirtualAddress(
                    io.caisson.domain.cluster.Endpoint.Keeper.KEEPALIVED, Optional.of("public")),
                3));
    bench.playsEtcd = true;
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.ports).allMatch(port -> port.network().equals(bench.networks.getFirst().id()));
  }

  private static Bench bench(int members, int workers) {
    return in(new Bench(members, workers));
  }

  private static Bench in(Bench bench) {
    ClusterSpec usual = bench.cluster.spec();
    ClusterSpec spec =
        new ClusterSpec(
            usual.kubernetesVersion(),
            usual.groups(),
            new ClusterSpec.Networking(
                "",
                ClusterSpec.Subnet.planned("10.7.0.0/24"),
                "10.244.0.0/16",
                "10.96.0.0/12",
                "flannel",
                Optional.of(new ClusterSpec.NewNetwork("public", List.of("192.0.2.53")))),
            usual.endpoint(),
            usual.keyPair(),
            usual.osProfile(),
            usual.timeouts(),
            usual.labels());
    bench.cluster =
        Cluster.create(Bench.head(), new Revision(1, spec, "tester", Bench.START), List.of());
    return bench;
  }

  private static void delete(Bench bench) {
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
  }
}
