package io.caisson.service.engine;

import io.caisson.service.meters.Exposition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How this replica is, for whoever runs it. */
public interface Vitals extends Exposition.Work {
  /** After so long without a look at the clusters a replica does not do its work. */
  Duration BLIND = Duration.ofSeconds(15);

  /** When the database last said which clusters are whose; empty before it first did. */
  Optional<Instant> lastLook();
}
