package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.plan.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1)
class LivesTest {
  private static final int SEEDS = Integer.getInteger("caisson.lives", 1000);

  @Test
  void noPromiseIsBrokenInAThousandLives() {
    List<Judged> all =
        LongStream.range(0, SEEDS)
            .parallel()
            .mapToObj(seed -> judged(Life.live(seed, Faults.ALL)))
            .toList();
    Hits hits = new Hits();
    all.forEach(one -> hits.addAll(one.hits()));
    List<String> broken = all.stream().flatMap(one -> one.broken().stream()).toList();
    hits.counts().forEach((what, count) -> System.out.printf("%8d %s%n", count, what));
    assertThat(broken).isEmpty();
    if (SEEDS >= 1000) {
      assertThat(hits.counts().entrySet().stream().filter(one -> one.getValue() < 50))
          .extracting(Map.Entry::getKey)
          .isEmpty();
    }
  }

  private record Judged(Hits hits, List<String> broken) {}

  /** Also: with nothing wrong, a cluster at rest is gone before its next look would have come. */
  private static Judged judged(Life.Report report) {
    List<String> broken = new ArrayList<>(report.broken());
    if (report.fine() && report.leaving().compareTo(Policy.DEFAULT.rest()) >= 0) {
      broken.add("it took %s to go".formatted(report.leaving()));
    }
    return new Judged(
        report.hits(),
        broken.stream().map(text -> "seed %d: %s".formatted(report.seed(), text)).toList());
  }

  @Test
  void theSameSeedsGiveTheSameJournalsInAnotherJvm() throws IOException, InterruptedException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                path,
                JournalDigest.class.getName(),
                "0",
                "8")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String own = JournalDigest.of(0, 8);
    String digest = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(digest.strip().lines().toList().getLast()).isEqualTo(own);
  }
}
