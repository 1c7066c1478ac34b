package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;

/**
 * Role-based access control over the roles and bindings in the store, as the real authorizer
 * decides.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">RBAC</a>
 */
final class Rbac {
  private static final String GROUP = "rbac.authorization.k8s.io";
  private final ObjectStore store;

  Rbac(ObjectStore store) {
    this.store = store;
  }

  boolean allows(Caller caller, String verb, Target target) {
    return clusterRules(caller).anyMatch(rule -> covers(rule, verb, target))
        || namespaceRules(caller, target.namespace()).anyMatch(rule -> covers(rule, verb, target));
  }

  boolean allowsPath(Caller caller, String verb, String path) {
    return clusterRules(caller)
        .anyMatch(
            rule ->
                has(rule.path("verbs"), verb)
                    && Json.each(rule.path("nonResourceURLs"))
                        .anyMatch(url -> pathMatches(url.asText(), path)));
  }

  private Stream<JsonNode> clusterRules(Caller caller) {
    return bindings("clusterrolebindings", "", caller).flatMap(b -> rules(b, ""));
  }

  private Stream<JsonNode> namespaceRules(Caller caller, String namespace) {
    return namespace.isEmpty()
        ? Stream.empty()
        : bindings("rolebindings", namespace, caller).flatMap(b -> rules(b, namespace));
  }

  private Stream<? extends JsonNode> bindings(String plural, String namespace, Caller caller) {
    return store.all(ApiResources.of(GROUP, plural)).objects().entrySet().stream()
        .filter(entry -> entry.getKey().namespace().equals(namespace))
        .map(java.util.Map.Entry::getValue)
        .filter(
            binding ->
                Json.each(binding.path("subjects")).anyMatch(subject -> isMeant(subject, caller)));
  }

  private static boolean isMeant(JsonNode subject, Caller caller) {
    String name = subject.path("name").asText();
    return switch (subject.path("kind").asText()) {
      case "User" -> name.equals(caller.name());
      case "Group" -> caller.isIn(name);
      case "ServiceAccount" ->
          caller
              .name()
              .equals(
                  "system:serviceaccount:%s:%s"
                      .formatted(subject.path("namespace").asText(), name));
      default -> false;
    };
  }

  private Stream<JsonNode> rules(JsonNode binding, String namespace) {
    JsonNode role = binding.path("roleRef");
    boolean ofCluster = role.path("kind").asText().equals("ClusterRole");
    ApiResource resource = ApiResources.of(GROUP, ofCluster ? "clusterroles" : "roles");
    ObjectKey key = new ObjectKey(ofCluster ? "" : namespace, role.path("name").asText());
    return store.get(resource, key).stream().flatMap(found -> Json.each(found.path("rules")));
  }

  private static boolean covers(JsonNode rule, String verb, Target target) {
    return has(rule.path("verbs"), verb)
        && has(rule.path("apiGroups"), target.resource().group())
        && resourceMatches(rule.path("resources"), target)
        && (rule.path("resourceNames").isEmpty()
            || Json.each(rule.path("resourceNames"))
                .anyMatch(name -> name.asText().equals(target.name())));
  }

  private static boolean resourceMatches(JsonNode resources, Target target) {
    return has(resources, target.resourceName())
        || (!target.subresource().isEmpty() && has(resources, "*/" + target.subresource()));
  }

  private static boolean has(JsonNode list, String wanted) {
    return Json.each(list)
        .anyMatch(value -> value.asText().equals("*") || value.asText().equals(wanted));
  }

  private static boolean pathMatches(String pattern, String path) {
    return pattern.endsWith("*")
        ? path.startsWith(pattern.substring(0, pattern.length() - 1))
        : path.equals(pattern);
  }
}
