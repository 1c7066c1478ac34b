package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterStore;
import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A cluster's journal as server-sent events, from the line after the one that the reader saw last.
 * Each has the line's sequence number as id. After the last line of a cluster that is gone comes
 * the event {@code gone}, and the stream ends. In long pauses a comment says that the stream is
 * alive.
 */
final class JournalStream {
  private static final int LINES = 200;

  /** A line comes within it and the time of a query, which are less than 250 ms together. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final int ALIVE_EVERY = 75;

  private final ClusterStore store;
  private final ClusterId cluster;
  private final Scheduler threads;
  private final AtomicLong last;
  private int silent;

  private record Part(List<Event<String>> events, boolean end) {}

  JournalStream(ClusterStore store, ClusterId cluster, Scheduler threads, long after) {
    this.store = store;
    this.cluster = cluster;
    this.threads = threads;
    this.last = new AtomicLong(after);
  }

  Flux<Event<String>> events() {
    return Mono.fromCallable(this::part)
        .subscribeOn(threads)
        .repeatWhen(ends -> ends.delayElements(PAUSE))
        .takeUntil(Part::end)
        .concatMapIterable(Part::events);
  }

  /** Whether it is gone is asked before its lines, so that the last line is among them. */
  private Part part() {
    boolean gone = store.load(cluster).flatMap(Cluster::gone).isPresent();
    List<Event<String>> events = new ArrayList<>();
    List<ClusterStore.Line> lines = store.journal(cluster, last.get(), LINES);
    for (ClusterStore.Line line : lines) {
      events.add(event(line));
      last.set(line.sequence());
    }
    boolean end = gone && lines.size() < LINES;
    if (end) {
      events.add(Event.of("{}").name("gone").id(Long.toString(last.get())));
    }
    alive(events).ifPresent(events::add);
    return new Part(events, end);
  }

  private Optional<Event<String>> alive(List<Event<String>> events) {
    silent = events.isEmpty() ? silent + 1 : 0;
    if (silent < ALIVE_EVERY) {
      return Optional.empty();
    }
    silent = 0;
    return Optional.of(Event.of("").comment("alive"));
  }

  private static Event<String> event(ClusterStore.Line line) {
    return Event.of(Json.write(JournalPage.Entry.of(line)))
        .id(Long.toString(line.sequence()))
        .name("journal");
  }
}
