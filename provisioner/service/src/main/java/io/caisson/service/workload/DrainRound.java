package io.caisson.service.workload;

import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One bounded round of a drain. A drain is as many rounds as it takes: nothing of a round is
 * remembered, so it may end anywhere, and another replica may go on. The rules are kubectl's
 * ({@code kubectl pkg/drain/filters.go}) with the choices of Cluster API ({@code
 * internal/controllers/machine/drain}):
 *
 * <ol>
 *   <li>Pods of a DaemonSet stay: their controller would put them back at once. Mirror pods stay:
 *       the API has no say in them. So do those that the cluster's policy skips.
 *   <li>All others leave, with or without a controller, and whatever they keep on the node; those
 *       of a higher order when all of a lower one are gone. Who is to complete first is waited for.
 *   <li>They leave by eviction, with their UID; a pod that was told to end is waited for.
 *   <li>A budget's no means later. Budgets are read before pods are asked, and a pod is asked when
 *       its budget allows it: so it leaves within one pause of that, and nobody is asked in vain.
 *   <li>A webhook's no, and an error of the API server, mean later as well, on a slower clock.
 *       After the round's time nobody is asked any more, so that slow answers cannot make a round
 *       long.
 *   <li>The node is drained when a list that was begun after all evictions shows none of them, and
 *       no volume of a pod that left is attached to it.
 *   <li>The kubelet of a node whose lease has run out ends nothing. When all its pods were told to
 *       end, neither they nor its volumes are waited for: the cluster frees them when its Node is
 *       removed, which is when its server is proved absent, and not before.
 * </ol>
 */
public final class DrainRound {
  /** Between two lists; with the next, short enough for a drain to end a second after it may. */
  private static final Duration AGAIN = Duration.ofMillis(600);

  /** The same while those end who were told to: many do at once. */
  private static final Duration SOON = Duration.ofMillis(250);

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

    /** Pods or volumes are left, each with the reason. */
    record NotYet(Map<String, String> left) implements Result {
      public NotYet {
        left = Map.copyOf(left);
      }
    }
  }

  /** Evicts what has to leave the node, and waits for it. */
  public Result run(DrainPorts ports, String node, DrainPolicy policy) {
    Instant end = pauses.now().plus(limit);
    DrainPass pass = new DrainPass(ports, node, policy, pauses);
    while (true) {
      Map<String, String> left = pass.left(end);
      if (left.isEmpty()) {
        return new Result.Drained();
      }
      Duration again = pass.endSoon() ? SOON : AGAIN;
      if (!pauses.now().plus(again).isBefore(end)) {
        return new Result.NotYet(left);
      }
      pauses.pause(again);
    }
  }

  /**
   * Why a drain of the node need not begin: a pod that will never be evicted, because its budget
   * wants all of its pods, or because several budgets cover it. Empty if there is none.
   */
  public static Optional<String> hopeless(DrainPorts ports, String node, DrainPolicy policy) {
    BudgetView budgets = new BudgetView(ports.budgets());
    return NodePods.of(ports.pods().on(node), policy).leaving().stream()
        .flatMap(pod -> named(pod, budgets).stream())
        .findFirst();
  }

  private static Optional<String> named(Pod pod, BudgetView budgets) {
    return budgets.forever(pod).map(why -> pod + ": " + why);
  }
}
