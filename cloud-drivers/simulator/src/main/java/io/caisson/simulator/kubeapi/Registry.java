package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The verbs on stored objects, with the rules that hold for every caller: names, versions,
 * preconditions, finalizers. Who may call is decided elsewhere.
 */
final class Registry {
  private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final String LIVES = "metadata";

  private final ObjectStore store;
  private final Timeline timeline;
  private final RandomGenerator random;

  Registry(ObjectStore store, Timeline timeline, RandomGenerator random) {
    this.store = store;
    this.timeline = timeline;
    this.random = random;
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
  ObjectNode create(Target target, JsonNode body, Caller caller, boolean dryRun) {
    ApiResource resource = target.resource();
    ObjectNode object = complete(target, Metadata.ordered(resource, body));
    Strategy.onCreate(resource, object, caller);
    Validation.check(resource, object);
    ObjectKey key = new ObjectKey(target.namespace(), Metadata.name(object));
    return store.atomically(
        () -> {
          requireNamespace(target.namespace());
          if (store.get(resource, key).isPresent()) {
            throw Status.alreadyExists(resource, key.name());
          }
          return dryRun ? object : store.put(resource, key, object);
        });
  }

  /** PUT: the body is the whole new object. */
  ObjectNode update(Target target, JsonNode body, Caller caller, boolean dryRun) {
    requireSameName(target, body);
    boolean absent = find(target).isEmpty();
    if (absent && target.resource().is("leases")) {
      return create(target, body, caller, dryRun);
    }
    return change(target, before -> Metadata.ordered(target.resource(), body), dryRun);
  }

  /**
   * Reads, changes and writes in one step.
   *
   * @param change from the object as it is to what the caller wants
   */
  ObjectNode change(Target target, UnaryOperator<ObjectNode> change, boolean dryRun) {
    ApiResource resource = target.resource();
    return store.atomically(
        () -> {
          ObjectNode before = get(target);
          ObjectNode changed = Metadata.ordered(resource, change.apply(before));
          requireSameVersion(target, before, changed);
          Metadata.keep(changed, before);
          Strategy.onUpdate(resource, target.subresource(), before, changed);
          Validation.check(resource, changed);
          if (Strategy.hasGeneration(resource)
              && !before.path("spec").equals(changed.path("spec"))) {
            long generation = before.path(LIVES).path("generation").asLong();
            Json.child(changed, LIVES).put("generation", generation + 1);
          }
          changed = Metadata.ordered(resource, changed);
          if (isFinished(changed)) {
            return dryRun ? changed : store.remove(resource, target.key());
          }
          return dryRun || sameBut(before, changed)
              ? (dryRun ? changed : before)
              : store.put(resource, target.key(), changed);
        });
  }

  /** What is left to say to the caller: the object that lingers, or nothing. */
  Optional<ObjectNode> delete(Target target, DeleteOptions options, boolean dryRun) {
    ApiResource resource = target.resource();
    return store.atomically(
        () -> {
          ObjectNode object = get(target);
          options.requirePreconditions(resource, object);
          boolean lingers = !object.path(LIVES).path("finalizers").isEmpty();
          long grace = options.grace(resource, object);
          if (!lingers && grace == 0) {
            ObjectNode last = dryRun ? object : store.remove(resource, target.key());
            return resource.is("pods") ? Optional.of(withGrace(last, 0)) : Optional.empty();
          }
          if (object.path(LIVES).has("deletionTimestamp")
              && object.path(LIVES).path("deletionGracePeriodSeconds").asLong() <= grace) {
            return Optional.of(object);
          }
          ObjectNode dying = Metadata.ordered(resource, withGrace(object, grace));
          return Optional.of(dryRun ? dying : store.put(resource, target.key(), dying));
        });
  }

  private ObjectNode withGrace(ObjectNode object, long grace) {
    ObjectNode dying = object.deepCopy();
    Json.child(dying, LIVES)
        .put("deletionTimestamp", seconds(timeline.now().plusSeconds(grace)))
        .put("deletionGracePeriodSeconds", grace);
    return dying;
  }

  private ObjectNode complete(Target target, ObjectNode object) {
    ObjectNode metadata = Json.child(object, LIVES);
    String prefix = metadata.path("generateName").asText();
    if (metadata.path("name").asText().isEmpty() && !prefix.isEmpty()) {
      metadata.put("name", prefix + suffix());
    }
    String space = metadata.path("namespace").asText();
    if (!space.isEmpty() && !space.equals(target.namespace())) {
      throw Status.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!target.namespace().isEmpty()) {
      metadata.put("namespace", target.namespace());
    }
    metadata.put("uid", uid());
    metadata.remove("resourceVersion");
    metadata.put("creationTimestamp", seconds(timeline.now()));
    if (Strategy.hasGeneration(target.resource())) {
      metadata.put("generation", 1);
    }
    return Metadata.ordered(target.resource(), object);
  }

  private void requireNamespace(String namespace) {
    ApiResource namespaces = ApiResources.core("namespaces");
    if (!namespace.isEmpty() && store.get(namespaces, new ObjectKey("", namespace)).isEmpty()) {
      throw Status.notFound(namespaces, namespace);
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

  private static boolean isFinished(JsonNode object) {
    JsonNode metadata = object.path(LIVES);
    return metadata.has("deletionTimestamp")
        && metadata.path("deletionGracePeriodSeconds").asLong() == 0
        && metadata.path("finalizers").isEmpty();
  }

  /** A write that changes nothing is no write: the version stays. */
  private static boolean sameBut(ObjectNode before, ObjectNode changed) {
    ObjectNode a = before.deepCopy();
    ObjectNode b = changed.deepCopy();
    Json.child(a, LIVES).remove("resourceVersion");
    Json.child(b, LIVES).remove("resourceVersion");
    return a.equals(b);
  }

  private String suffix() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      letters.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
    }
    return letters.toString();
  }

  private String uid() {
    long high = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
    long low = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
