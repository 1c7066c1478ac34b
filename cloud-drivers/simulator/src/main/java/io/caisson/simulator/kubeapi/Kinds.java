package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds that one cluster serves: those built in, and those of its CustomResourceDefinitions as
 * they are now.
 */
final class Kinds {
  private static final ApiResource DEFINITIONS =
      ApiResources.of("apiextensions.k8s.io", "customresourcedefinitions");

  private final List<ApiResource> builtIn;
  private volatile List<ApiResource> all = ApiResources.all();
  private volatile List<ApiResource> served;
  private volatile Map<ApiResource, JsonNode> custom = Map.of();

  /**
   * Follows the definitions in the store.
   *
   * @param builtIn those built in that are shown outside
   */
  Kinds(ObjectStore store, List<ApiResource> builtIn) {
    this.builtIn = List.copyOf(builtIn);
    this.served = this.builtIn;
    store.watch(DEFINITIONS, store.version(), change -> read(store));
  }

  /** As the cluster's own components see them. */
  List<ApiResource> all() {
    return all;
  }

  /** As callers from outside see them, at the versions of this release. */
  List<ApiResource> served() {
    return served;
  }

  Optional<ApiResource> at(String group, String version, String plural) {
    return served.stream()
        .filter(r -> r.group().equals(group) && r.version().equals(version) && r.is(plural))
        .findFirst();
  }

  Optional<ApiResource> ofKind(String apiVersion, String kind) {
    return all.stream()
        .filter(r -> r.groupVersion().equals(apiVersion) && r.kind().equals(kind))
        .findFirst();
  }

  /** Whether the path lies below a group and version that is served. */
  boolean isInServedVersion(String path) {
    String[] steps = path.split("/", -1);
    boolean core = steps.length > 3 && steps[1].equals("api") && steps[2].equals("v1");
    return core
        || (steps.length > 4
            && steps[1].equals("apis")
            && served.stream().anyMatch(r -> r.groupVersion().equals(steps[2] + "/" + steps[3])));
  }

  /** The first that is called so: what is built in comes before what is defined. */
  Optional<ApiResource> named(String plural) {
    return all.stream().filter(r -> r.is(plural)).findFirst();
  }

  /** The part of its definition that is about the served version; empty for what is built in. */
  Optional<JsonNode> definition(ApiResource resource) {
    return Optional.ofNullable(custom.get(resource));
  }

  private void read(ObjectStore store) {
    Map<ApiResource, JsonNode> defined = new LinkedHashMap<>();
    for (ObjectNode definition : store.all(DEFINITIONS).list()) {
      JsonNode spec = definition.path("spec");
      for (JsonNode version : spec.path("versions")) {
        if (version.path("served").asBoolean()) {
          defined.put(resource(spec, version), version);
        }
      }
    }
    custom = Map.copyOf(defined);
    all = with(ApiResources.all(), defined);
    served = with(builtIn, defined);
  }

  private static List<ApiResource> with(
      List<ApiResource> builtIn, Map<ApiResource, JsonNode> defined) {
    List<ApiResource> every = new ArrayList<>(builtIn);
    every.addAll(defined.keySet());
    return List.copyOf(every);
  }

  private static ApiResource resource(JsonNode spec, JsonNode version) {
    JsonNode names = spec.path("names");
    List<String> subresources = new ArrayList<>();
    version.path("subresources").fieldNames().forEachRemaining(subresources::add);
    String kind = names.path("kind").asText();
    return new ApiResource(
        spec.path("group").asText(),
        version.path("name").asText(),
        names.path("plural").asText(),
        names.path("singular").asText(kind.toLowerCase(java.util.Locale.ROOT)),
        kind,
        spec.path("scope").asText().equals("Namespaced"),
        Json.each(names.path("shortNames")).map(JsonNode::asText).toList(),
        Json.each(names.path("categories")).map(JsonNode::asText).toList(),
        subresources);
  }
}
