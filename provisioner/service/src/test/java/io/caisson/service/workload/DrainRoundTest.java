package io.caisson.service.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.service.workload.DrainRound.Result;
import io.caisson.spi.kubernetes.Attachments.Attachment;
import io.caisson.spi.kubernetes.Budgets.Budget;
import io.caisson.spi.kubernetes.Budgets.Counts;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.NodeLeases.NodeLease;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pod.State;
import io.caisson.spi.kubernetes.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrainRoundTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void podsLeaveByEvictionAndTheNodeIsDrainedWhenAListShowsNone() {
    Scripted node = new Scripted(pod("web"), pod("alone"));
    assertThat(node.drain()).isEqualTo(new Result.Drained());
    assertThat(node.asked).containsExactly("web", "alone");
    assertThat(node.lists).isEqualTo(2);
  }

  @Test
  void daemonSetsAndMirrorPodsStayButFinishedOnesGo() {
    Scripted node =
        new Scripted(
            pod("proxy", "DaemonSet", State.READY, Map.of()),
            new Pod(
                new Pod.Ref("default", "etcd", "u"),
                "Node",
                true,
                State.READY,
                Optional.empty(),
                Map.of(),
                List.of()),
            pod("done", "DaemonSet", State.FINISHED, Map.of()));
    assertThat(node.drain()).isEqualTo(new Result.Drained());
    assertThat(node.asked).containsExactly("done");
  }

  @Test
  void whatPolicyOrLabelSkipsStays() {
    Scripted node =
        new Scripted(
            pod("agent", "ReplicaSet", State.READY, Map.of("app", "agent")),
            pod("own", "ReplicaSet", State.READY, Map.of("caisson.io/drain", "skip")));
    assertThat(node.drain(DrainPolicy.of(Map.of("drain_rules", "skip:app=agent"))))
        .isEqualTo(new Result.Drained());
    assertThat(node.asked).isEmpty();
  }

  @Test
  void aBudgetIsReadAndItsPodIsNotAskedUntilItMayGo() {
    Scripted node = new Scripted(pod("db", "StatefulSet", State.READY, Map.of("app", "db")));
    Instant free = START.plusSeconds(6);
    node.budget = () -> budget("db", node.now.isBefore(free) ? 0 : 1, 3, 4);
    assertThat(node.drain()).isEqualTo(new Result.Drained());
    assertThat(node.asked).as("nobody is asked in vain").containsExactly("db");
    assertThat(node.now).isBefore(free.plusSeconds(2));
  }

  @Test
  void noMorePodsAreAskedThanABudgetAllows() {
    Scripted node =
        new Scripted(
            pod("db-0", "StatefulSet", State.READY, Map.of("app", "db")),
            pod("db-1", "StatefulSet", State.READY, Map.of("app", "db")));
    node.budget = () -> budget("db", 1, 1, 2);
    node.answer =
        pod -> {
          node.budget = () -> budget("db", 0, 1, 2);
          return new Pods.Answer.Evicted();
        };
    assertThat(node.drain().toString())
        .contains("disruption budget default/db (minAvailable: 1) needs 1 healthy pods and has 3");
    assertThat(node.asked).containsExactly("db-0");
  }

  @Test
  void twoBudgetsOnOnePodAreNamedAndItIsNotAsked() {
    Scripted node = new Scripted(pod("db", "StatefulSet", State.READY, Map.of("app", "db")));
    node.budget = () -> budget("db", 1, 1, 2);
    node.second = Optional.of(budget("all", 1, 1, 2));
    assertThat(node.drain().toString()).contains("2 disruption budgets", "default/all, default/db");
    assertThat(node.asked).isEmpty();
    assertThat(node.hopeless()).hasValueSatisfying(why -> assertThat(why).contains("default/db"));
  }

  @Test
  void aBudgetThatWantsAllItsPodsIsNamedBeforeTheDrainBegins() {
    Scripted node = new Scripted(pod("db", "StatefulSet", State.READY, Map.of("app", "db")));
    node.budget = () -> budget("db", 0, 3, 3);
    assertThat(node.hopeless())
        .hasValueSatisfying(
            why -> assertThat(why).contains("default/db: ", "it wants all", "minAvailable: 3"));
    node.budget = () -> budget("db", 0, 3, 4);
    assertThat(node.hopeless()).as("it only waits").isEmpty();
  }

  @Test
  void aPodThatIsNotReadyMayGoWhateverItsBudgetCountsSoItIsAskedNowAndThen() {
    Scripted node = new Scripted(pod("db", "StatefulSet", State.RUNNING, Map.of("app", "db")));
    node.budget = () -> budget("db", 0, 3, 4);
    node.answer = _ -> new Pods.Answer.Blocked("The disruption budget db needs 3 healthy pods");
    assertThat(node.drain()).isInstanceOf(Result.NotYet.class);
    assertThat(node.asked).as("each five seconds").hasSize(3);
  }

  @Test
  void aWebhooksNoIsLaterAndHasItsOwnClock() {
    Scripted node = new Scripted(pod("db"), pod("web"));
    node.answer =
        pod ->
            pod.name().equals("db")
                ? new Pods.Answer.Refused("webhook says no")
                : new Pods.Answer.Blocked("budget web needs 3");
    Result result = node.drain();
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.NotYet.class,
            left ->
                assertThat(left.left())
                    .containsEntry("default/db", "its eviction is refused: webhook says no")
                    .containsEntry("default/web", "budget web needs 3"));
    assertThat(node.asked.stream().filter("db"::equals)).hasSize(3);
    assertThat(node.asked.stream().filter("web"::equals)).hasSizeGreaterThan(15);
  }

  @Test
  void aHigherOrderBeginsWhenTheLowerOneHasGone() {
    Scripted node =
        new Scripted(
            pod("db", "StatefulSet", State.READY, Map.of("app", "db")),
            pod("web", "ReplicaSet", State.READY, Map.of("app", "web")));
    node.stays = true;
    DrainPolicy policy = DrainPolicy.of(Map.of("drain_rules", "10:app=db"));
    assertThat(node.drain(policy).toString())
        .contains("its turn comes when the pods of order 0 are gone");
    assertThat(node.asked).containsExactly("web");

    node.stays = false;
    node.pods.removeIf(pod -> pod.name().equals("web"));
    assertThat(node.drain(policy)).isEqualTo(new Result.Drained());
    assertThat(node.asked).containsExactly("web", "db");
  }

  @Test
  void whoIsToCompleteIsWaitedForAndRemovedWhenItHas() {
    Map<String, String> labels = Map.of("cluster.x-k8s.io/drain", "wait-completed");
    Scripted node = new Scripted(pod("train", "Job", State.READY, labels));
    assertThat(node.drain().toString()).contains("until it has ended by itself");
    assertThat(node.asked).isEmpty();

    node.pods.replaceAll(_ -> pod("train", "Job", State.FINISHED, labels));
    assertThat(node.drain()).isEqualTo(new Result.Drained());
  }

  @Test
  void slowAnswersDoNotMakeARoundLong() {
    Pod[] many = new Pod[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = pod("web-" + i);
    }
    Scripted node = new Scripted(many);
    node.answer =
        _ -> {
          node.now = node.now.plusSeconds(10);
          return new Pods.Answer.Refused("webhook timed out");
        };
    assertThat(node.drain()).isInstanceOf(Result.NotYet.class);
    assertThat(Duration.between(START, node.now)).isLessThan(Duration.ofSeconds(31));
  }

  @Test
  void aPodThatWasToldToEndIsWaitedForAndNotAskedAgain() {
    Scripted node = new Scripted(ending(pod("slow")));
    assertThat(node.drain().toString()).contains("told to end and has not yet");
    assertThat(node.asked).isEmpty();
  }

  @Test
  void theServerWaitsForTheVolumesOfPodsThatHaveLeft() {
    Scripted node = new Scripted(pod("proxy", "DaemonSet", State.READY, Map.of()));
    node.attached =
        List.of(
            new Attachment("va-1", "pv-1", "default/data", true, ""),
            new Attachment("va-2", "pv-2", "default/busy", true, "the disk is in use"));
    assertThat(node.drain().toString())
        .contains("volume default/data", "not yet detached", "the disk is in use");
    node.attached = List.of();
    assertThat(node.drain()).isEqualTo(new Result.Drained());
  }

  @Test
  void volumesOfPodsThatStayMayStay() {
    Scripted node =
        new Scripted(
            new Pod(
                new Pod.Ref("default", "cache", "u"),
                "DaemonSet",
                false,
                State.READY,
                Optional.empty(),
                Map.of(),
                List.of("default/cache")));
    node.attached = List.of(new Attachment("va", "pv", "default/cache", true, ""));
    assertThat(node.drain()).isEqualTo(new Result.Drained());
  }

  @Test
  void aSilentNodesKubeletIsNotWaitedFor() {
    Scripted node = new Scripted(pod("db"));
    node.evicted = DrainRoundTest::ending;
    node.attached = List.of(new Attachment("va", "pv", "default/data", true, ""));
    node.renewed = START.minusSeconds(45);
    assertThat(node.drain()).as("45 s: it may yet be heard of").isInstanceOf(Result.NotYet.class);

    node.renewed = node.now.minusSeconds(61);
    assertThat(node.drain()).isEqualTo(new Result.Drained());
    assertThat(node.pods).as("nothing is forced").hasSize(1);
  }

  @Test
  void nodesThatCarryWhatADrainWaitsForAreKnownBefore() {
    Map<String, String> job = Map.of("cluster.x-k8s.io/drain", "wait-completed");
    Scripted nodes =
        new Scripted(
            pod("own", "Job", State.RUNNING, job),
            pod("train", "Job", State.PENDING, Map.of("queue", "train")),
            pod("kept", "Job", State.RUNNING, Map.of("queue", "train", "app", "agent")),
            pod("over", "Job", State.FINISHED, job),
            pod("daemon", "DaemonSet", State.READY, job),
            ending(pod("ending", "Job", State.RUNNING, job)),
            pod("web", "ReplicaSet", State.READY, Map.of("app", "web")));
    DrainPolicy policy =
        DrainPolicy.of(Map.of("drain_rules", "skip:app=agent | wait-completed:queue=train"));
    assertThat(LongJobs.nodes(nodes, policy)).containsExactly("on-own", "on-train");
    assertThat(LongJobs.nodes(nodes, DrainPolicy.USUAL)).containsExactly("on-own");
  }

  @Test
  void thatWhoWasToldToEndHasEndedIsSeenSoon() {
    Scripted node = new Scripted(pod("web"));
    node.stays = true;
    node.ended = START.plusMillis(5150);
    assertThat(node.drain()).isEqualTo(new Result.Drained());
    assertThat(Duration.between(node.ended, node.now)).isLessThan(Duration.ofMillis(250));
  }

  @Test
  void whoDoesNotEndInTheRoundInWhichItWasToldToIsLookedForLessOften() {
    Scripted node = new Scripted(pod("web"));
    node.stays = true;
    node.drain();
    int first = node.lists;
    node.drain();
    assertThat(node.lists - first).isLessThan(first / 2);
  }

  private static Budget budget(String name, int allowed, int desired, int expected) {
    return new Budget(
        "default",
        name,
        LabelSelector.of(Map.of("app", "db")),
        "minAvailable: " + desired,
        true,
        new Counts(allowed, 3, desired, expected));
  }

  private static Pod ending(Pod pod) {
    return new Pod(
        pod.ref(),
        pod.controller(),
        false,
        pod.state(),
        Optional.of(START.plusSeconds(30)),
        pod.labels(),
        pod.claims());
  }

  private static Pod pod(String name) {
    return pod(name, "ReplicaSet", State.READY, Map.of());
  }

  private static Pod pod(String name, String controller, State state, Map<String, String> labels) {
    return new Pod(
        new Pod.Ref("default", name, "uid-" + name),
        controller,
        false,
        state,
        Optional.empty(),
        labels,
        List.of());
  }

  /** One node's pods, and the time, which passes only when somebody waits. */
  private static final class Scripted implements Pods, Pauses {
    private final List<Pod> pods = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private Function<Pod, Answer> answer = _ -> new Answer.Evicted();
    private Supplier<Budget> budget = () -> budget("none", 99, 0, 0);
    private Optional<Budget> second = Optional.empty();
    private UnaryOperator<Pod> evicted = pod -> pod;
    private boolean stays;
    private List<Attachment> attached = List.of();
    private Instant ended = Instant.MAX;
    private Instant renewed = START.plusSeconds(3600);
    private Instant now = START;
    private int lists;

    Scripted(Pod... there) {
      pods.addAll(List.of(there));
    }

    Result drain() {
      return drain(DrainPolicy.USUAL);
    }

    Result drain(DrainPolicy policy) {
      return new DrainRound(Duration.ofSeconds(15), this).run(ports(), "n", policy);
    }

    Optional<String> hopeless() {
      return DrainRound.hopeless(ports(), "n", DrainPolicy.USUAL);
    }

    private DrainPorts ports() {
      return new DrainPorts(
          this,
          _ -> Stream.concat(Stream.of(budget.get()), second.stream()).toList(),
          () -> List.of(new NodeLease("n", renewed, Duration.ofSeconds(40))),
          _ -> attached);
    }

    @Override
    public List<Pod> on(String node) {
      lists++;
      pods.removeIf(pod -> pod.terminating() && !now.isBefore(ended));
      return List.copyOf(pods);
    }

    @Override
    public List<Placed> placed(LabelSelector labels) {
      return pods.stream()
          .filter(pod -> labels.selects(pod.labels()))
          .map(pod -> new Placed("on-" + pod.name(), pod))
          .toList();
    }

    @Override
    public Answer evict(Pod pod) {
      asked.add(pod.name());
      Answer given = answer.apply(pod);
      if (given instanceof Answer.Evicted) {
        Pod after = stays ? ending(pod) : evicted.apply(pod);
        pods.remove(pod);
        if (after.terminating()) {
          pods.add(after);
        }
      }
      return given;
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public void pause(Duration time) {
      now = now.plus(time);
    }
  }
}
