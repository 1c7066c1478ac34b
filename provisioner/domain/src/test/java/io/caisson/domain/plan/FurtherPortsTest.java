package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortTraits.Vnic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FurtherPortsTest {
  private static final NodeGroup.ExtraPort STORAGE =
      new NodeGroup.ExtraPort("storage", subnet("storage-1", "10.9.0.10", "10.9.0.99"), "direct");
  private static final NodeGroup.ExtraPort PODS =
      new NodeGroup.ExtraPort("pods", subnet("pods-1", "10.8.0.10", "10.8.0.99"), "normal");

  @Test
  void eachMachineHasItsPortsInTheOrderOfTheSpec() {
    Bench bench = bench(2, STORAGE, PODS);
    List<Order.CreateServer> servers = new ArrayList<>();
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.CreateServer server) {
          servers.add(server);
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.completed()).isPresent();
    Order.CreateServer worker =
        servers.stream().filter(one -> one.machine().number() == 2).findFirst().orElseThrow();
    assertThat(worker.ports().stream().map(id -> port(bench, id).network()))
        .containsExactly("net", "storage", "pods");
    assertThat(worker.ports().stream().map(id -> port(bench, id).traits().vnic()))
        .containsExactly(Vnic.NORMAL, Vnic.DIRECT, Vnic.NORMAL);
    assertThat(port(bench, worker.ports().get(1)).addresses().getFirst()).startsWith("10.9.0.");
    assertThat(bench.machine("worker-2").address()).startsWith("10.0.0.");
    assertThat(bench.machine("control-plane-1").ports()).hasSize(1);
  }

  @Test
  void whatTheCloudsSwitchIsNotBeforeHasNoSecurityGroup() {
    Bench bench = bench(1, STORAGE, PODS);
    List<Order.CreatePort> orders = orders(bench);
    assertThat(of("storage", orders).securityGroups()).isEmpty();
    assertThat(of("pods", orders).securityGroups()).hasSize(1);
  }

  @Test
  void theyGoWithTheirMachineAfterItsServer() {
    Bench bench = bench(2, STORAGE);
    bench.untilQuiet();
    bench.resize(1, "worker-2");
    boolean gone = false;
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.verb() == Attempt.Verb.DELETE && effect.key().equals(port("worker-2.1"))) {
          gone = true;
          assertThat(bench.cluster.exists(bench.machine("worker-2").server())).isFalse();
        }
        bench.settle(effect, bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(gone).isTrue();
    assertThat(bench.ports).filteredOn(one -> one.network().equals("storage")).hasSize(1);
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.untilQuiet();
    assertThat(bench.ports).isEmpty();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void anAddressThatIsTakenIsReplacedByAnotherOfTheSameSubnet() {
    Bench bench = bench(1, STORAGE);
    Effect first = bench.until(effect -> effect.key().equals(port("worker-1.1")));
    String taken = ((Order.CreatePort) first.order()).plug().address();
    bench.settle(
        first, new Outcome.Failed(Outcome.Retry.READDRESS, "address %s is taken".formatted(taken)));
    Effect second = bench.until(effect -> effect.key().equals(port("worker-1.1")));
    String other = ((Order.CreatePort) second.order()).plug().address();
    assertThat(other).startsWith("10.9.0.").isNotEqualTo(taken);
    assertThat(bench.machine("worker-1").address()).startsWith("10.0.0.");
  }

  @Test
  void addressesThatPortsOfTheirNetworkHaveAreNotTaken() {
    Bench bench = bench(1, STORAGE);
    for (int last = 10; last < 99; last++) {
      bench.ports.add(
          new Port(
              "p" + last,
              "",
              "storage",
              List.of("10.9.0." + last),
              Optional.empty(),
              Optional.empty()));
    }
    bench.decide();
    assertThat(bench.machine("worker-1").ports().get(1).address()).isEqualTo("10.9.0.99");
  }

  @Test
  void aSubnetWithoutAddressesIsNamed() {
    Bench bench =
        bench(2, new NodeGroup.ExtraPort("small", subnet("s", "10.9.0.10", "10.9.0.10"), "direct"));
    bench.decide();
    assertThat(bench.hold("addresses").reason()).contains("subnet 10.9.0.0/24 has no free address");
    assertThat(bench.cluster.machinesOf("worker")).hasSize(1);
  }

  @Test
  void allOfThemCountToTheQuota() {
    Bench bench = bench(2, STORAGE, PODS);
    bench.quotas.add(new QuotaFact("ports", 10, 4));
    bench.decide();
    assertThat(bench.hold("quota").reason()).contains("quota ports: 7 needed, 6 free");
  }

  @Test
  void otherPortsAreAReasonToReplaceAMachine() {
    Bench bench = bench(1, STORAGE);
    bench.untilQuiet();
    bench.revise(spec -> spec.with(with(spec.group("worker").orElseThrow(), List.of(PODS))));
    bench.untilQuiet();
    assertThat(bench.cluster.machinesOf("worker"))
        .extracting(one -> one.id().toString())
        .containsExactly("worker-2");
    assertThat(bench.ports).noneMatch(one -> one.network().equals("storage"));
  }

  private static Bench bench(int workers, NodeGroup.ExtraPort... ports) {
    Bench bench = new Bench(workers);
    bench.revise(spec -> spec.with(with(spec.group("worker").orElseThrow(), List.of(ports))));
    return bench;
  }

  private static NodeGroup with(NodeGroup group, List<NodeGroup.ExtraPort> ports) {
    return new NodeGroup(
        group.name(),
        group.role(),
        group.flavor(),
        group.image(),
        group.count(),
        group.bounds(),
        group.options().onPorts(ports));
  }

  private static ClusterSpec.Subnet subnet(String id, String first, String last) {
    String cidr = first.replaceFirst("[0-9]+$", "0") + "/24";
    return new ClusterSpec.Subnet(id, cidr, List.of(new ClusterSpec.AddressRange(first, last)));
  }

  private static ResourceKey port(String name) {
    return new ResourceKey(Kind.PORT, name);
  }

  private static Port port(Bench bench, String id) {
    return bench.ports.stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static Order.CreatePort of(String network, List<Order.CreatePort> orders) {
    return orders.stream()
        .filter(one -> one.plug().network().equals(network))
        .findFirst()
        .orElseThrow();
  }

  private static List<Order.CreatePort> orders(Bench bench) {
    List<Order.CreatePort> orders = new ArrayList<>();
    for (int turn = 0; turn < 60; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.CreatePort order) {
          orders.add(order);
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    return orders;
  }
}
