package io.caisson.simulator.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** What all parts of the data centre share: time, ids, chance, the log, and who listens. */
final class World {
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Ids ids;
  private final Timing timing;
  private final Troubles troubles;
  private final Executor owner;
  private final DataCentreLog log;
  private final List<InstanceListener> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param owner runs an action while nobody else touches the data centre
   */
  World(DataCentre.Settings settings, Executor owner) {
    this.timeline = settings.timeline();
    this.random = settings.random();
    this.ids = new Ids(random);
    this.timing = settings.timing();
    this.troubles = settings.troubles();
    this.owner = owner;
    this.log = new DataCentreLog(timeline::now);
  }

  Instant now() {
    return timeline.now();
  }

  Timeline timeline() {
    return timeline;
  }

  Ids ids() {
    return ids;
  }

  Troubles troubles() {
    return troubles;
  }

  Timing timing() {
    return timing;
  }

  DataCentreLog log() {
    return log;
  }

  void record(LogEntry.Event event, String kind, String id, Map<String, String> facts) {
    log.add(event, kind, id, facts);
  }

  Card card(String project, String name, String description) {
    return new Card(ids.uuid(), project, name, description, now());
  }

  /** Does it after about this share of the time that a server takes. */
  void after(double share, Runnable action) {
    Duration whole = timing.vary(timing.vm(), random);
    schedule(Duration.ofNanos(Math.round(whole.toNanos() * share)), action);
  }

  /** Does it after the time that the removal of a server takes. */
  void afterRemoval(Runnable action) {
    schedule(timing.vary(timing.removal(), random), action);
  }

  private void schedule(Duration delay, Runnable action) {
    timeline.schedule(delay, () -> owner.execute(action));
  }

  void listen(InstanceListener listener) {
    listeners.add(listener);
  }

  /** Tells the listeners after the present change, in order, without the owner's lock. */
  void tell(Consumer<InstanceListener> news) {
    timeline.schedule(Duration.ZERO, () -> listeners.forEach(news));
  }
}
