package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a DELETE does to one object.
 *
 * <ol>
 *   <li>What has finalizers, or is a pod with time to end, or a namespace with content, only gets a
 *       deletion timestamp; it goes when the last of these reasons goes.
 *   <li>A second DELETE may only shorten the time.
 * </ol>
 *
 * @see <a
 *     href="https://github.com/kubernetes/apiserver/blob/v0.34.4/pkg/registry/rest/delete.go">BeforeDelete</a>
 */
final class Deletion {
  private static final String LIVES = "metadata";
  private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

  private final ObjectStore store;

  Deletion(ObjectStore store) {
    this.store = store;
  }

  /** What is left to say to the caller: the object that lingers, or nothing. */
  Optional<ObjectNode> delete(Target target, DeleteOptions options, boolean dryRun, Instant now) {
    return store.atomically(() -> locked(target, options, dryRun, now));
  }

  private Optional<ObjectNode> locked(
      Target target, DeleteOptions options, boolean dryRun, Instant now) {
    ApiResource resource = target.resource();
    ObjectNode object =
        store
            .get(resource, target.key())
            .orElseThrow(() -> Status.notFound(resource, target.name()));
    if (resource.is("namespaces") && IMMORTAL.contains(target.name())) {
      throw Status.forbidden(resource, target.name(), "this namespace may not be deleted");
    }
    options.requirePreconditions(resource, object);
    ObjectNode dying = withFinalizer(object, options.finalizer());
    long grace = options.grace(resource, object);
    if (!lingers(dying) && grace == 0) {
      ObjectNode last = dryRun ? object : store.remove(resource, target.key());
      return resource.is("pods") ? Optional.of(withGrace(last, 0, now)) : Optional.empty();
    }
    boolean already = object.path(LIVES).has("deletionTimestamp");
    long before = object.path(LIVES).path("deletionGracePeriodSeconds").asLong();
    if (already && before <= grace && dying.equals(object)) {
      return Optional.of(object);
    }
    ObjectNode marked = already && before <= grace ? dying : withGrace(dying, grace, now);
    if (resource.is("namespaces")) {
      Json.child(marked, "status").put("phase", "Terminating");
    }
    ObjectNode ordered = Metadata.ordered(resource, marked);
    return Optional.of(dryRun ? ordered : store.put(resource, target.key(), ordered));
  }

  /** Whether an object whose deletion was asked for is to go now. */
  static boolean isFinished(JsonNode object) {
    JsonNode metadata = object.path(LIVES);
    return metadata.has("deletionTimestamp")
        && metadata.path("deletionGracePeriodSeconds").asLong() == 0
        && !lingers(object);
  }

  private static boolean lingers(JsonNode object) {
    boolean namespace = object.path("kind").asText().equals("Namespace");
    return !object.path(LIVES).path("finalizers").isEmpty()
        || (namespace && !object.path("spec").path("finalizers").isEmpty());
  }

  private static ObjectNode withFinalizer(ObjectNode object, Optional<String> finalizer) {
    if (finalizer.isEmpty()) {
      return object;
    }
    ObjectNode after = object.deepCopy();
    ArrayNode finalizers = Json.child(after, LIVES).withArray("finalizers");
    if (Json.each(finalizers).noneMatch(f -> f.asText().equals(finalizer.get()))) {
      finalizers.add(finalizer.get());
    }
    return after;
  }

  private static ObjectNode withGrace(ObjectNode object, long grace, Instant now) {
    ObjectNode dying = object.deepCopy();
    ObjectNode metadata = Json.child(dying, LIVES);
    if (!metadata.has("deletionTimestamp") && metadata.path("generation").asLong() > 0) {
      metadata.put("generation", metadata.path("generation").asLong() + 1);
    }
    metadata
        .put("deletionTimestamp", Registry.seconds(now.plusSeconds(grace)))
        .put("deletionGracePeriodSeconds", grace);
    return dying;
  }
}
