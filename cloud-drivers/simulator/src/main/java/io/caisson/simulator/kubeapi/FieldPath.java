package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A field of an object in the steps of FieldsV1: {@code f:NAME}, {@code k:{KEYS}}, {@code v:VALUE}.
 *
 * @see <a
 *     href="https://github.com/kubernetes-sigs/structured-merge-diff/blob/master/fieldpath/serialize-pe.go">serialize-pe.go</a>
 */
record FieldPath(List<String> steps) implements Comparable<FieldPath> {
  static final FieldPath ROOT = new FieldPath(List.of());

  FieldPath {
    steps = List.copyOf(steps);
  }

  FieldPath then(String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return new FieldPath(longer);
  }

  boolean isBelow(FieldPath other) {
    return steps.size() > other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  String last() {
    return steps.getLast();
  }

  @Override
  public int compareTo(FieldPath other) {
    for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
      int order = steps.get(i).compareTo(other.steps.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(steps.size(), other.steps.size());
  }

  /** As messages name it: {@code .spec.containers[name="c"].image}. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (String step : steps) {
      String rest = step.substring(2);
      switch (step.charAt(0)) {
        case 'f' -> text.append('.').append(rest);
        case 'k' -> text.append('[').append(keys(rest)).append(']');
        default -> text.append("[=").append(rest).append(']');
      }
    }
    return text.toString();
  }

  private static String keys(String json) {
    try {
      List<String> parts = new ArrayList<>();
      JsonNode keys = Json.parse(json);
      keys.properties().forEach(key -> parts.add(key.getKey() + "=" + key.getValue()));
      return String.join(",", parts);
    } catch (JsonProcessingException e) {
      return json;
    }
  }
}
