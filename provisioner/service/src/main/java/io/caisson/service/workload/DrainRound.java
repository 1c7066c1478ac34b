package io.caisson.service.workload;

import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import io.caisson.spi.kubernetes.Pods.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One bounded round of a drain. A drain is as many rounds as it takes: nothing of a round is
 * remembered, so it may end anywhere, and another replica may go on. The rules are kubectl's
 * ({@code kubectl pkg/drain/filters.go}) with the choices of Cluster API ({@code
 * internal/controllers/machine/drain}):
 *
 * <ol>
 *   <li>Pods of a DaemonSet stay: their controller would put them back at once. Mirror pods stay:
 *       the API has no say in them.
 *   <li>All others leave, with or without a controller, and whatever they keep on the node.
 *   <li>They leave by eviction, with their UID; a pod that was told to end is waited for.
 *   <li>A budget's or a webhook's no means later. It is asked again until the round's time is over;
 *       after that nobody is asked any more, so that slow answers cannot make a round long.
 *   <li>The node is drained when a list that was begun after all evictions shows none of them.
 * </ol>
 */
public final class DrainRound {
  /** Between two lists: short, so that a drain ends within a second of its last pod. */
  private static final Duration AGAIN = Duration.ofMillis(700);

  private final Duration limit;
  private final Pauses pauses;

  /**
   * @param limit after which a round ends, well below the limit of a call
   */
  public DrainRound(Duration limit, Pauses pauses) {
    this.limit = limit;
    this.pauses = pauses;
  }

  /** What a round came to. */
  public sealed interface Result {
    /** No pod is left that has to leave. */
    record Drained() implements Result {}

    /** Pods are left, each with the reason. */
    record NotYet(Map<String, String> left) implements Result {
      public NotYet {
        left = Map.copyOf(left);
      }
    }
  }

  /** Evicts what has to leave the node, and waits for it. */
  public Result run(Pods pods, String node) {
    Instant end = pauses.now().plus(limit);
    while (true) {
      Map<String, String> left = new TreeMap<>();
      for (Pod pod : leaving(pods.on(node))) {
        boolean late = !left.isEmpty() && pauses.now().isAfter(end);
        left.put(pod.toString(), late ? "its turn is yet to come" : ask(pods, pod));
      }
      if (left.isEmpty()) {
        return new Result.Drained();
      }
      if (!pauses.now().plus(AGAIN).isBefore(end)) {
        return new Result.NotYet(left);
      }
      pauses.pause(AGAIN);
    }
  }

  private static List<Pod> leaving(List<Pod> all) {
    return all.stream()
        .filter(pod -> !pod.mirror())
        .filter(pod -> pod.finished() || !pod.controller().equals("DaemonSet"))
        .toList();
  }

  private static String ask(Pods pods, Pod pod) {
    if (pod.terminating()) {
      return "it was told to end and has not yet";
    }
    return switch (pods.evict(pod)) {
      case Answer.Evicted _ -> "it was told to end";
      case Answer.Gone _ -> "it has gone";
      case Answer.Blocked(String why) -> why;
      case Answer.Refused(String why) -> "its eviction is refused: " + why;
    };
  }
}
