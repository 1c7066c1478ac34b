package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * One watch: sends each change of what it selects as a line of JSON until its time is up or the
 * caller goes. The store calls it under its lock; everything is written on the connection's own
 * event loop, in order.
 */
final class WatchStream implements Consumer<WatchEvent> {
  private static final long USUAL_SECONDS = 1800;
  private static final long BOOKMARK_BEFORE_END_MILLIS = 2000;
  private static final long BOOKMARK_EVERY_MILLIS = 60_000;

  private final ObjectStore store;
  private final Timeline timeline;
  private final Target target;
  private final Query query;
  private final Selection selection;
  private final View view;
  private final HttpServerResponse response;
  private final Context context;
  private boolean first = true;
  private boolean open = true;
  private long told;
  private long seen;

  WatchStream(
      ObjectStore store, Timeline timeline, Target target, Call call, HttpServerResponse response) {
    this.store = store;
    this.timeline = timeline;
    this.target = target;
    this.query = call.query();
    this.selection = Selection.of(target, query);
    this.view = new View(target.resource(), call);
    this.response = response;
    this.context = Vertx.currentContext();
  }

  /** Begins; everything of the stream then happens on this event loop. */
  void start() {
    requireVersionMatch();
    response.setChunked(true).putHeader("Content-Type", "application/json");
    response.writeHead();
    response.closeHandler(gone -> close());
    response.exceptionHandler(broken -> close());
    long from = query.number("resourceVersion", 0);
    boolean initial =
        query.isGiven("sendInitialEvents") ? query.flag("sendInitialEvents") : from == 0;
    boolean kept =
        initial ? store.atomically(this::beginWithAll) : store.watch(target.resource(), from, this);
    if (!kept) {
      ApiFault expired =
          Status.expired("too old resource version: %d (%d)".formatted(from, store.version()));
      write("ERROR", expired.status());
      response.end();
      return;
    }
    setTimers();
  }

  private void requireVersionMatch() {
    boolean matched = query.text("resourceVersionMatch").equals("NotOlderThan");
    if (query.isGiven("sendInitialEvents") && !matched) {
      throw Status.invalid(
          "ListOptions.meta.k8s.io",
          List.of(
              new Status.Cause(
                  "FieldValueForbidden",
                  "Forbidden: sendInitialEvents requires setting resourceVersionMatch to"
                      + " NotOlderThan",
                  "resourceVersionMatch")));
    }
  }

  @Override
  public void accept(WatchEvent event) {
    boolean was = event.before() != null && selection.covers(event.key(), event.before());
    boolean is = event.after() != null && selection.covers(event.key(), event.after());
    context.runOnContext(
        later -> {
          seen = event.version();
          if (is) {
            send(was ? "MODIFIED" : "ADDED", event.last());
          } else if (was) {
            send("DELETED", lastSelected(event));
          }
        });
  }

  /** What leaves the selection is shown as it was in it, with the version of its leaving. */
  private static ObjectNode lastSelected(WatchEvent event) {
    ObjectNode before = event.before();
    if (before == null || event.after() == null) {
      return event.last();
    }
    ObjectNode shown = before.deepCopy();
    Json.child(shown, "metadata").put("resourceVersion", Long.toString(event.version()));
    return shown;
  }

  /** All that there is as if it had just been created, then what comes. */
  private boolean beginWithAll() {
    ObjectStore.Content content = store.all(target.resource());
    content.objects().entrySet().stream()
        .filter(entry -> selection.covers(entry.getKey(), entry.getValue()))
        .forEach(entry -> send("ADDED", entry.getValue()));
    if (query.flag("sendInitialEvents") && query.flag("allowWatchBookmarks")) {
      ObjectNode bookmark = bookmark(content.version());
      Json.child(Json.child(bookmark, "metadata"), "annotations")
          .put("k8s.io/initial-events-end", "true");
      write("BOOKMARK", bookmark);
    }
    seen = content.version();
    told = seen;
    return store.watch(target.resource(), content.version(), this);
  }

  private void setTimers() {
    long seconds = query.number("timeoutSeconds", 0);
    long millis = 1000 * (seconds > 0 ? seconds : USUAL_SECONDS);
    Vertx vertx = context.owner();
    long end = vertx.setTimer(millis, timer -> end());
    long regular = vertx.setPeriodic(BOOKMARK_EVERY_MILLIS, timer -> sendBookmark());
    long last =
        vertx.setTimer(Math.max(1, millis - BOOKMARK_BEFORE_END_MILLIS), timer -> sendBookmark());
    response.endHandler(done -> cancel(vertx, end, regular, last));
    response.closeHandler(
        gone -> {
          cancel(vertx, end, regular, last);
          close();
        });
  }

  private static void cancel(Vertx vertx, long... timers) {
    for (long timer : timers) {
      vertx.cancelTimer(timer);
    }
  }

  /** Only if there is something new to say. */
  private void sendBookmark() {
    if (query.flag("allowWatchBookmarks") && seen > told) {
      told = seen;
      write("BOOKMARK", bookmark(seen));
    }
  }

  private ObjectNode bookmark(long version) {
    ObjectNode object =
        Json.object()
            .put("kind", target.resource().kind())
            .put("apiVersion", target.resource().groupVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(version));
    return object;
  }

  private void send(String type, ObjectNode object) {
    told = Math.max(told, object.path("metadata").path("resourceVersion").asLong());
    write(type, view.event(object, timeline.now(), first));
    first = false;
  }

  private void write(String type, JsonNode object) {
    if (open && !response.ended()) {
      ObjectNode event = Json.object().put("type", type);
      event.set("object", object);
      response.write(Buffer.buffer(Json.bytes(event)).appendString("\n"));
    }
  }

  private void end() {
    if (open && !response.ended()) {
      close();
      response.end();
    }
  }

  private void close() {
    open = false;
    store.unwatch(target.resource(), this);
  }
}
