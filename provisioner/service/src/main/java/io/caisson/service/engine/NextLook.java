package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the next look at a cluster is due. Its rules:
 *
 * <ol>
 *   <li>A new owner decides nothing before its first look, and nobody does where a look is due and
 *       nothing else is new: what time alone brings about is seen to with what the look finds.
 *   <li>After a decision with a look, the plan says when the next one is due; after one without, it
 *       may only be sooner than it was.
 *   <li>If the cluster, as it was committed, asks for more than the last look was ordered to
 *       answer, the next one is due at once.
 *   <li>If the cluster's own API rings, a look that begins afterwards is due as soon as {@link
 *       Rings} lets it; one that is under way may have missed what it rang for.
 * </ol>
 *
 * @param planned when it is due if nothing rings
 * @param last what the last look that began was ordered to answer
 * @param first whether no look was used yet
 */
public record NextLook(Instant planned, Optional<LookOrder> last, boolean first, Rings rings) {

  /** Of a replica that has just come to own the cluster. */
  public static NextLook ofNewOwner() {
    return new NextLook(Instant.MIN, Optional.empty(), true, Rings.none());
  }

  public Instant due() {
    Instant rung = rings.due();
    return rung.isBefore(planned) ? rung : planned;
  }

  public boolean isDue(Instant now) {
    return !now.isBefore(due());
  }

  /**
   * Whether there is nothing to decide before the next look arrives.
   *
   * @param news whether anything has been heard of, or changed, since the last decision
   * @param idle whether no look is under way
   */
  public boolean comesFirst(boolean news, boolean idle, Instant now) {
    return first || (!news && idle && isDue(now));
  }

  /**
   * Whether the last look was not to ask the API of a complete cluster, and the next one is: it has
   * rung meanwhile, or something is to change. What such a look found says that nobody was asked,
   * which is not that nobody answers.
   */
  public boolean lacksApi(Cluster cluster, LookOrder asked) {
    return cluster.completed().isPresent()
        && asked.api().isPresent()
        && last.filter(order -> order.api().isEmpty()).isPresent();
  }

  /** A look has found nothing to decide about. */
  public NextLook rested(Instant next) {
    return new NextLook(next, last, first, rings);
  }

  /** How long it is until then. */
  public Duration pause(Instant now) {
    return isDue(now) ? Duration.ZERO : Duration.between(now, due());
  }

  /** The cluster's own API says that something has changed. */
  public NextLook rung() {
    return new NextLook(planned, last, first, rings.rung());
  }

  public NextLook begun(LookOrder order, Instant now) {
    return new NextLook(planned, Optional.of(order), first, rings.answered(now));
  }

  /**
   * After a decision.
   *
   * @param looked whether it used a look
   * @param asked what the cluster that was committed is to be asked
   */
  public NextLook decided(Plan plan, boolean looked, LookOrder asked) {
    Instant next = looked || plan.wake().isBefore(planned) ? plan.wake() : planned;
    boolean lacks = last.filter(order -> !order.covers(asked)).isPresent();
    return new NextLook(lacks ? Instant.MIN : next, last, first && !looked, rings);
  }
}
