package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Endpoint.Keeper;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.RevisionRules;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Port;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualAddressTest {
  private static final Endpoint INSIDE =
      new Endpoint.VirtualAddress(Keeper.KEEPALIVED, Optional.empty());
  private static final Endpoint OUTSIDE =
      new Endpoint.VirtualAddress(Keeper.KUBE_VIP, Optional.of("public"));

  @Test
  void aPortWithoutAServerHoldsTheAddressAndControlPlanesMayAnswerForIt() {
    Bench bench = new Bench(INSIDE, 3);
    bench.untilQuiet();
    String address = LookOrder.endpoint(bench.cluster).orElseThrow();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.addresses).isEmpty();
    assertThat(bench.ports)
        .filteredOn(port -> port.addresses().contains(address))
        .singleElement()
        .satisfies(port -> assertThat(port.traits().allowedAddresses()).isEmpty());
    for (Machine machine : bench.cluster.machines().values()) {
      assertThat(port(bench, machine).traits().allowedAddresses())
          .isEqualTo(machine.role() == Role.CONTROL_PLANE ? List.of(address) : List.of());
      assertThat(machine.address()).isNotEqualTo(address);
    }
  }

  @Test
  void noPortOfAControlPlaneIsAskedForBeforeTheAddressIsKnown() {
    Bench bench = new Bench(INSIDE, 3);
    Optional<Effect> reserving = Optional.empty();
    for (int turn = 0; turn < 10; turn++) {
      for (Effect effect : bench.decide()) {
        assertThat(effect.key().kind()).isNotEqualTo(Kind.PORT);
        if (effect.key().equals(VirtualAddress.KEY)) {
          reserving = Optional.of(effect);
        } else {
          bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
        }
      }
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(reserving).isPresent();
    assertThat(bench.cluster.waits().toString()).contains("virtual address");
  }

  @Test
  void aFloatingAddressLeadsToThePortThatHoldsItAndToNoServer() {
    Bench bench = new Bench(OUTSIDE, 3);
    List<Order.AttachFloatingIp> attached = new ArrayList<>();
    for (int turn = 0; turn < 60; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.order() instanceof Order.AttachFloatingIp attach) {
          attached.add(attach);
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    FloatingIp floating = bench.addresses.getFirst();
    assertThat(attached)
        .containsExactly(
            new Order.AttachFloatingIp(
                floating.id(), bench.cluster.ref(VirtualAddress.KEY).orElseThrow()));
    assertThat(LookOrder.endpoint(bench.cluster)).contains(floating.address());
    assertThat(LookOrder.virtualAddress(bench.cluster))
        .isPresent()
        .isNotEqualTo(Optional.of(floating.address()));
  }

  @Test
  void anAddressThatSomebodyElseHasIsReplacedByAnother() {
    Bench bench = new Bench(INSIDE, 1);
    Effect first = reserving(bench);
    String taken = address(first);
    bench.settle(
        first, new Outcome.Failed(Outcome.Retry.READDRESS, "address %s is taken".formatted(taken)));
    assertThat(address(reserving(bench))).isNotEqualTo(taken);
  }

  @Test
  void aPortThatSomebodyRemovedComesBackWithItsAddress() {
    Bench bench = new Bench(INSIDE, 3);
    bench.untilQuiet();
    String address = LookOrder.endpoint(bench.cluster).orElseThrow();
    bench.ports.removeIf(port -> port.addresses().contains(address));
    bench.untilQuiet();
    assertThat(LookOrder.endpoint(bench.cluster)).contains(address);
    assertThat(bench.ports).filteredOn(port -> port.addresses().contains(address)).hasSize(1);
  }

  @Test
  void theAddressIsGivenBackOnlyWhenNoServerCanAnswerForItAnyMore() {
    Bench bench = new Bench(OUTSIDE, 3);
    bench.untilQuiet();
    String port = bench.cluster.ref(VirtualAddress.KEY).orElseThrow();
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        boolean gives = effect.order().equals(new Order.Delete(port));
        assertThat(!gives || bench.servers.isEmpty()).isTrue();
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(5));
    }
    assertThat(bench.cluster.gone()).isPresent();
    assertThat(bench.ports).isEmpty();
    assertThat(bench.addresses).isEmpty();
  }

  @Test
  void itsPortCountsAgainstTheQuota() {
    Bench bench = new Bench(INSIDE, 3);
    bench.quotas.add(new QuotaFact("ports", 4, 0));
    bench.decide();
    assertThat(bench.hold(Quotas.HOLD).reason()).contains("ports: 5 needed, 4 free");
  }

  @Test
  void aNameNeedsNothingOfTheCloud() {
    Bench bench = new Bench(new Endpoint.Name("api.example.org"), 3);
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(LookOrder.endpoint(bench.cluster)).contains("api.example.org");
    assertThat(bench.addresses).isEmpty();
    assertThat(bench.ports).hasSize(4);
  }

  @Test
  void controlPlanesGrowInNumberUntilPrioritiesAreUsedUp() {
    assertThat(growth(new Bench(INSIDE, 1))).isEmpty();
    assertThat(growth(new Bench(OUTSIDE, 1))).isEmpty();
    assertThat(INSIDE.bound(253)).isEmpty();
    assertThat(INSIDE.bound(254)).isPresent();
  }

  private static List<Problem> growth(Bench bench) {
    ClusterSpec spec = bench.cluster.spec();
    NodeGroup leaders = spec.group("control-plane").orElseThrow();
    return RevisionRules.problems(bench.cluster, spec.with(leaders.withCount(3)));
  }

  private static Effect reserving(Bench bench) {
    for (int turn = 0; turn < 10; turn++) {
      for (Effect effect : bench.decide()) {
        if (effect.key().equals(VirtualAddress.KEY)) {
          return effect;
        }
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    throw new AssertionError("no port was asked for");
  }

  private static String address(Effect effect) {
    return ((Order.CreatePort) effect.order()).plug().address();
  }

  private static Port port(Bench bench, Machine machine) {
    ResourceKey key = machine.port(0);
    return bench.ports.stream()
        .filter(port -> bench.cluster.ref(key).filter(port.id()::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }
}
