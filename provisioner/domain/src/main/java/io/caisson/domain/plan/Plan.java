package io.caisson.domain.plan;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import java.time.Instant;
import java.util.List;

/**
 * What was decided.
 *
 * @param records to be committed together; may be none
 * @param wake when to look again if nothing happens before
 */
public record Plan(List<ClusterRecord> records, Instant wake) {
  public Plan {
    records = List.copyOf(records);
  }

  /** The calls to carry out once the records are committed. */
  public List<Effect> effects() {
    return records.stream()
        .filter(ClusterRecord.EffectIntended.class::isInstance)
        .map(ClusterRecord.EffectIntended.class::cast)
        .map(ClusterRecord.EffectIntended::effect)
        .toList();
  }
}
