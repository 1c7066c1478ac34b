package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Placement;
import io.caisson.service.api.http.Fields;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The label {@value #LABEL}, which is called as Magnum's setting of that meaning: one server group
 * for the machines of each node group.
 */
final class PlacementForm {
  private static final String LABEL = "nodes_affinity_policy";

  private PlacementForm() {}

  /**
   * @param otherwise if the labels do not say it
   */
  static Optional<Placement> read(
      Fields fields, SortedMap<String, String> labels, Optional<Placement> otherwise) {
    String word = labels.getOrDefault(LABEL, "").strip();
    if (word.isEmpty()) {
      return otherwise;
    }
    Optional<Placement> known = Placement.of(word);
    if (known.isEmpty() && !word.equals(Placement.NONE)) {
      fields.problem("labels." + LABEL, "must be one of " + Placement.words());
    }
    return known;
  }
}
