package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rules of {@link Rounds}, over scripts of what happens in which order. */
class RoundsTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /** One thing that happens, after so many milliseconds. */
  record Event(What what, int cluster, int millis) {}

  enum What {
    ASK,
    ASK_CALMLY,
    CHANGE,
    END_GOOD,
    END_FAILED,
    END_REFUSED
  }

  @Provide
  Arbitrary<List<Event>> scripts() {
    return Combinators.combine(
            Arbitraries.of(What.class),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 4000))
        .as(Event::new)
        .list()
        .ofMinSize(10)
        .ofMaxSize(120);
  }

  @Property(tries = 300)
  void aLookCountsOnlyWhatBeganAfterItsVersionWasLoaded(@ForAll("scripts") List<Event> script) {
    Script run = new Script();
    script.forEach(run::play);
    assertThat(run.broken).isEmpty();
  }

  @Property(tries = 100)
  void theListRestsAtLeastAsLongAsItTook(@ForAll("scripts") List<Event> script) {
    Script run = new Script();
    script.forEach(run::play);
    for (int i = 1; i < run.spans.size(); i++) {
      Span before = run.spans.get(i - 1);
      assertThat(run.spans.get(i).begun - before.ended)
          .isGreaterThanOrEqualTo(
              Math.min(before.ended - before.begun, Rounds.LONGEST_REST.toNanos()));
    }
  }

  @Example
  void oneClusterThatChangesWaitsAsLongAsTheListTook() {
    assertThat(restAfter(20, changing("a"))).isEqualTo(20);
    assertThat(restAfter(20, changing("a"), calm("b"), calm("c"))).isEqualTo(20);
    assertThat(restAfter(3_000, changing("a"))).isEqualTo(3_000);
    assertThat(restAfter(60_000, changing("a"))).isEqualTo(Rounds.LONGEST_REST.toMillis());
  }

  @Example
  void whereSeveralChangeTheListRestsLonger() {
    assertThat(restAfter(20, changing("a"), changing("b"))).isEqualTo(60);
    assertThat(restAfter(3_000, changing("a"), calm("b"), changing("c")))
        .isEqualTo(3_000 + Rounds.SHORT_REST.toMillis());
  }

  /** Milliseconds, after a round of so many that these were given. */
  private static long restAfter(int took, Asker... given) {
    Rounds rounds = new Rounds(0);
    rounds.begin(0);
    rounds.end(took * MILLI, Rounds.End.GOOD);
    List.of(given).forEach(rounds::taken);
    Rounds.Step next = rounds.step(2, took * MILLI);
    return ((Rounds.Step.Rest) next).nanos() / MILLI;
  }

  private static Asker changing(String cluster) {
    return new Asker(cluster, 1, false);
  }

  private static Asker calm(String cluster) {
    return new Asker(cluster, 1, true);
  }

  private record Span(long begun, long ended) {}

  private record Waiting(Asker asker, long from, long asked, long loaded) {}

  /** Plays the askers by the book and notes what they were given against the rules. */
  private static final class Script {
    final List<String> broken = new ArrayList<>();
    final List<Span> spans = new ArrayList<>();
    private final Rounds rounds = new Rounds(0);
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, Long> loaded = new HashMap<>();
    private final Set<String> givenRounds = new HashSet<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long now;
    private boolean running;
    private long begun;
    private long lastBegun;
    private int round;
    private int lastRound;

    void play(Event event) {
      now += event.millis() * MILLI;
      String cluster = "cluster-" + event.cluster();
      switch (event.what()) {
        case ASK -> ask(cluster, false);
        case ASK_CALMLY -> ask(cluster, true);
        case CHANGE -> {
          versions.merge(cluster, 1L, Long::sum);
          loaded.put(cluster, now);
        }
        case END_GOOD -> end(Rounds.End.GOOD);
        case END_FAILED -> end(Rounds.End.FAILED);
        case END_REFUSED -> end(Rounds.End.REFUSED);
      }
      step();
    }

    private void ask(String cluster, boolean calm) {
      if (waiting.stream().noneMatch(one -> one.asker().cluster().equals(cluster))) {
        Asker asker = new Asker(cluster, versions.getOrDefault(cluster, 0L), calm);
        long since = calm ? loaded.getOrDefault(cluster, 0L) : now;
        waiting.add(new Waiting(asker, rounds.from(asker, now), now, since));
      }
    }

    private void end(Rounds.End how) {
      if (running) {
        rounds.end(now, how);
        running = false;
        spans.add(new Span(begun, now));
        if (how != Rounds.End.REFUSED) {
          lastBegun = begun;
          lastRound = round;
        }
      }
    }

    private void step() {
      for (Waiting one : List.copyOf(waiting)) {
        switch (rounds.step(one.from(), now)) {
          case Rounds.Step.Take _ -> take(one);
          case Rounds.Step.Wait _ -> expect(running, "waits for nothing");
          case Rounds.Step.Rest _ -> expect(!running, "rests while one runs");
          case Rounds.Step.Lead _ -> {
            expect(!running, "two at a time");
            rounds.begin(now);
            running = true;
            begun = now;
            round++;
          }
        }
      }
    }

    private void take(Waiting one) {
      waiting.remove(one);
      rounds.taken(one.asker());
      expect(lastBegun >= one.loaded(), "a list from before its version was loaded");
      expect(lastBegun >= one.asked() - Rounds.FRESH.toNanos(), "an old list for " + one.asker());
      expect(givenRounds.add(one.asker().cluster() + " " + lastRound), "the same list twice");
    }

    private void expect(boolean right, String what) {
      if (!right) {
        broken.add(what);
      }
    }
  }
}
