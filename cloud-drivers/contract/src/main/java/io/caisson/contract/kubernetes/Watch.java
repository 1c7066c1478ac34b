package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An open watch, and the events that it has brought so far. */
final class Watch implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private final HttpResponse<Stream<String>> response;
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final Thread reader;

  Watch(HttpResponse<Stream<String>> response) {
    this.response = response;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  int status() {
    return response.statusCode();
  }

  List<JsonNode> events() {
    return List.copyOf(events);
  }

  /** Waits for an event of this type about the object with this name. */
  JsonNode event(String type, String name) {
    return event(e -> is(e, type) && e.at("/object/metadata/name").asText().equals(name));
  }

  JsonNode event(String type) {
    return event(e -> is(e, type));
  }

  JsonNode event(Predicate<JsonNode> wanted) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> events.stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until the server has ended it. */
  List<JsonNode> ended() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> !reader.isAlive());
    return events();
  }

  @Override
  public void close() {
    response.body().close();
  }

  static boolean is(JsonNode event, String type) {
    return event.path("type").asText().equals(type);
  }

  private void read() {
    try {
      response.body().forEach(line -> events.add(Doc.parsed(line)));
    } catch (java.io.UncheckedIOException closed) {
      // the case has seen enough
    }
  }
}
