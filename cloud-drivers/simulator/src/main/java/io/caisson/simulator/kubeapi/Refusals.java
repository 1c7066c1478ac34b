package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The Status objects of those who are asked before something is done, word for word. */
final class Refusals {
  private Refusals() {}

  /** 403 while a namespace goes. */
  static ApiFault terminating(ApiResource resource, String name, String space) {
    ObjectNode details = Status.details(resource, name);
    details
        .putArray("causes")
        .addObject()
        .put("reason", "NamespaceTerminating")
        .put("message", "namespace %s is being terminated".formatted(space))
        .put("field", "metadata.namespace");
    String text =
        "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being"
                .formatted(resource.qualified(), name, space)
            + " terminated";
    return Status.fault(403, "Forbidden", text, details);
  }

  /** 409 of server-side apply. */
  static ApiFault applyConflict(String text, List<Status.Cause> causes) {
    ObjectNode details = Json.object();
    causes.forEach(cause -> details.withArray("causes").add(cause.tree()));
    return Status.fault(409, "Conflict", text, details);
  }

  /** By an admission webhook, which may choose code and reason. */
  static ApiFault denied(String webhook, JsonNode answer) {
    String why = answer.path("message").asText(answer.path("reason").asText());
    String text =
        "admission webhook \"%s\" denied the request".formatted(webhook)
            + (why.isEmpty() ? " without explanation" : ": " + why);
    int code = answer.path("code").asInt(403);
    ObjectNode status = Status.head("Failure").put("message", text);
    String reason = answer.path("reason").asText(code == 403 ? "Forbidden" : "");
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    return new ApiFault(code, status.put("code", code), 0);
  }

  /** 429 because of a budget; only what the controller has not yet seen is worth a wait. */
  static ApiFault disruptionBudget(String why, int retrySeconds) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("reason", "DisruptionBudget").put("message", why);
    if (retrySeconds > 0) {
      details.put("retryAfterSeconds", retrySeconds);
    }
    String text = "Cannot evict pod as it would violate the pod's disruption budget.";
    ObjectNode status = Status.failure("TooManyRequests", text);
    status.set("details", details);
    return new ApiFault(429, status.put("code", 429), retrySeconds);
  }
}
