package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * As much of OpenAPI v3 as kubectl reads before it creates something: which kinds there are, and
 * that the server checks fields itself. There are no schemas, since no kind has one here.
 */
final class OpenApi {
  private final Kinds kinds;

  OpenApi(Kinds kinds) {
    this.kinds = kinds;
  }

  ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    kinds.served().stream()
        .map(OpenApi::path)
        .distinct()
        .forEach(p -> paths.putObject(p).put("serverRelativeURL", "/openapi/v3/" + p));
    return index;
  }

  /**
   * @param path as {@code api/v1} or {@code apis/apps/v1}
   */
  Optional<ObjectNode> document(String path) {
    List<ApiResource> members = kinds.served().stream().filter(r -> path(r).equals(path)).toList();
    if (members.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Kubernetes").put("version", "unversioned");
    ObjectNode paths = document.putObject("paths");
    members.forEach(resource -> addPatch(paths, resource));
    return Optional.of(document);
  }

  private static void addPatch(ObjectNode paths, ApiResource resource) {
    String space = resource.namespaced() ? "namespaces/{namespace}/" : "";
    ObjectNode patch =
        paths
            .putObject("/%s/%s%s/{name}".formatted(path(resource), space, resource.plural()))
            .putObject("patch");
    for (String parameter : List.of("dryRun", "fieldManager", "fieldValidation")) {
      patch.withArray("parameters").addObject().put("name", parameter).put("in", "query");
    }
    patch.putObject("responses");
    patch
        .putObject("x-kubernetes-group-version-kind")
        .put("group", resource.group())
        .put("version", resource.version())
        .put("kind", resource.kind());
  }

  private static String path(ApiResource resource) {
    return (resource.group().isEmpty() ? "api/" : "apis/") + resource.groupVersion();
  }
}
