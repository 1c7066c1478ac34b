package io.caisson.lives;

import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Order;
import io.caisson.service.workload.DrainRound;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;

/**
 * Delays that are always the same, and drains that take the time that they take: so that what a
 * change needs can be reckoned beforehand.
 */
final class SteadyCalls implements LifeCalls {
  /** Of the whole work of a guest of a worker: 5 until its bundle, 15 until it joins, 4 more. */
  private static final int UNITS = 24;

  /** As the service has it. */
  private static final Duration ROUND = Duration.ofSeconds(15);

  static final Duration LOOK = Duration.ofMillis(50);
  static final Duration CALL = Duration.ofMillis(20);
  static final Duration GATHER = Duration.ofMillis(30);

  private final Duration node;
  private final Duration apart;
  private final Timeline timeline;
  private final VirtualPauses pauses;
  private Instant free = Instant.MIN;

  /**
   * @param node how long it takes from the start of a server to its Node being Ready
   * @param apart how far apart the cloud begins to make servers; calls that come sooner wait
   */
  SteadyCalls(Duration node, Duration apart, Timeline timeline) {
    this.node = node;
    this.apart = apart;
    this.timeline = timeline;
    this.pauses = new VirtualPauses(timeline);
  }

  @Override
  public Duration asking() {
    return LOOK.dividedBy(2);
  }

  @Override
  public Duration sending() {
    return Duration.ZERO;
  }

  @Override
  public Duration doing(Effect effect) {
    Duration way = CALL.dividedBy(2);
    return effect.order() instanceof Order.CreateServer ? way.plus(turn()) : way;
  }

  private Duration turn() {
    Instant now = timeline.now();
    Instant mine = free.isAfter(now) ? free : now;
    free = mine.plus(apart);
    return Duration.between(now, mine);
  }

  @Override
  public Duration draining() {
    return CALL.dividedBy(2);
  }

  @Override
  public Duration answering() {
    return CALL.dividedBy(2);
  }

  @Override
  public Duration gather() {
    return GATHER;
  }

  @Override
  public Duration working(int units) {
    return node.multipliedBy(units).dividedBy(UNITS);
  }

  /** Whoever is asked answers as soon as there is something to say. */
  @Override
  public Duration asksAgain(int units) {
    return CALL;
  }

  @Override
  public DrainRound drains() {
    return new DrainRound(ROUND, pauses);
  }

  @Override
  public void carryOut(Runnable call) {
    pauses.begin(call);
  }
}
