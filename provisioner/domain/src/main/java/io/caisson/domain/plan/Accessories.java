package io.caisson.domain.plan;

import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.Volume;
import java.time.Instant;

/** What was seen of things that only some clusters have: only those ask for them. */
public record Accessories(Look<Volume> volumes, Look<ServerGroup> serverGroups) {
  /** Nothing was looked at. */
  public static Accessories none(long version, Instant now) {
    return new Accessories(
        Look.unknown(version, now, "not looked at"), Look.unknown(version, now, "not looked at"));
  }
}
