package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.PoolMember;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final Endpoint INSIDE = balancer(Optional.empty());
  private static final Outcome REFUSED =
      new Outcome.Failed(Outcome.Retry.SOON, "Load Balancer id is immutable");
  private static final Endpoint OUTSIDE = balancer(Optional.of("public"));

  private static Endpoint balancer(Optional<String> outside) {
    return new Endpoint.LoadBalancer(LoadBalancerOrder.Kind.USUAL, Optional.empty(), outside);
  }

  private static Bench bench(Endpoint endpoint, int controlPlanes) {
    Bench bench = new Bench(endpoint, controlPlanes);
    bench.tellsEnd = true;
    return bench;
  }

  private static Bench complete(Endpoint endpoint) {
    Bench bench = bench(endpoint, 3);
    bench.playsEtcd = true;
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).as("%s", bench.cluster.waits()).isPresent();
    return bench;
  }

  private static List<String> members(Bench bench) {
    return bench.pool.stream().map(PoolMember::name).sorted().toList();
  }

  private static List<String> controlPlane(Bench bench) {
    return bench.cluster.controlPlane().stream().map(Machine::name).sorted().toList();
  }

  @Test
  void allOfAControlPlaneAreMembersAndTheFirstIsOneBeforeItsServerIsThere() {
    Bench bench = bench(INSIDE, 3);
    bench.playsEtcd = true;
    while (bench.servers.isEmpty()) {
      bench.turn();
      assertThat(bench.servers.isEmpty() || bench.pool.size() == 1).isTrue();
    }
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(LookOrder.endpoint(bench.cluster)).contains("10.0.0.9");
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).hasSize(3);
    assertThat(bench.addresses).isEmpty();
    assertThat(bench.machine("control-plane-1").address()).isNotEqualTo("10.0.0.9");
  }

  @Test
  void itsPartsComeOneAfterTheOtherAndAllOfThemBeforeTheFirstMember() {
    Bench bench = bench(INSIDE, 1);
    while (bench.pool.isEmpty()) {
      int before = bench.parts.size();
      bench.turn();
      assertThat(bench.parts.size() - before).isLessThanOrEqualTo(1);
    }
    assertThat(bench.parts).containsExactly(LoadBalancerPart.Kind.values());
  }

  @Test
  void aPartThatIsRefusedOrInDoubtIsAddedAgain() {
    Bench bench = bench(INSIDE, 1);
    int sent = 0;
    for (int turn = 0; turn < 200; turn++) {
      for (Effect effect : bench.decide()) {
        boolean part = effect.order() instanceof Order.AddPart;
        sent += part ? 1 : 0;
        boolean refused = part && sent == 1;
        boolean lost = part && sent == 3;
        bench.settle(
            effect,
            refused ? REFUSED : lost ? new Outcome.InDoubt("no answer") : bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(sent).isEqualTo(5);
    assertThat(bench.parts).containsExactly(LoadBalancerPart.Kind.values());
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void aMachineIsNoMemberBeforeItsKubeadmIsDone() {
    Bench bench = bench(INSIDE, 3);
    bench.tellsEnd = false;
    bench.untilQuiet();
    assertThat(members(bench)).containsExactly(bench.machine("control-plane-1").name());
    assertThat(bench.cluster.completed()).isEmpty();
    assertThat(bench.cluster.waits().toString()).contains("its guest to say that kubeadm is done");
  }

  @Test
  void aFloatingAddressLeadsToItsPort() {
    Bench bench = complete(OUTSIDE);
    LoadBalancer balancer = bench.balancers.getFirst();
    assertThat(bench.addresses).extracting(FloatingIp::port).containsExactly(balancer.port());
    assertThat(LookOrder.endpoint(bench.cluster)).contains("203.0.113.5");
    assertThat(LookOrder.balancedAddress(bench.cluster)).isEqualTo(balancer.address());
  }

  @Test
  void oneThingOfItIsChangedAtATimeAndNothingWhileItIsBusy() {
    Bench bench = bench(INSIDE, 3);
    bench.playsEtcd = true;
    for (int turn = 0; turn < 200; turn++) {
      boolean busy = turn % 3 != 0;
      bench.balancers.replaceAll(one -> with(one, busy ? Status.CHANGING : Status.ACTIVE));
      List<Effect> effects = bench.decide();
      assertThat(effects.stream().filter(e -> e.order() instanceof Order.AddMember).count())
          .isLessThanOrEqualTo(busy ? 0 : 1);
      effects.forEach(effect -> bench.settle(effect, bench.outcome(effect)));
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(members(bench)).hasSize(3);
  }

  private static LoadBalancer with(LoadBalancer one, Status status) {
    return new LoadBalancer(one.id(), one.name(), status, one.address(), one.port(), one.mark());
  }

  @Test
  void aMachineThatLeavesIsOutOfThePoolBeforeAllElse() {
    Bench bench = complete(INSIDE);
    bench.deeds.clear();
    bench.revise(spec -> spec, "control-plane-2");
    bench.untilQuiet();
    List<String> about =
        bench.deeds.stream().filter(deed -> deed.contains("control-plane-2")).toList();
    assertThat(about).hasSize(2);
    assertThat(about.getFirst()).startsWith("out of the pool ");
    assertThat(about.getLast()).startsWith("server ");
    int out = bench.deeds.indexOf(about.getFirst());
    int member =
        bench.deeds.indexOf(
            bench.deeds.stream().filter(one -> one.startsWith("member ")).findFirst().orElse(""));
    assertThat(member).as("%s", bench.deeds).isGreaterThan(out);
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).hasSize(3);
  }

  @Test
  void nothingElseIsDoneToAMachineThatIsStillAMember() {
    Bench bench = complete(INSIDE);
    bench.deeds.clear();
    bench.revise(spec -> spec, "control-plane-2");
    int refused = 0;
    for (int turn = 0; turn < 100; turn++) {
      for (Effect effect : bench.decide()) {
        boolean out = effect.key().equals(Balancer.member(bench.machine("control-plane-2").id()));
        refused += out ? 1 : 0;
        bench.settle(effect, out ? REFUSED : bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(refused).isGreaterThan(2);
    assertThat(members(bench)).hasSize(4);
    assertThat(bench.cordoned).isEmpty();
    assertThat(bench.etcd).hasSize(4);
    bench.untilQuiet();
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).hasSize(3);
  }

  @Test
  void theLastMemberStaysOneUntilThereIsAnother() {
    Bench bench = bench(INSIDE, 1);
    bench.playsEtcd = true;
    bench.untilQuiet();
    String first = bench.machine("control-plane-1").name();
    bench.revise(spec -> spec, "control-plane-1");
    for (int turn = 0; turn < 200; turn++) {
      for (Effect effect : bench.decide()) {
        boolean late = turn < 100 && effect.order() instanceof Order.AddMember;
        bench.settle(effect, late ? REFUSED : bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
      assertThat(bench.pool).isNotEmpty();
      assertThat(turn < 100 && !members(bench).equals(List.of(first))).isFalse();
    }
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).doesNotContain(first);
  }

  @Test
  void whatThePoolDoesNotShowIsAddedAgain() {
    Bench bench = complete(INSIDE);
    bench.pool.removeFirst();
    bench.resize(2);
    bench.untilQuiet();
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).hasSize(3);
  }

  @Test
  void oneThatSomebodyRemovedComesBackWithItsAddressAndAllItsMembers() {
    Bench bench = complete(OUTSIDE);
    LoadBalancer was = bench.balancers.removeFirst();
    bench.ports.removeIf(port -> was.port().filter(port.id()::equals).isPresent());
    bench.pool.clear();
    bench.parts.clear();
    bench.addresses.replaceAll(
        one -> new FloatingIp(one.id(), one.address(), Optional.empty(), one.mark()));
    bench.resize(2);
    bench.untilQuiet();
    LoadBalancer now = bench.balancers.getFirst();
    assertThat(now.id()).isNotEqualTo(was.id());
    assertThat(now.address()).isEqualTo(was.address());
    assertThat(bench.parts).containsExactly(LoadBalancerPart.Kind.values());
    assertThat(members(bench)).isEqualTo(controlPlane(bench)).hasSize(3);
    assertThat(bench.addresses).extracting(FloatingIp::port).containsExactly(now.port());
  }

  @Test
  void oneThatIsBrokenIsToldAndGoesOnWhenItIsMended() {
    Bench bench = bench(INSIDE, 1);
    for (int turn = 0; turn < 20; turn++) {
      bench.balancers.replaceAll(one -> with(one, Status.ERROR));
      bench.turn();
    }
    assertThat(bench.hold("load-balancer").reason()).contains("ERROR", "fail it over");
    assertThat(bench.servers).isEmpty();
    bench.balancers.replaceAll(one -> with(one, Status.ACTIVE));
    bench.untilQuiet();
    assertThat(bench.cluster.completed()).isPresent();
    assertThat(bench.cluster.holds()).isEmpty();
  }

  @Test
  void aMemberWhoseAddingIsInDoubtIsAddedAgain() {
    Bench bench = bench(INSIDE, 1);
    int lost = 0;
    for (int turn = 0; turn < 200; turn++) {
      for (Effect effect : bench.decide()) {
        boolean lose = effect.order() instanceof Order.AddMember && lost++ == 0;
        bench.settle(effect, lose ? new Outcome.InDoubt("no answer") : bench.outcome(effect));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(lost).isEqualTo(2);
    assertThat(bench.pool).hasSize(1);
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void itGoesWithItsCluster() {
    Bench bench = complete(OUTSIDE);
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.deeds.clear();
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).as("%s", bench.cluster.waits()).isPresent();
    assertThat(bench.balancers).isEmpty();
    assertThat(bench.ports).isEmpty();
    assertThat(bench.addresses).isEmpty();
    assertThat(bench.deeds).noneMatch(deed -> deed.contains("the pool"));
  }

  @Test
  void itCountsAgainstTheQuota() {
    Bench bench = bench(INSIDE, 1);
    bench.quotas.add(new QuotaFact("load_balancers", 3, 3));
    bench.quotas.add(new QuotaFact("ports", 2, 0));
    bench.decide();
    assertThat(bench.hold(Quotas.HOLD).reason())
        .contains("load_balancers: 1 needed, 0 free", "ports: 3 needed, 2 free");
    assertThat(bench.cluster.resources().keySet())
        .noneMatch(key -> key.kind() == Kind.LOAD_BALANCER);
  }

  @Test
  void wordsThatNoCloudCanKnowAreRefused() {
    Bench bench = bench(INSIDE, 3);
    ClusterSpec spec = bench.cluster.spec();
    Endpoint wrong =
        new Endpoint.LoadBalancer(
            new LoadBalancerOrder.Kind(Optional.of("a b"), Optional.of("")),
            Optional.of("x/y"),
            Optional.of(" "));
    ClusterSpec spoiled =
        new ClusterSpec(
            spec.kubernetesVersion(),
            spec.groups(),
            spec.networking(),
            wrong,
            spec.keyPair(),
            spec.osProfile(),
            spec.timeouts(),
            spec.labels());
    assertThat(SpecRules.problems(spoiled))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "endpoint.external_network",
            "endpoint.provider",
            "endpoint.availability_zone",
            "endpoint.subnet");
  }
}
