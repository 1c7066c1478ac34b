package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Questions that every loop asks of an object. */
final class Things {
  private static final String METADATA = "metadata";

  private Things() {}

  public static String name(JsonNode object) {
    return object.path(METADATA).path("name").asText();
  }

  public static String space(JsonNode object) {
    return object.path(METADATA).path("namespace").asText();
  }

  public static String uid(JsonNode object) {
    return object.path(METADATA).path("uid").asText();
  }

  static boolean isDying(JsonNode object) {
    return object.path(METADATA).has("deletionTimestamp");
  }

  static long generation(JsonNode object) {
    return object.path(METADATA).path("generation").asLong();
  }

  static Instant created(JsonNode object) {
    return Instant.parse(object.path(METADATA).path("creationTimestamp").asText());
  }

  /** The reference to the one owner that controls it. */
  static Optional<JsonNode> controller(JsonNode object) {
    return Json.each(object.path(METADATA).path("ownerReferences"))
        .filter(owner -> owner.path("controller").asBoolean())
        .findFirst();
  }

  static boolean isControlledBy(JsonNode object, JsonNode owner) {
    return controller(object).filter(o -> o.path("uid").asText().equals(uid(owner))).isPresent();
  }

  /** The reference that a controller writes into what it makes. */
  static ArrayNode ownedBy(JsonNode owner) {
    ArrayNode owners = Json.array();
    owners
        .addObject()
        .put("apiVersion", owner.path("apiVersion").asText())
        .put("kind", owner.path("kind").asText())
        .put("name", name(owner))
        .put("uid", uid(owner))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    return owners;
  }

  static Optional<JsonNode> condition(JsonNode object, String type) {
    return Json.each(object.path("status").path("conditions"))
        .filter(c -> c.path("type").asText().equals(type))
        .findFirst();
  }

  static boolean isTrue(JsonNode object, String condition) {
    return condition(object, condition)
        .filter(c -> c.path("status").asText().equals("True"))
        .isPresent();
  }

  /**
   * Sets the condition in an object's status; the time of its last transition stays if its status
   * does.
   */
  static void put(ObjectNode object, ObjectNode condition, Instant now) {
    ArrayNode conditions = Json.child(object, "status").withArray("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      JsonNode before = conditions.get(i);
      if (before.path("type").equals(condition.path("type"))) {
        boolean same = before.path("status").equals(condition.path("status"));
        String time = before.path("lastTransitionTime").asText();
        conditions.set(i, condition.put("lastTransitionTime", same ? time : seconds(now)));
        return;
      }
    }
    conditions.add(condition.put("lastTransitionTime", seconds(now)));
  }

  static ObjectNode condition(String type, boolean status, String reason, String message) {
    return Json.object()
        .put("type", type)
        .put("status", status ? "True" : "False")
        .put("reason", reason)
        .put("message", message);
  }

  static boolean isReady(JsonNode pod) {
    return isTrue(pod, "Ready");
  }

  /** Ready for at least that long. */
  static boolean isAvailable(JsonNode pod, Duration least, Instant now) {
    return condition(pod, "Ready")
        .filter(c -> c.path("status").asText().equals("True"))
        .map(c -> c.path("lastTransitionTime").asText())
        .filter(since -> least.isZero() || !Instant.parse(since).plus(least).isAfter(now))
        .isPresent();
  }

  /** It has run and will not run again. */
  static boolean isOver(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  static boolean isActive(JsonNode pod) {
    return !isDying(pod) && !isOver(pod);
  }

  public static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** The value of an int-or-string: a number, or a share of a whole. */
  static int scaled(JsonNode value, int whole, boolean up) {
    String text = value.asText();
    if (!text.endsWith("%")) {
      return value.asInt();
    }
    double part = Integer.parseInt(text.substring(0, text.length() - 1)) * whole / 100.0;
    return (int) (up ? Math.ceil(part) : Math.floor(part));
  }
}
