package io.caisson.spi.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects are meant, by their labels: all requirements must be met.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">Labels</a>
 */
public record LabelSelector(List<Requirement> requirements) {
  /** Selects all. */
  public static final LabelSelector ALL = new LabelSelector(List.of());

  /** Selects none. */
  public static final LabelSelector NONE =
      new LabelSelector(List.of(new Requirement("", Operator.IN, List.of())));

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /** Those with all of these labels. */
  public static LabelSelector of(Map<String, String> labels) {
    return new LabelSelector(
        labels.entrySet().stream()
            .map(each -> new Requirement(each.getKey(), Operator.IN, List.of(each.getValue())))
            .toList());
  }

  public boolean selects(Map<String, String> labels) {
    return requirements.stream().allMatch(each -> each.isMetBy(labels));
  }

  /** As Kubernetes spells them: In, NotIn, Exists, DoesNotExist. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /**
   * @param values for IN and NOT_IN
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }

    boolean isMetBy(Map<String, String> labels) {
      Optional<String> value = Optional.ofNullable(labels.get(key));
      return switch (operator) {
        case IN -> value.filter(values::contains).isPresent();
        case NOT_IN -> value.filter(values::contains).isEmpty();
        case EXISTS -> value.isPresent();
        case DOES_NOT_EXIST -> value.isEmpty();
      };
    }
  }
}
