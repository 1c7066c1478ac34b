package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** New CustomResourceDefinitions: accepted at once. */
final class Definitions {
  private Definitions() {}

  /** Names that are left out, and the status of a definition that is accepted. */
  static void begin(ObjectNode object) {
    ObjectNode spec = Json.child(object, "spec");
    ObjectNode names = Json.child(spec, "names");
    String kind = names.path("kind").asText();
    putIfAbsent(names, "singular", kind.toLowerCase(java.util.Locale.ROOT));
    putIfAbsent(names, "listKind", kind + "List");
    Json.child(spec, "conversion").put("strategy", "None");
    String created = object.path("metadata").path("creationTimestamp").asText();
    ObjectNode status = object.putObject("status");
    for (String[] condition :
        new String[][] {
          {"NamesAccepted", "NoConflicts", "no conflicts found"},
          {"Established", "InitialNamesAccepted", "the initial names have been accepted"}
        }) {
      status
          .withArray("conditions")
          .addObject()
          .put("type", condition[0])
          .put("status", "True")
          .put("lastTransitionTime", created)
          .put("reason", condition[1])
          .put("message", condition[2]);
    }
    status.set("acceptedNames", names.deepCopy());
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean()) {
        status.withArray("storedVersions").add(version.path("name"));
      }
    }
  }

  private static void putIfAbsent(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
