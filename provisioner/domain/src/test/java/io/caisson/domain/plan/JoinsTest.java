package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Wait;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JoinsTest {
  @Test
  void noTokenIsMadeBeforeTheApiHasStoppedToApproveJoins() {
    Bench bench = waitingForItsToken();
    List<String> order = new ArrayList<>();
    for (int turn = 0; turn < 60; turn++) {
      for (Effect effect : bench.decide()) {
        order.add(effect.order().getClass().getSimpleName());
        bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
      }
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(order).contains("StopApprovingJoins", "ApplyAddOn", "PutBootstrapToken");
    assertThat(order.indexOf("PutBootstrapToken"))
        .isGreaterThan(order.indexOf("StopApprovingJoins"))
        .isGreaterThan(order.indexOf("ApplyAddOn"));
  }

  @Test
  void aRestoredAutomaticApprovalIsRemovedAgainBeforeAnotherTokenIsMade() {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    bench.approvesJoins = true;

    List<Effect> effects = bench.decide();

    assertThat(effects).extracting(Effect::order).containsExactly(new Order.StopApprovingJoins());
    assertThat(bench.cluster.present(Joins.GUARD)).isFalse();
  }

  @Test
  void theMachineOfATokenIsApprovedWithItsOwnName() {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.client(worker, "key", bench.now));

    assertThat(approvals(bench.decide())).containsExactly("csr-" + worker.name());
  }

  static Stream<Asked> thingsThatAWorkerMustNotHave() {
    return Stream.of(
        Requests.asked("system:node:my-cluster-control-plane-1", "key"),
        Requests.asked("system:masters", "key"),
        with(List.of("system:masters"), List.of(), List.of("client auth")),
        with(List.of("system:nodes", "system:masters"), List.of(), List.of("client auth")),
        with(List.of("system:nodes"), List.of("kubernetes.default"), List.of("client auth")),
        with(List.of("system:nodes"), List.of(), List.of("client auth", "server auth")),
        with(List.of("system:nodes"), List.of(), List.of("digital signature")));
  }

  private static Asked with(List<String> groups, List<String> names, List<String> usages) {
    String commonName = "system:node:" + workerName();
    return new Asked(commonName, groups, names, List.of(), usages, "key");
  }

  private static String workerName() {
    Bench bench = new Bench(1);
    bench.decide();
    return bench.machine("worker-1").name();
  }

  @ParameterizedTest
  @MethodSource("thingsThatAWorkerMustNotHave")
  void aTokenLetsInNothingButItsMachine(Asked asked) {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.client(worker, asked, bench.now));

    assertThat(approvals(bench.decide())).isEmpty();
    assertThat(bench.cluster.waits().get("signing-request/worker-1.client.csr-" + worker.name()))
        .extracting(Wait::reason)
        .asString()
        .contains("not approved");
  }

  @Test
  void aRequestWithATokenThatIsNotOursIsLeftAlone() {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    SigningRequest own = Requests.client(worker, "key", bench.now);
    bench.requests.add(
        new SigningRequest(
            own.name(), own.purpose(), "system:bootstrap:other1", own.asked(), true, bench.now));

    assertThat(approvals(bench.decide())).isEmpty();
  }

  @Test
  void aSecondKeyWithOneTokenRaisesAnAlarmAndTheMachineIsReplaced() {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.client(worker, "key", bench.now));
    bench.requests.add(
        Requests.named(Requests.client(worker, "another key", bench.now), "csr-of-a-thief"));

    assertThat(approvals(bench.decide())).isEmpty();
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.DELETING);
    assertThat(bench.machine("worker-1").reason()).contains("alarm").contains("two keys");
    assertThat(bench.cluster.machines().keySet()).anyMatch(id -> id.number() == 2);
  }

  @Test
  void aSecondKeyIsKnownEvenWhenTheFirstRequestIsGone() {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.client(worker, "key", bench.now));
    for (Effect effect : bench.decide()) {
      bench.settle(effect, new Outcome.Done(bench.carryOut(effect)));
    }
    bench.requests.clear();
    bench.decide();
    bench.requests.add(
        Requests.named(Requests.client(worker, "another key", bench.now), "csr-of-a-thief"));

    assertThat(approvals(bench.decide())).isEmpty();
    assertThat(bench.machine("worker-1").state()).isEqualTo(MachineState.DELETING);
  }

  @Test
  void theSameKeyMayAskAgain() {
    Bench bench = waitingForItsApproval();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.client(worker, "key", bench.now));
    bench.requests.add(Requests.named(Requests.client(worker, "key", bench.now), "csr-of-a-retry"));

    assertThat(approvals(bench.decide())).hasSize(2);
  }

  @Test
  void aNodeServesWithTheAddressesThatItsMachineHas() {
    Bench bench = new Bench(1);
    bench.kubeletsServe = false;
    bench.untilQuiet();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.serving(worker, List.of(worker.name()), List.of(worker.address())));

    assertThat(approvals(bench.decide())).containsExactly("csr-serving-" + worker.name());
  }

  @Test
  void aNodeDoesNotServeWithAnothersAddressOrName() {
    Bench bench = new Bench(1);
    bench.kubeletsServe = false;
    bench.untilQuiet();
    Machine worker = bench.machine("worker-1");
    bench.requests.add(Requests.serving(worker, List.of("kubernetes"), List.of()));
    bench.requests.add(
        Requests.named(Requests.serving(worker, List.of(), List.of("10.96.0.1")), "other"));

    assertThat(approvals(bench.decide())).isEmpty();
  }

  @Test
  void whatWasApprovedIsForgottenWithItsMachine() {
    Bench bench = new Bench(1);
    bench.untilQuiet();
    assertThat(bench.cluster.resources().keySet())
        .anyMatch(key -> key.toString().startsWith("signing-request/worker-1.client."));
    bench.commit(List.of(new ClusterRecord.DeletionRequested("tester", bench.now)));
    bench.apiAnswers = false;
    bench.untilQuiet();
    assertThat(bench.cluster.gone()).isPresent();
  }

  @Test
  void membersOfTheControlPlaneJoinOneAtATimeAndWorkersAfterThem() {
    Bench bench = new Bench(3, 2);
    List<String> tokens = new ArrayList<>();
    for (int turn = 0; turn < 200; turn++) {
      List<Effect> effects = bench.decide();
      List<String> now =
          effects.stream()
              .map(Effect::order)
              .filter(Order.PutBootstrapToken.class::isInstance)
              .map(order -> ((Order.PutBootstrapToken) order).machine().toString())
              .toList();
      assertThat(now.stream().filter(id -> id.startsWith("control-plane"))).hasSizeLessThan(2);
      tokens.addAll(now);
      effects.forEach(effect -> bench.settle(effect, new Outcome.Done(bench.carryOut(effect))));
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(tokens)
        .containsExactly("control-plane-2", "worker-1", "worker-2", "control-plane-3");
    assertThat(bench.cluster.completed()).isPresent();
  }

  @Test
  void aFurtherMemberWaitsWhileEtcdHasALearner() {
    Bench bench = secondMemberReady();
    bench.etcd.add(etcdMember(1, false, WELL));
    bench.etcd.add(etcdMember(2, true, WELL));
    bench.decide();
    assertThat(tokenOf(bench, "control-plane-3")).isFalse();
    assertThat(reason(bench, "control-plane-3")).isEqualTo("etcd's member cp-2 to be promoted");

    bench.etcd.set(1, etcdMember(2, false, WELL));
    bench.decide().forEach(one -> bench.settle(one, new Outcome.Done(bench.carryOut(one))));
    assertThat(tokenOf(bench, "control-plane-3")).isTrue();
  }

  @Test
  void aFurtherMemberWaitsForASilentOne() {
    Bench bench = secondMemberReady();
    bench.etcd.add(etcdMember(1, false, WELL));
    bench.etcd.add(etcdMember(2, false, new EtcdMember.Silent("connection refused")));
    bench.decide();

    assertThat(tokenOf(bench, "control-plane-3")).isFalse();
    assertThat(reason(bench, "control-plane-3")).isEqualTo("etcd's member cp-2 to be well");
  }

  @Test
  void aFurtherMemberWaitsForALookButNotForAnEtcdThatSaysNothing() {
    Bench bench = secondMemberReady();
    bench.decideOn(Sight.none(bench.now));
    assertThat(tokenOf(bench, "control-plane-3")).isFalse();

    bench.decide().forEach(one -> bench.settle(one, new Outcome.Done(bench.carryOut(one))));
    assertThat(tokenOf(bench, "control-plane-3")).isTrue();
  }

  private static LookOrder order(Bench bench) {
    return LookOrder.of(bench.cluster, bench.policy, bench.now);
  }

  @Test
  void etcdIsAskedOnlyWhileItsMembersChange() {
    assertThat(order(secondMemberReady()).etcd()).isTrue();

    Bench rest = new Bench(3, 0);
    rest.untilQuiet();
    assertThat(order(rest).etcd()).isFalse();
    Bench single = new Bench(1, 1);
    single.untilQuiet();
    assertThat(order(single).etcd()).isFalse();
  }

  private static final EtcdMember.Answer WELL =
      new EtcdMember.Status(false, "3.6.5", 20_480, List.of());

  private static EtcdMember etcdMember(int number, boolean learner, EtcdMember.Answer answer) {
    return new EtcdMember(number, "cp-" + number, List.of(), List.of(), learner, answer);
  }

  private static boolean tokenOf(Bench bench, String machine) {
    return bench.cluster.present(bench.machine(machine).token());
  }

  private static String reason(Bench bench, String machine) {
    return Optional.ofNullable(bench.cluster.waits().get(bench.machine(machine).token().toString()))
        .orElseThrow()
        .reason();
  }

  /** Two of three members are there; the third asks for its bundle, and nothing was decided yet. */
  private static Bench secondMemberReady() {
    Bench bench = new Bench(3, 0);
    for (int turn = 0; turn < 200 && !isReady(bench, "control-plane-2"); turn++) {
      bench.decide().forEach(one -> bench.settle(one, new Outcome.Done(bench.carryOut(one))));
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(isReady(bench, "control-plane-2")).isTrue();
    assertThat(tokenOf(bench, "control-plane-3")).isFalse();
    return bench;
  }

  private static boolean isReady(Bench bench, String node) {
    return bench.cluster.machines().containsKey(MachineId.parse(node))
        && bench.nodes.stream().anyMatch(one -> one.name().equals(bench.machine(node).name()));
  }

  @Test
  void nobodyInitialisesAClusterTwice() {
    Bench bench = new Bench(3, 0);
    bench.untilQuiet();
    Machine first = bench.machine("control-plane-1");
    bench.commit(List.of(new ClusterRecord.MachineForgotten(first.id(), bench.now)));

    assertThat(bench.cluster.firstControlPlane()).map(Machine::id).isNotEqualTo(Optional.of(first));
    assertThat(bench.cluster.machines().values())
        .noneMatch(machine -> Planner.initialises(bench.cluster, machine));
  }

  /** A worker has asked for its bundle; its token is not there yet. */
  private static Bench waitingForItsToken() {
    Bench bench = new Bench(1);
    for (int turn = 0; turn < 100 && !asksForItsBundle(bench); turn++) {
      for (Effect effect : bench.decide()) {
        boolean gate =
            effect.order() instanceof Order.StopApprovingJoins
                || effect.order() instanceof Order.ApplyAddOn;
        bench.settle(
            effect,
            gate
                ? new Outcome.Failed(Outcome.Retry.SOON, "503")
                : new Outcome.Done(bench.carryOut(effect)));
      }
      bench.play();
      bench.pass(Duration.ofSeconds(1));
    }
    return bench;
  }

  private static boolean asksForItsBundle(Bench bench) {
    return bench.cluster.machines().values().stream()
        .anyMatch(
            machine ->
                machine.id().group().equals("worker")
                    && machine.heard(Machine.Stage.BUNDLE_WANTED));
  }

  /** A worker's token is there; it has not asked to be a node yet. */
  private static Bench waitingForItsApproval() {
    Bench bench = waitingForItsToken();
    for (int turn = 0; turn < 60; turn++) {
      bench
          .decide()
          .forEach(effect -> bench.settle(effect, new Outcome.Done(bench.carryOut(effect))));
      bench.pass(Duration.ofSeconds(1));
    }
    assertThat(bench.cluster.present(bench.machine("worker-1").token())).isTrue();
    return bench;
  }

  private static List<String> approvals(List<Effect> effects) {
    return effects.stream()
        .map(Effect::order)
        .filter(Order.ApproveSigningRequest.class::isInstance)
        .map(order -> ((Order.ApproveSigningRequest) order).request())
        .toList();
  }
}
