package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions that are asked by creating an object: who am I, may I, may somebody. */
final class Reviews {
  private Reviews() {}

  static ObjectNode answer(
      ApiResource resource, ObjectNode question, Caller asker, Authorization authorization) {
    ObjectNode answer = Metadata.ordered(resource, question);
    ObjectNode status = answer.putObject("status");
    if (resource.kind().equals("SelfSubjectReview")) {
      ObjectNode user = status.putObject("userInfo").put("username", asker.name());
      user.set("groups", Json.texts(asker.groups()));
      return answer;
    }
    JsonNode spec = question.path("spec");
    boolean self = resource.kind().equals("SelfSubjectAccessReview");
    return allow(answer, authorization, self ? asker : subject(spec));
  }

  private static ObjectNode allow(ObjectNode answer, Authorization authorization, Caller caller) {
    JsonNode attributes = answer.path("spec").path("resourceAttributes");
    boolean allowed =
        target(attributes)
            .map(t -> authorization.allows(caller, attributes.path("verb").asText(), t))
            .orElseGet(() -> caller.isIn("system:masters"));
    Json.child(answer, "status").put("allowed", allowed);
    return answer;
  }

  private static Optional<Target> target(JsonNode attributes) {
    String group = attributes.path("group").asText();
    String plural = attributes.path("resource").asText();
    return ApiResources.all().stream()
        .filter(r -> r.group().equals(group) && r.is(plural))
        .findFirst()
        .map(
            resource ->
                new Target(
                    resource,
                    attributes.path("namespace").asText(),
                    attributes.path("name").asText(),
                    attributes.path("subresource").asText()));
  }

  private static Caller subject(JsonNode spec) {
    List<String> groups = new ArrayList<>();
    spec.path("groups").forEach(group -> groups.add(group.asText()));
    return new Caller(spec.path("user").asText(), groups, "");
  }
}
