package io.caisson.domain.plan;

import io.caisson.domain.cluster.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One observation of one kind of thing.
 *
 * @param version of the cluster that was loaded before the look began
 * @param begun when it began
 * @param seen all that is there; empty if the look failed, which proves nothing
 * @param unknown why it failed
 */
public record Look<T>(long version, Instant begun, Optional<List<T>> seen, String unknown) {
  public static <T> Look<T> seen(long version, Instant begun, List<T> all) {
    return new Look<>(version, begun, Optional.of(List.copyOf(all)), "");
  }

  public static <T> Look<T> unknown(long version, Instant begun, String why) {
    return new Look<>(version, begun, Optional.empty(), why);
  }

  /** The same look, as far as it is about these. */
  Look<T> only(Predicate<T> these) {
    return new Look<>(
        version, begun, seen.map(all -> all.stream().filter(these).toList()), unknown);
  }

  public List<T> all() {
    return seen.orElse(List.of());
  }

  /** Whether it began after all that is recorded about the resource had been settled. */
  boolean countsFor(Resource resource) {
    return seen.isPresent() && version >= resource.settledVersion() && !inFlight(resource);
  }

  private static boolean inFlight(Resource resource) {
    return resource.is(io.caisson.domain.cluster.Attempt.State.IN_FLIGHT);
  }
}
