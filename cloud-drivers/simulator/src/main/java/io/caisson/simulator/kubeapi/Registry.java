package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The verbs on stored objects, with the rules that hold for every caller: names, versions,
 * preconditions, finalizers. Who may call is decided elsewhere.
 */
final class Registry {
  private static final String LIVES = "metadata";

  private final ObjectStore store;
  private final Kinds kinds;
  private final Timeline timeline;
  private final Identity identity;
  private final Admission admission;

  Registry(ObjectStore store, Kinds kinds, Timeline timeline, RandomGenerator random) {
    this.store = store;
    this.kinds = kinds;
    this.timeline = timeline;
    this.identity = new Identity(random);
    this.admission = new Admission(store, identity);
  }

  ObjectNode get(Target target) {
    return find(target).orElseThrow(() -> Status.notFound(target.resource(), target.name()));
  }

  Optional<ObjectNode> find(Target target) {
    return store.get(target.resource(), target.key());
  }

  /**
   * @param target the collection
   */
  ObjectNode create(Target target, JsonNode body, Writer writer) {
    ApiResource resource = target.resource();
    ObjectNode object = complete(target, Metadata.ordered(resource, body));
    Strategy.onCreate(resource, object, writer.caller());
    ObjectKey key = new ObjectKey(target.namespace(), Metadata.name(object));
    return store.atomically(
        () -> {
          requireNamespace(resource, target.namespace(), key.name());
          admission.onCreate(resource, object);
          Validation.check(resource, object);
          if (writer.isKept()) {
            KindRules.onCreate(resource, object);
          }
          checkCustom(resource, object);
          if (store.get(resource, key).isPresent()) {
            throw Status.alreadyExists(resource, key.name());
          }
          if (writer.isKept()) {
            ownership(target, writer).record(Json.object(), object);
          }
          return writer.dryRun() ? object : store.put(resource, key, object);
        });
  }

  /** PUT: the body is the whole new object. */
  ObjectNode update(Target target, JsonNode body, Writer writer) {
    requireSameName(target, body);
    boolean absent = find(target).isEmpty();
    if (absent && target.resource().is("leases")) {
      return create(target, body, writer);
    }
    return change(target, before -> Metadata.ordered(target.resource(), body), writer);
  }

  /** Server-side apply: creates the object, or makes it say what the configuration says. */
  ObjectNode apply(Target target, ObjectNode configuration, Writer writer) {
    ObjectNode named = configuration.deepCopy();
    Json.child(named, LIVES).put("name", target.name());
    Ownership ownership = ownership(target, writer);
    Writer quiet = new Writer(writer.caller(), "", false, writer.dryRun());
    KnownFields.requireKnown(target, named);
    return store.atomically(
        () ->
            find(target).isEmpty()
                ? create(target, ownership.apply(Json.object(), named), quiet)
                : change(target, before -> ownership.apply(before, named), quiet));
  }

  /**
   * Reads, changes and writes in one step.
   *
   * @param change from the object as it is to what the caller wants
   */
  ObjectNode change(Target target, UnaryOperator<ObjectNode> change, Writer writer) {
    ApiResource resource = target.resource();
    return store.atomically(
        () -> {
          ObjectNode before = get(target);
          ObjectNode changed = changed(target, before, change.apply(before), writer);
          if (writer.dryRun()) {
            return changed;
          }
          if (Deletion.isFinished(changed)) {
            return store.remove(resource, target.key());
          }
          return sameBut(before, changed) ? before : store.put(resource, target.key(), changed);
        });
  }

  private ObjectNode changed(Target target, ObjectNode before, ObjectNode wanted, Writer writer) {
    ApiResource resource = target.resource();
    ObjectNode changed = Metadata.ordered(resource, wanted);
    requireSameVersion(target, before, changed);
    Metadata.keep(changed, before);
    Strategy.onUpdate(resource, target.subresource(), before, changed);
    Validation.checkChanged(resource, changed);
    if (writer.isKept()) {
      KindRules.onUpdate(resource, target.subresource(), before, changed);
    }
    checkCustom(resource, changed);
    if (writer.isKept()) {
      ownership(target, writer).record(before, changed);
    }
    if (Strategy.hasGeneration(resource) && isOtherDesire(resource, before, changed)) {
      long generation = before.path(LIVES).path("generation").asLong();
      Json.child(changed, LIVES).put("generation", generation + 1);
    }
    return Metadata.ordered(resource, changed);
  }

