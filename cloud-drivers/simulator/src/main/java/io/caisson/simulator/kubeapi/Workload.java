package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What the controllers of workloads share: their pods, made from a template. */
final class Workload {
  private final ClusterClient client;

  Workload(ClusterClient client) {
    this.client = client;
  }

  /** The pods that this owner controls, after it has adopted those that nobody does. */
  List<ObjectNode> podsOf(JsonNode owner) {
    Predicate<JsonNode> selected = LabelSelector.of(owner.path("spec").path("selector"));
    List<ObjectNode> own = new ArrayList<>();
    for (ObjectNode pod : client.list("pods")) {
      if (Things.isControlledBy(pod, owner)) {
        own.add(pod);
      } else if (Things.space(pod).equals(Things.space(owner))
          && selected.test(pod)
          && Things.controller(pod).isEmpty()
          && Things.isActive(pod)
          && !Things.isDying(owner)) {
        own.add(adopt(pod, owner));
      }
    }
    return own;
  }

  private ObjectNode adopt(JsonNode pod, JsonNode owner) {
    return client.change(
        "pods",
        Things.space(pod),
        Things.name(pod),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "metadata").withArray("ownerReferences").addAll(Things.ownedBy(owner));
          return after;
        });
  }

  /** A pod of the owner's template that still has no name. */
  static ObjectNode pod(JsonNode owner) {
    JsonNode template = owner.path("spec").path("template");
    ObjectNode pod = Json.object().put("kind", "Pod").put("apiVersion", "v1");
    ObjectNode metadata = pod.putObject("metadata").put("namespace", Things.space(owner));
    for (String field : List.of("labels", "annotations", "finalizers")) {
      JsonNode value = template.path("metadata").path(field);
      if (!value.isMissingNode()) {
        metadata.set(field, value.deepCopy());
      }
    }
    metadata.set("ownerReferences", Things.ownedBy(owner));
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  static ObjectNode named(ObjectNode pod, String name) {
    Json.child(pod, "metadata").put("name", name);
    return pod;
  }

  static ObjectNode labelled(ObjectNode pod, String label, String value) {
    Json.child(Json.child(pod, "metadata"), "labels").put(label, value);
    return pod;
  }

  static String label(JsonNode object, String label) {
    return object.path("metadata").path("labels").path(label).asText();
  }

  void delete(JsonNode pod) {
    client.delete(new ClusterClient.Named("pods", Things.space(pod), Things.name(pod)));
  }

  /** Writes the status if it is another. */
  void report(String plural, ObjectNode object, ObjectNode status) {
    if (!status.equals(object.path("status"))) {
      client.changeThrough(
          "status",
          new ClusterClient.Named(plural, Things.space(object), Things.name(object)),
          before -> {
            ObjectNode after = before.deepCopy();
            after.set("status", status);
            return after;
          });
    }
  }

  /** Ten letters that stand for the template, whatever the order of its fields. */
  static String hash(JsonNode template) {
    return letters(canonical(template).toString());
  }

  private static JsonNode canonical(JsonNode value) {
    if (value instanceof ObjectNode object) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      object.properties().forEach(f -> sorted.put(f.getKey(), canonical(f.getValue())));
      sorted.remove("pod-template-hash");
      sorted.values().removeIf(v -> v.isNull() || (v.isContainerNode() && v.isEmpty()));
      ObjectNode result = Json.object();
      sorted.forEach(result::set);
      return result;
    }
    if (value instanceof ArrayNode list) {
      ArrayNode result = Json.array();
      list.forEach(element -> result.add(canonical(element)));
      return result;
    }
    return value;
  }

  private static String letters(String text) {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    long left = Integer.toUnsignedLong(text.hashCode()) * 2654435761L;
    StringBuilder hash = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      hash.append(letters.charAt((int) Long.remainderUnsigned(left, letters.length())));
      left = Long.divideUnsigned(left, letters.length()) + i * 31L;
    }
    return hash.toString();
  }

  static Duration minReady(JsonNode owner) {
    return Duration.ofSeconds(owner.path("spec").path("minReadySeconds").asLong(0));
  }
}
