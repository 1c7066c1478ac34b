package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/** Which objects of a kind a list or a watch is about. */
record Selection(String namespace, Predicate<JsonNode> labelsAndFields, boolean narrowed) {
  static Selection of(Target target, Query query) {
    String labels = query.text("labelSelector");
    String fields = query.text("fieldSelector");
    Predicate<JsonNode> both =
        LabelSelector.parse(labels).and(FieldSelector.parse(target.resource(), fields));
    return new Selection(target.namespace(), both, !labels.isBlank() || !fields.isBlank());
  }

  boolean covers(ObjectKey key, JsonNode object) {
    return (namespace.isEmpty() || namespace.equals(key.namespace()))
        && labelsAndFields.test(object);
  }
}
