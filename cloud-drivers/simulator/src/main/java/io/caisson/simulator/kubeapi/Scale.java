package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;

/** The subresource {@code scale}: how many replicas there are and are wanted, whatever the kind. */
final class Scale {
  private Scale() {}

  static ObjectNode of(JsonNode object) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      metadata.set(field, object.path("metadata").path(field));
    }
    scale.putObject("spec").put("replicas", object.path("spec").path("replicas").asInt());
    String selector =
        object.path("spec").path("selector").path("matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asText())
            .collect(Collectors.joining(","));
    scale
        .putObject("status")
        .put("replicas", object.path("status").path("replicas").asInt())
        .put("selector", selector);
    return scale;
  }

  /** The object with what the scale says. */
  static ObjectNode into(ObjectNode object, JsonNode scale) {
    ObjectNode after = object.deepCopy();
    Json.child(after, "spec").put("replicas", scale.path("spec").path("replicas").asInt());
    String version = scale.path("metadata").path("resourceVersion").asText();
    if (!version.isEmpty()) {
      Json.child(after, "metadata").put("resourceVersion", version);
    }
    return after;
  }
}
