package io.caisson.simulator.model;

import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * A data centre in memory. Safe to share between threads: one of them at a time owns it. With a
 * {@link VirtualTimeline} and a seeded source it behaves the same in every JVM.
 */
public final class DataCentre implements GuestSide {
  private final ReentrantLock lock = new ReentrantLock();
  private final World world;
  private final Plant plant;

  public DataCentre(Settings settings) {
    this.world = new World(settings, this::own);
    this.plant = new Plant(world);
  }

  /** Looks at it. */
  public <T> T look(Function<Plant, T> at) {
    lock.lock();
    try {
      return at.apply(plant);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Changes it, and logs that somebody asked.
   *
   * @param asker who asks
   * @param question what is asked for, in the asker's own terms
   * @throws Refusal if it is not done; then nothing has changed
   */
  public <T> T change(String asker, String question, Function<Plant, T> how) {
    lock.lock();
    try {
      world.record(LogEntry.Event.ASKED, "call", asker, Map.of("question", question));
      return how.apply(plant);
    } catch (Refusal refused) {
      world.record(LogEntry.Event.REFUSED, "call", asker, Map.of("type", refused.type()));
      throw refused;
    } finally {
      lock.unlock();
    }
  }

  /** Furnishes it before anybody asks. */
  public void furnish(Consumer<Plant> how) {
    own(() -> how.accept(plant));
  }

  public void listen(InstanceListener listener) {
    world.listen(listener);
  }

  public DataCentreLog log() {
    return world.log();
  }

  public Timing timing() {
    return world.timing();
  }

  @Override
  public Timeline timeline() {
    return world.timeline();
  }

  @Override
  public void appendConsole(String instanceId, String text) {
    own(() -> plant.servers().get(instanceId).ifPresent(s -> plant.servers().print(s, text)));
  }

  @Override
  public void powerOff(String instanceId) {
    own(() -> plant.servers().get(instanceId).ifPresent(plant.servers()::powerOff));
  }

  private void own(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param random where all ids and all chance come from
   */
  public record Settings(
      Timeline timeline, RandomGenerator random, Timing timing, Troubles troubles) {}
}
