package io.caisson.domain.disruption;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How long a machine has to be Ready before it counts as available, as {@code minReadySeconds} of
 * Deployments and of Cluster API's MachineDeployments say it. One that was Ready before and then
 * was not is believed later than one that becomes Ready for the first time: a Node that flaps is
 * Ready each time for a while.
 *
 * @param first for a machine that becomes Ready for the first time
 * @param again for one whose Node was Ready before and then was not
 */
public record Steadiness(Duration first, Duration again) {
  public static final String LABEL = "min_ready_seconds";

  /** Longer than a controller needs to call a silent Node not Ready (40 to 50 s). */
  private static final Duration AGAIN = Duration.ofSeconds(60);

  private static final int MOST = 3600;

  /** What holds for a cluster whose labels say nothing. */
  public static final Steadiness USUAL = new Steadiness(Duration.ZERO, AGAIN);

  /**
   * Of a cluster with these labels.
   *
   * @throws IllegalArgumentException for a label that cannot be read
   */
  public static Steadiness of(Map<String, String> labels) {
    return Optional.ofNullable(labels.get(LABEL)).map(Steadiness::parse).orElse(USUAL);
  }

  /** The same; a label that cannot be read, which no cluster is accepted with, says nothing. */
  public static Steadiness ofKnown(Map<String, String> labels) {
    try {
      return of(labels);
    } catch (IllegalArgumentException unreadable) {
      return USUAL;
    }
  }

  private static Steadiness parse(String text) {
    if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) > MOST) {
      throw new IllegalArgumentException(
          "'%s' is no number of seconds from 0 to %d".formatted(text, MOST));
    }
    Duration first = Duration.ofSeconds(Integer.parseInt(text));
    return new Steadiness(first, first.compareTo(AGAIN) > 0 ? first : AGAIN);
  }

  /** Whether a machine is Ready and has been so for long enough. */
  public boolean believes(Machine machine, Instant now) {
    return machine.state() == MachineState.READY && !now.isBefore(from(machine));
  }

  /** When the next of a cluster's machines that are Ready now will have been so for long enough. */
  public static Optional<Instant> next(Cluster cluster, Instant now) {
    Steadiness rule = ofKnown(cluster.spec().labels());
    return cluster.machines().values().stream()
        .filter(machine -> machine.state() == MachineState.READY)
        .map(rule::from)
        .filter(now::isBefore)
        .min(Instant::compareTo);
  }

  private Instant from(Machine machine) {
    return machine.since().plus(machine.lapsed().isPresent() ? again : first);
  }
}
