package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.LabelSelector.Requirement;
import java.util.stream.Collectors;

/**
 * Label selectors as a query spells them.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api">LIST
 *     and WATCH filtering</a>
 */
final class Selectors {
  private Selectors() {}

  static String text(LabelSelector labels) {
    return labels.requirements().stream().map(Selectors::text).collect(Collectors.joining(","));
  }

  private static String text(Requirement one) {
    String values = "(" + String.join(",", one.values()) + ")";
    return switch (one.operator()) {
      case IN -> one.key() + " in " + values;
      case NOT_IN -> one.key() + " notin " + values;
      case EXISTS -> one.key();
      case DOES_NOT_EXIST -> "!" + one.key();
    };
  }
}
