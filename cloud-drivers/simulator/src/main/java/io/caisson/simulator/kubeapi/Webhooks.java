package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Asks the validating admission webhooks that are registered before something is written. They are
 * called one after the other over HTTPS; the first that denies decides. Mutating webhooks are kept
 * but not called.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">Dynamic
 *     admission control</a>
 */
final class Webhooks {
  private static final ApiResource CONFIGURATIONS =
      ApiResources.of("admissionregistration.k8s.io", "validatingwebhookconfigurations");

  private final ObjectStore store;
  private final WebhookCalls calls = new WebhookCalls();

  Webhooks(ObjectStore store) {
    this.store = store;
  }

  boolean areThere() {
    return !store.isEmpty(CONFIGURATIONS);
  }

  /** Throws the refusal of the first that refuses. */
  void ask(Target target, String operation, JsonNode object, Call call) {
    if (!areThere() || target.resource().group().equals("admissionregistration.k8s.io")) {
      return;
    }
    for (JsonNode webhook : matching(target, operation, object)) {
      ask(webhook, target, operation, object, call);
    }
  }

  private List<JsonNode> matching(Target target, String operation, JsonNode object) {
    List<JsonNode> found = new ArrayList<>();
    for (ObjectNode configuration : store.all(CONFIGURATIONS).list()) {
      for (JsonNode webhook : configuration.path("webhooks")) {
        boolean ruled =
            Json.each(webhook.path("rules")).anyMatch(rule -> covers(rule, target, operation));
        if (ruled && selects(webhook, target, object)) {
          found.add(webhook);
        }
      }
    }
    return found;
  }

  private static boolean covers(JsonNode rule, Target target, String operation) {
    return has(rule.path("operations"), operation)
        && has(rule.path("apiGroups"), target.resource().group())
        && has(rule.path("apiVersions"), target.resource().version())
        && Json.each(rule.path("resources"))
            .anyMatch(resource -> covers(resource.asText(), target));
  }

  private static boolean covers(String pattern, Target target) {
    String sub = target.subresource();
    String[] parts = pattern.split("/", 2);
    boolean resource = parts[0].equals("*") || parts[0].equals(target.resource().plural());
    boolean rest = parts.length == 1 ? sub.isEmpty() : parts[1].equals("*") || parts[1].equals(sub);
    return (resource && rest) || pattern.equals("*/*");
  }

  private static boolean has(JsonNode list, String wanted) {
    return Json.each(list).anyMatch(v -> v.asText().equals("*") || v.asText().equals(wanted));
  }

  private boolean selects(JsonNode webhook, Target target, JsonNode object) {
    boolean space =
        target.namespace().isEmpty()
            || store
                .get(ApiResources.core("namespaces"), new ObjectKey("", target.namespace()))
                .filter(LabelSelector.of(webhook.path("namespaceSelector")))
                .isPresent();
    return space && LabelSelector.of(webhook.path("objectSelector")).test(object);
  }

  private void ask(JsonNode webhook, Target target, String operation, JsonNode object, Call call) {
    String name = webhook.path("name").asText();
    JsonNode answer;
    try {
      answer = calls.post(webhook, review(target, operation, object, call));
    } catch (WebhookCalls.Failed failed) {
      if (webhook.path("failurePolicy").asText("Fail").equals("Ignore")) {
        return;
      }
      throw Status.internal("failed calling webhook \"%s\": %s".formatted(name, failed.why()));
    }
    JsonNode response = answer.path("response");
    if (!response.path("allowed").asBoolean()) {
      throw Refusals.denied(name, response.path("status"));
    }
  }

  private static ObjectNode review(Target target, String operation, JsonNode object, Call call) {
    ApiResource resource = target.resource();
    ObjectNode review =
        Json.object().put("kind", "AdmissionReview").put("apiVersion", "admission.k8s.io/v1");
    ObjectNode request = review.putObject("request");
    request.put("uid", UUID.nameUUIDFromBytes(Json.bytes(object)).toString());
    request
        .putObject("kind")
        .put("group", resource.group())
        .put("version", resource.version())
        .put("kind", object.path("kind").asText(resource.kind()));
    request
        .putObject("resource")
        .put("group", resource.group())
        .put("version", resource.version())
        .put("resource", resource.plural());
    request
        .put("subResource", target.subresource())
        .put("name", target.name())
        .put("namespace", target.namespace())
        .put("operation", operation);
    ObjectNode user = request.putObject("userInfo").put("username", call.caller().name());
    user.set("groups", Json.texts(call.caller().groups()));
    request.set("object", object);
    request.putNull("oldObject");
    request.put("dryRun", call.query().dryRun());
    return review;
  }
}
