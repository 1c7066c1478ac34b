package io.caisson.service.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.workload.DrainRound.Result;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DrainRoundTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void podsLeaveByEvictionAndTheNodeIsDrainedWhenAListShowsNone() {
    Scripted node = new Scripted(pod("web", "ReplicaSet"), pod("alone", ""));
    assertThat(round(node).run(node, "n")).isEqualTo(new Result.Drained());
    assertThat(node.asked).containsExactly("default/web", "default/alone");
    assertThat(node.lists).isEqualTo(2);
  }

  @Test
  void daemonSetsAndMirrorPodsStayButFinishedOnesGo() {
    Scripted node =
        new Scripted(
            pod("proxy", "DaemonSet"),
            new Pod(
                new Pod.Ref("default", "etcd", "u"),
                "Node",
                true,
                Pod.State.READY,
                Optional.empty(),
                Map.of(),
                List.of()),
            new Pod(
                new Pod.Ref("default", "done", "u"),
                "DaemonSet",
                false,
                Pod.State.FINISHED,
                Optional.empty(),
                Map.of(),
                List.of()));
    assertThat(round(node).run(node, "n")).isEqualTo(new Result.Drained());
    assertThat(node.asked).containsExactly("default/done");
  }

  @Test
  void aBlockedPodIsAskedAgainUntilItMayGo() {
    Scripted node = new Scripted(pod("db", "StatefulSet"));
    Instant free = START.plusSeconds(6);
    node.answer =
        _ ->
            node.now.isBefore(free)
                ? new Pods.Answer.Blocked("budget db needs 3")
                : new Pods.Answer.Evicted();
    assertThat(round(node).run(node, "n")).isEqualTo(new Result.Drained());
    assertThat(node.now).isBefore(free.plusSeconds(2));
  }

  @Test
  void whatIsLeftAtTheEndOfARoundHasItsReason() {
    Scripted node = new Scripted(pod("db", "StatefulSet"), pod("web", "ReplicaSet"));
    node.answer =
        pod ->
            pod.name().equals("db")
                ? new Pods.Answer.Blocked("budget db needs 3")
                : new Pods.Answer.Refused("webhook says no");
    Result result = round(node).run(node, "n");
    assertThat(result)
        .isInstanceOfSatisfying(
            Result.NotYet.class,
            left ->
                assertThat(left.left())
                    .containsEntry("default/db", "budget db needs 3")
                    .containsEntry("default/web", "its eviction is refused: webhook says no"));
  }

  @Test
  void slowAnswersDoNotMakeARoundLong() {
    Pod[] many = new Pod[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = pod("web-" + i, "ReplicaSet");
    }
    Scripted node = new Scripted(many);
    node.answer =
        _ -> {
          node.now = node.now.plusSeconds(10);
          return new Pods.Answer.Refused("webhook timed out");
        };
    assertThat(round(node).run(node, "n")).isInstanceOf(Result.NotYet.class);
    assertThat(Duration.between(START, node.now)).isLessThan(Duration.ofSeconds(31));
  }

  @Test
  void aPodThatWasToldToEndIsWaitedForAndNotAskedAgain() {
    Scripted node =
        new Scripted(
            new Pod(
                new Pod.Ref("default", "slow", "u"),
                "ReplicaSet",
                false,
                Pod.State.READY,
                Optional.of(START.plusSeconds(30)),
                Map.of(),
                List.of()));
    Result result = round(node).run(node, "n");
    assertThat(result.toString()).contains("told to end and has not yet");
    assertThat(node.asked).isEmpty();
  }

  private static DrainRound round(Scripted node) {
    return new DrainRound(Duration.ofSeconds(15), node);
  }

  private static Pod pod(String name, String controller) {
    return Pod.ready(new Pod.Ref("default", name, "uid-" + name), controller);
  }

  /** One node's pods, and the time, which passes only when somebody waits. */
  private static final class Scripted implements Pods, Pauses {
    private final TreeMap<Integer, Pod> pods = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();
    private Function<Pod, Answer> answer = _ -> new Answer.Evicted();
    private Instant now = START;
    private int lists;

    Scripted(Pod... there) {
      for (Pod pod : there) {
        pods.put(pods.size(), pod);
      }
    }

    @Override
    public List<Pod> on(String node) {
      lists++;
      return List.copyOf(pods.values());
    }

    @Override
    public Answer evict(Pod pod) {
      asked.add(pod.toString());
      Answer given = answer.apply(pod);
      if (given instanceof Answer.Evicted) {
        pods.values().remove(pod);
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
