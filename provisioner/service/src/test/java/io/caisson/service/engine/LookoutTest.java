package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.domain.plan.Sight;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookoutTest {
  private static final Sight SIGHT = Sight.none(Instant.EPOCH);

  /** What is to run on other threads: a test runs it when it wants to. */
  private final Deque<Runnable> threads = new ArrayDeque<>();

  private final AtomicInteger news = new AtomicInteger();
  private final Lookout lookout = new Lookout(threads::add, news::incrementAndGet);

  @Test
  void whatALookHasSeenIsThereUntilItIsUsed() {
    lookout.begin(() -> SIGHT);
    assertThat(lookout.underWay()).isTrue();
    assertThat(lookout.found()).isEmpty();

    threads.remove().run();

    assertThat(news).hasValue(1);
    assertThat(lookout.underWay()).isFalse();
    assertThat(lookout.found()).contains(SIGHT);
    assertThat(lookout.found()).isPresent();
    lookout.used();
    assertThat(lookout.found()).isEmpty();
  }

  @Test
  void theNextOneBeginsWhenTheLastOneIsUsed() {
    lookout.begin(() -> SIGHT);
    assertThat(lookout.idle()).isFalse();
    assertThatThrownBy(() -> lookout.begin(() -> SIGHT)).isInstanceOf(IllegalStateException.class);
    threads.remove().run();
    assertThat(lookout.idle()).isFalse();
    lookout.used();
    assertThat(lookout.idle()).isTrue();
  }

  @Test
  void aLookThatBreaksIsToldOnceAndTheNextOneMayBegin() {
    IllegalStateException broken = new IllegalStateException("no such key");
    lookout.begin(
        () -> {
          throw broken;
        });
    threads.remove().run();

    assertThat(news).hasValue(1);
    assertThatThrownBy(lookout::found).isSameAs(broken);
    assertThat(lookout.found()).isEmpty();
    assertThat(lookout.idle()).isTrue();
  }

  @Test
  void whatWasDroppedIsNotSeenWhenItEnds() {
    lookout.begin(() -> SIGHT);
    lookout.drop();
    assertThat(lookout.idle()).isFalse();

    threads.remove().run();

    assertThat(lookout.found()).isEmpty();
    assertThat(lookout.idle()).isTrue();
    assertThat(news).hasValue(1);
  }

  @Test
  void whatWasFoundCanBeDropped() {
    lookout.begin(() -> SIGHT);
    threads.remove().run();
    lookout.drop();
    assertThat(lookout.found()).isEmpty();
    assertThat(lookout.idle()).isTrue();
  }

  @Test
  void whatIsToComeAfterwardsComesAtTheEndOfTheLook() {
    AtomicInteger closed = new AtomicInteger();
    lookout.begin(() -> SIGHT);
    lookout.afterwards(closed::incrementAndGet);
    assertThat(closed).hasValue(0);
    threads.remove().run();
    assertThat(closed).hasValue(1);
    lookout.afterwards(closed::incrementAndGet);
    assertThat(closed).hasValue(2);
  }
}
