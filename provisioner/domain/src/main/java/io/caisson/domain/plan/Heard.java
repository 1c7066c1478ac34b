package io.caisson.domain.plan;

import io.caisson.domain.cluster.ClusterRecord;
import java.util.List;

/**
 * What came in since the last decision.
 *
 * @param settled outcomes of effects, as records
 * @param pings what guests told, as records
 */
public record Heard(
    List<ClusterRecord.EffectSettled> settled, List<ClusterRecord.MachinePinged> pings) {
  public static final Heard NOTHING = new Heard(List.of(), List.of());

  public Heard {
    settled = List.copyOf(settled);
    pings = List.copyOf(pings);
  }
}