  /** What is left to say to the caller: the object that lingers, or nothing. */
  Optional<ObjectNode> delete(Target target, DeleteOptions options, boolean dryRun) {
    return new Deletion(store).delete(target, options, dryRun, timeline.now());
  }

  private void checkCustom(ApiResource resource, ObjectNode object) {
    kinds
        .definition(resource)
        .map(version -> version.path("schema").path("openAPIV3Schema"))
        .filter(JsonNode::isObject)
        .ifPresent(
            schema -> {
              Schema.shape(schema, object);
              List<Status.Cause> causes = Schema.check(schema, object);
              if (!causes.isEmpty()) {
                throw Status.invalid(resource, Metadata.name(object), causes);
              }
            });
  }

  private static boolean isOtherDesire(ApiResource resource, JsonNode before, JsonNode changed) {
    if (before.has("spec") || changed.has("spec") || resource.hasStatus()) {
      return !before.path("spec").equals(changed.path("spec"));
    }
    return !Fields.of(withoutMetadata(before)).equals(Fields.of(withoutMetadata(changed)));
  }

  private static ObjectNode withoutMetadata(JsonNode object) {
    ObjectNode rest = Json.object();
    object.properties().forEach(field -> rest.set(field.getKey(), field.getValue()));
    return rest.without(LIVES);
  }

  private Ownership ownership(Target target, Writer writer) {
    return new Ownership(target.resource(), target.subresource(), writer, seconds(timeline.now()));
  }

  private ObjectNode complete(Target target, ObjectNode object) {
    ObjectNode metadata = Json.child(object, LIVES);
    String prefix = metadata.path("generateName").asText();
    if (metadata.path("name").asText().isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", prefix + identity.letters());
    }
    String space = metadata.path("namespace").asText();
    if (!space.isEmpty() && !space.equals(target.namespace())) {
      throw Status.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!target.namespace().isEmpty()) {
      metadata.put("namespace", target.namespace());
    }
    metadata.put("uid", identity.uid());
    metadata.remove("resourceVersion");
    metadata.put("creationTimestamp", seconds(timeline.now()));
    if (Strategy.hasGeneration(target.resource())) {
      metadata.put("generation", 1);
    }
    return Metadata.ordered(target.resource(), object);
  }

  /** Refuses what is to be created in a namespace that is not there, or goes. */
  void requireNamespace(ApiResource resource, String namespace, String name) {
    ApiResource namespaces = ApiResources.core("namespaces");
    if (namespace.isEmpty()) {
      return;
    }
    ObjectNode space =
        store
            .get(namespaces, new ObjectKey("", namespace))
            .orElseThrow(() -> Status.notFound(namespaces, namespace));
    if (space.path(LIVES).has("deletionTimestamp")) {
      throw Refusals.terminating(resource, name, namespace);
    }
  }

  private static void requireSameName(Target target, JsonNode body) {
    String name = Metadata.name(body);
    if (!name.equals(target.name())) {
      throw Status.badRequest(
          name.isEmpty()
              ? "name is required"
              : "the name of the object (%s) does not match the name on the URL (%s)"
                  .formatted(name, target.name()));
    }
  }

  private static void requireSameVersion(Target target, JsonNode before, JsonNode changed) {
    String asked = changed.path(LIVES).path("resourceVersion").asText();
    if (!asked.isEmpty() && !asked.equals(before.path(LIVES).path("resourceVersion").asText())) {
      throw Status.modified(target.resource(), target.name());
    }
    String uid = Metadata.uid(changed);
    if (!uid.isEmpty() && !uid.equals(Metadata.uid(before))) {
      throw Status.conflict(
          target.resource(),
          target.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, Metadata.uid(before)));
    }
  }

  /** A write that changes nothing is no write: the version stays. */
  private static boolean sameBut(ObjectNode before, ObjectNode changed) {
    ObjectNode a = before.deepCopy();
    ObjectNode b = changed.deepCopy();
    Json.child(a, LIVES).remove("resourceVersion");
    Json.child(b, LIVES).remove("resourceVersion");
    return a.equals(b);
  }

  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
