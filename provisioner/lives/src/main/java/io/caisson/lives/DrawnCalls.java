package io.caisson.lives;

import io.caisson.domain.cluster.Effect;
import io.caisson.service.workload.DrainRound;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Delays that are drawn: any order of what is under way at once comes about. */
record DrawnCalls(RandomGenerator random, Timeline timeline) implements LifeCalls {
  @Override
  public Duration asking() {
    return millis(5, 400);
  }

  @Override
  public Duration sending() {
    return millis(1, 50);
  }

  @Override
  public Duration doing(Effect effect) {
    return millis(10, 900);
  }

  @Override
  public Duration draining() {
    return millis(1_000, 15_000);
  }

  @Override
  public Duration answering() {
    return millis(1, 300);
  }

  @Override
  public Duration gather() {
    return Duration.ZERO;
  }

  @Override
  public Duration working(int units) {
    return millis(units * 500, units * 1000);
  }

  @Override
  public Duration asksAgain(int units) {
    return working(units);
  }

  @Override
  public DrainRound drains() {
    return new DrainRound(Duration.ZERO, new LifePauses(timeline));
  }

  @Override
  public void carryOut(Runnable call) {
    call.run();
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }
}
