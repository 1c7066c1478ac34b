package io.caisson.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How long after a change of a cluster its readers have the event: from the time that the journal's
 * line bears to the arrival of the line, by one clock. Some clusters have a reader each, and are
 * paused and resumed in turn.
 */
final class BenchEvents {
  private static final int READERS = 10;
  private static final int CHANGES = 24;
  private static final double BOUND = 0.25;

  /** No multiple of what the service may look by, so that changes come at any of its moments. */
  private static final Duration BETWEEN = Duration.ofMillis(37);

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String DATA = "data:";

  private final Service service;
  private final String url;
  private final Clock clock;

  BenchEvents(Service service, EnvFile env, Clock clock) {
    this.service = service;
    this.url = env.need("CAISSON_URL");
    this.clock = clock;
  }

  List<Figure> run() {
    List<String> ids =
        service.clusters().stream().limit(READERS).map(one -> one.path("id").asText()).toList();
    List<Duration> all = measured(ids).stream().sorted().toList();
    return List.of(figure("p50", all, 50), figure("p99", all, 99));
  }

  private static Figure figure(String which, List<Duration> all, int percent) {
    Duration took = all.get(all.size() * percent / 100);
    return Figure.atMost(
        "change to event, %s of %d".formatted(which, all.size()),
        "s",
        took.toMillis() / 1000.0,
        BOUND,
        "none");
  }

  private List<Duration> measured(List<String> ids) {
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      CountDownLatch reading = new CountDownLatch(ids.size());
      Instant begun = clock.instant();
      List<Future<List<Duration>>> readers =
          ids.stream().map(id -> threads.submit(reader(id, begun, reading))).toList();
      mustBe(reading.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "no events of a journal came");
      change(ids);
      threads.shutdown();
      mustBe(threads.awaitTermination(LIMIT.toSeconds(), TimeUnit.SECONDS), "events are missing");
      return readers.stream().flatMap(one -> BenchClusters.answer(one).stream()).toList();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(CommandFailed.Exit.FAILED, "interrupted");
    } finally {
      threads.shutdownNow();
    }
  }

  private static void mustBe(boolean inTime, String otherwise) {
    if (!inTime) {
      throw new CommandFailed(
          CommandFailed.Exit.TIMED_OUT, "%s in %d s".formatted(otherwise, LIMIT.toSeconds()));
    }
  }

  /** Each line of the journal is one event; those of before are read and not counted. */
  private Callable<List<Duration>> reader(String id, Instant begun, CountDownLatch reading) {
    return () -> {
      try (Stream<String> lines =
          service.session().lines("%s/api/v1/clusters/%s/events".formatted(url, id))) {
        List<Duration> late = new ArrayList<>();
        var events = lines.filter(line -> line.startsWith(DATA)).iterator();
        for (boolean first = true; late.size() < CHANGES && events.hasNext(); first = false) {
          Instant at = at(events.next());
          if (!at.isBefore(begun)) {
            late.add(Duration.between(at, clock.instant()));
          }
          if (first) {
            reading.countDown();
          }
        }
        return late;
      }
    };
  }

  static Instant at(String line) throws JsonProcessingException {
    JsonNode entry = Http.JSON.readTree(line.substring(DATA.length()));
    return Instant.parse(entry.path("at").asText());
  }

  private void change(List<String> ids) {
    for (int change = 0; change < CHANGES; change++) {
      for (String id : ids) {
        String verb = change % 2 == 0 ? "pause" : "resume";
        service.post(
            "/clusters/%s/%s".formatted(Service.part(id), verb), Http.JSON.createObjectNode());
        Pause.of(BETWEEN);
      }
    }
  }
}
