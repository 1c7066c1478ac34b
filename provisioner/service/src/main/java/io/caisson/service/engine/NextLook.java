package io.caisson.service.engine;

import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the next look at a cluster is due. Its rules:
 *
 * <ol>
 *   <li>A new owner decides nothing before its first look.
 *   <li>After a decision with a look, the plan says when the next one is due; after one without, it
 *       may only be sooner than it was.
 *   <li>If the cluster, as it was committed, asks for more than the last look was ordered to
 *       answer, the next one is due at once.
 * </ol>
 *
 * @param last what the last look that began was ordered to answer
 * @param first whether no look was used yet
 */
public record NextLook(Instant due, Optional<LookOrder> last, boolean first) {

  /** Of a replica that has just come to own the cluster. */
  public static NextLook ofNewOwner() {
    return new NextLook(Instant.MIN, Optional.empty(), true);
  }

  public boolean isDue(Instant now) {
    return !now.isBefore(due);
  }

  /** How long until it is due. */
  public Duration pause(Instant now) {
    return isDue(now) ? Duration.ZERO : Duration.between(now, due);
  }

  public NextLook begun(LookOrder order) {
    return new NextLook(due, Optional.of(order), first);
  }

  /**
   * After a decision.
   *
   * @param looked whether it used a look
   * @param asked what the cluster that was committed is to be asked
   */
  public NextLook decided(Plan plan, boolean looked, LookOrder asked) {
    Instant next = looked || plan.wake().isBefore(due) ? plan.wake() : due;
    boolean lacks = last.filter(order -> !order.covers(asked)).isPresent();
    return new NextLook(lacks ? Instant.MIN : next, last, first && !looked);
  }
}
