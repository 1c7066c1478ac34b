package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The verbs of the API for the cluster's own components. Throws {@link ApiFault}. */
public final class ClusterClient {
  private final Registry registry;
  private final ObjectStore store;
  private final Kinds kinds;
  private final Writer writer;

  ClusterClient(Registry registry, ObjectStore store, Kinds kinds, Caller caller) {
    this.registry = registry;
    this.store = store;
    this.kinds = kinds;
    this.writer = Writer.component(caller);
  }

  /** Creates what the object says it is, in the namespace that its metadata names. */
  public ObjectNode create(JsonNode object) {
    Target named = target(object);
    Target collection = new Target(named.resource(), named.namespace(), "", "");
    return registry.create(collection, object, writer);
  }

  /** Creates it, or makes the one that is there like it. */
  public ObjectNode apply(JsonNode object) {
    Target target = target(object);
    return registry.find(target).isEmpty()
        ? create(object)
        : registry.change(target, before -> Metadata.ordered(target.resource(), object), writer);
  }

  /**
   * @param namespace empty for kinds of the cluster scope
   */
  public ObjectNode get(String plural, String namespace, String name) {
    return registry.get(target(plural, namespace, name));
  }

  public Optional<ObjectNode> find(String plural, String namespace, String name) {
    return registry.find(target(plural, namespace, name));
  }

  /** All of a kind, in all namespaces. */
  public List<ObjectNode> list(String plural) {
    return store.all(resource(plural)).list();
  }

  /** Changes the object itself; its status stays as it is. */
  public ObjectNode change(
      String plural, String namespace, String name, UnaryOperator<ObjectNode> change) {
    return registry.change(target(plural, namespace, name), change, writer);
  }

  /**
   * Changes it through a subresource.
   *
   * @param subresource such as {@code status}
   */
  public ObjectNode changeThrough(
      String subresource, Named object, UnaryOperator<ObjectNode> change) {
    ApiResource resource = resource(object.plural());
    Target target = new Target(resource, object.namespace(), object.name(), subresource);
    return registry.change(target, change, writer);
  }

  /** Removes it at once; what is not there is removed. */
  public void remove(String plural, String namespace, String name) {
    Target target = target(plural, namespace, name);
    if (registry.find(target).isPresent()) {
      store.remove(target.resource(), target.key());
    }
  }

  /** Asks for its deletion as anybody would; what is not there is deleted. */
  public void delete(Named object) {
    delete(object, Json.object());
  }

  /**
   * @param options as the body of a DELETE has them
   */
  public void delete(Named object, JsonNode options) {
    Target target = target(object.plural(), object.namespace(), object.name());
    if (registry.find(target).isPresent()) {
      registry.delete(target, new DeleteOptions(options, Query.none()), false);
    }
  }

  /** Every object of every kind that names an owner, or whose end concerns its dependents. */
  public List<Owned> linked() {
    return kinds.all().stream()
        .filter(resource -> !resource.isReview())
        .flatMap(
            resource ->
                store.all(resource).list().stream()
                    .filter(ClusterClient::isLinked)
                    .map(object -> new Owned(resource.plural(), object)))
        .toList();
  }

  private static boolean isLinked(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    return metadata.has("ownerReferences")
        || (metadata.has("deletionTimestamp") && metadata.has("finalizers"));
  }

  /** The plural of a kind that is served. */
  public Optional<String> plural(String apiVersion, String kind) {
    return kinds.ofKind(apiVersion, kind).map(ApiResource::plural);
  }

  /** The plurals of all kinds whose objects lie in namespaces. */
  public List<String> namespaced() {
    return kinds.all().stream()
        .filter(resource -> resource.namespaced() && !resource.isReview())
        .map(ApiResource::plural)
        .distinct()
        .toList();
  }

  private Target target(String plural, String namespace, String name) {
    return new Target(resource(plural), namespace, name, "");
  }

  private Target target(JsonNode object) {
    String apiVersion = object.path("apiVersion").asText();
    String kind = object.path("kind").asText();
    ApiResource resource =
        kinds
            .ofKind(apiVersion, kind)
            .orElseThrow(() -> new IllegalArgumentException(apiVersion + " " + kind));
    String namespace = object.path("metadata").path("namespace").asText();
    return new Target(resource, namespace, Metadata.name(object), "");
  }

  /** The plural of every built-in kind is unique. */
  private ApiResource resource(String plural) {
    return kinds.named(plural).orElseThrow(() -> new IllegalArgumentException(plural));
  }

  /**
   * Which object.
   *
   * @param namespace empty for kinds of the cluster scope
   */
  public record Named(String plural, String namespace, String name) {}

  /** An object and the plural of its kind. */
  public record Owned(String plural, ObjectNode object) {}
}
