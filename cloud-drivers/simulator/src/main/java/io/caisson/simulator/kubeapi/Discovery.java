package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an API server says of the kinds that it serves, plain and aggregated.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api">Discovery</a>
 */
final class Discovery {
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> OF_STATUS = List.of("get", "patch", "update");

  private final Kinds kinds;
  private final String eviction;

  /**
   * @param eviction version of group policy that evictions are written in
   */
  Discovery(Kinds kinds, String eviction) {
    this.kinds = kinds;
    this.eviction = eviction;
  }

  /** {@code /api}. */
  static ObjectNode versions(String address) {
    ObjectNode answer = Json.object().put("kind", "APIVersions");
    answer.putArray("versions").add("v1");
    answer
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", address);
    return answer;
  }

  /** {@code /apis}. */
  ObjectNode groups() {
    ObjectNode answer = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = answer.putArray("groups");
    groupNames().filter(name -> !name.isEmpty()).forEach(name -> groups.add(groupEntry(name)));
    return answer;
  }

  /** {@code /apis/GROUP}. */
  Optional<ObjectNode> group(String name) {
    return groupNames()
        .filter(known -> known.equals(name) && !name.isEmpty())
        .findFirst()
        .map(
            known -> {
              ObjectNode answer = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
              answer.setAll(groupEntry(known));
              return answer;
            });
  }

  /** {@code /api/v1} or {@code /apis/GROUP/VERSION}. */
  Optional<ObjectNode> resources(String group, String version) {
    List<ApiResource> found =
        kinds.served().stream()
            .filter(r -> r.group().equals(group) && r.version().equals(version))
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode answer = Json.object().put("kind", "APIResourceList");
    if (!group.isEmpty()) {
      answer.put("apiVersion", "v1");
    }
    answer.put("groupVersion", found.getFirst().groupVersion());
    ArrayNode list = answer.putArray("resources");
    for (ApiResource resource : found) {
      list.add(plain(resource));
      resource.subresources().forEach(sub -> list.add(plainSubresource(resource, sub)));
    }
    return Optional.of(answer);
  }

  /**
   * The aggregated form.
   *
   * @param core the core group, or all others
   */
  ObjectNode aggregated(boolean core) {
    ObjectNode answer =
        Json.object()
            .put("kind", "APIGroupDiscoveryList")
            .put("apiVersion", "apidiscovery.k8s.io/v2");
    answer.putObject("metadata");
    ArrayNode items = answer.putArray("items");
    groupNames().filter(name -> name.isEmpty() == core).forEach(name -> items.add(item(name)));
    return answer;
  }

  private ObjectNode item(String group) {
    ObjectNode item = Json.object();
    ObjectNode metadata = item.putObject("metadata");
    if (!group.isEmpty()) {
      metadata.put("name", group);
    }
    metadata.putNull("creationTimestamp");
    ArrayNode versions = item.putArray("versions");
    for (String number : versionsOf(group)) {
      ObjectNode version = versions.addObject().put("version", number);
      ArrayNode resources = version.putArray("resources");
      members(group).stream()
          .filter(resource -> resource.version().equals(number))
          .forEach(resource -> resources.add(aggregatedResource(resource)));
      version.put("freshness", "Current");
    }
    return item;
  }

  private ObjectNode aggregatedResource(ApiResource resource) {
    ObjectNode entry = Json.object().put("resource", resource.plural());
    entry.set("responseKind", kind(resource));
    entry
        .put("scope", resource.namespaced() ? "Namespaced" : "Cluster")
        .put("singularResource", resource.singular());
    entry.set("verbs", Json.texts(verbs(resource)));
    if (!resource.shortNames().isEmpty()) {
      entry.set("shortNames", Json.texts(resource.shortNames()));
    }
    if (!resource.categories().isEmpty()) {
      entry.set("categories", Json.texts(resource.categories()));
    }
    for (String sub : resource.subresources()) {
      ObjectNode part = entry.withArray("subresources").addObject().put("subresource", sub);
      part.set("responseKind", kind(resource, sub));
      part.set("verbs", Json.texts(subresourceVerbs(sub)));
    }
    return entry;
  }

  private static ObjectNode kind(ApiResource resource) {
    return Json.object()
        .put("group", resource.group())
        .put("version", resource.version())
        .put("kind", resource.kind());
  }

  /** Some subresources are of a kind of their own. */
  private ObjectNode kind(ApiResource resource, String sub) {
    return switch (sub) {
      case "eviction" -> kind("policy", eviction, "Eviction");
      case "binding" -> kind("", "v1", "Binding");
      case "scale" -> kind("autoscaling", "v1", "Scale");
      case "token" -> kind("authentication.k8s.io", "v1", "TokenRequest");
      default -> kind(resource);
    };
  }

  private static ObjectNode kind(String group, String version, String kind) {
    return Json.object().put("group", group).put("version", version).put("kind", kind);
  }

  private static ObjectNode plain(ApiResource resource) {
    ObjectNode entry =
        Json.object()
            .put("name", resource.plural())
            .put("singularName", resource.singular())
            .put("namespaced", resource.namespaced())
            .put("kind", resource.kind());
    entry.set("verbs", Json.texts(verbs(resource)));
    if (!resource.shortNames().isEmpty()) {
      entry.set("shortNames", Json.texts(resource.shortNames()));
    }
    if (!resource.categories().isEmpty()) {
      entry.set("categories", Json.texts(resource.categories()));
    }
    return entry;
  }

  private ObjectNode plainSubresource(ApiResource resource, String sub) {
    ObjectNode entry =
        Json.object()
            .put("name", resource.plural() + "/" + sub)
            .put("singularName", "")
            .put("namespaced", resource.namespaced());
    ObjectNode kind = kind(resource, sub);
    if (kind.equals(kind(resource))) {
      entry.put("kind", resource.kind());
    } else {
      entry.setAll(kind);
    }
    entry.set("verbs", Json.texts(subresourceVerbs(sub)));
    return entry;
  }

  private static List<String> verbs(ApiResource resource) {
    return resource.isReview() ? List.of("create") : VERBS;
  }

  private static List<String> subresourceVerbs(String sub) {
    return switch (sub) {
      case "eviction", "binding", "token" -> List.of("create");
      case "log" -> List.of("get");
      case "exec", "attach", "portforward" -> List.of("create", "get");
      default -> OF_STATUS;
    };
  }

  private ObjectNode groupEntry(String name) {
    ObjectNode entry = Json.object().put("name", name);
    ArrayNode versions = entry.putArray("versions");
    for (String version : versionsOf(name)) {
      versions.addObject().put("groupVersion", name + "/" + version).put("version", version);
    }
    entry.set("preferredVersion", versions.get(0).deepCopy());
    return entry;
  }

  private List<String> versionsOf(String group) {
    return members(group).stream().map(ApiResource::version).distinct().toList();
  }

  private Stream<String> groupNames() {
    return kinds.served().stream().map(ApiResource::group).distinct();
  }

  private List<ApiResource> members(String group) {
    return kinds.served().stream().filter(r -> r.group().equals(group)).toList();
  }
}
