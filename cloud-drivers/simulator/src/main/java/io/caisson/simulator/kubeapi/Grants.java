package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * What a caller needs beyond the right to write: nobody grants what he does not have, and who
 * approves a certificate must be allowed to by its signer.
 */
final class Grants {
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final String CERTIFICATES = "certificates.k8s.io";

  private final Authorization authorization;

  Grants(Authorization authorization) {
    this.authorization = authorization;
  }

  /** Throws the 403. */
  void check(Target target, JsonNode object, Caller caller) {
    ApiResource resource = target.resource();
    if (resource.group().equals(RBAC) && Set.of("Role", "ClusterRole").contains(resource.kind())) {
      role(target, object, caller);
    }
    if (resource.is("certificatesigningrequests")) {
      if (target.subresource().equals("approval")) {
        approval(target, object, caller);
      }
      SigningRules.requireNoMaster(resource, object);
    }
  }

  private void role(Target target, JsonNode object, Caller caller) {
    if (authorization.allows(caller, "escalate", target)) {
      return;
    }
    for (JsonNode rule : object.path("rules")) {
      if (!has(rule, target.namespace(), caller)) {
        throw Status.forbidden(
            target.resource(),
            Metadata.name(object),
            "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n"
                    .formatted(caller.name(), Json.texts(caller.groups()))
                + "{APIGroups:%s, Resources:%s, Verbs:%s}"
                    .formatted(rule.path("apiGroups"), rule.path("resources"), rule.path("verbs")));
      }
    }
  }

  private boolean has(JsonNode rule, String space, Caller caller) {
    for (JsonNode group : rule.path("apiGroups")) {
      for (JsonNode plural : rule.path("resources")) {
        String[] parts = plural.asText().split("/", 2);
        Target what = target(group.asText(), parts[0], space, parts.length > 1 ? parts[1] : "");
        for (JsonNode verb : rule.path("verbs")) {
          if (!authorization.allows(caller, verb.asText(), what)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void approval(Target target, JsonNode object, Caller caller) {
    String signer = object.path("spec").path("signerName").asText();
    Target own = named(target(CERTIFICATES, "signers", "", ""), signer);
    Target domain = named(own, signer.substring(0, Math.max(0, signer.indexOf('/'))) + "/*");
    if (!authorization.allows(caller, "approve", own)
        && !authorization.allows(caller, "approve", domain)) {
      throw Status.forbidden(
          target.resource(),
          target.name(),
          "user not permitted to approve requests with signerName \"%s\"".formatted(signer));
    }
  }

  private static Target named(Target target, String name) {
    return new Target(target.resource(), "", name, "");
  }

  /** Rules may speak of resources that are not served. */
  private static Target target(String group, String plural, String space, String subresource) {
    ApiResource resource =
        new ApiResource(
            group,
            "v1",
            plural,
            plural,
            plural,
            !space.isEmpty(),
            java.util.List.of(),
            java.util.List.of(),
            java.util.List.of());
    return new Target(resource, space, "", subresource);
  }
}
