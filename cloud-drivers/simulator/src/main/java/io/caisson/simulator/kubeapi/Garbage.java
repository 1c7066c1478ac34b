package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Deletes what has lost all its owners, and does what a deletion waits for: dependents first
 * (foreground) or set free (orphan).
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/garbage-collection/">Garbage
 *     collection</a>
 */
final class Garbage implements Controller {
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ClusterClient client;

  Garbage(ClusterClient client) {
    this.client = client;
  }

  @Override
  public List<String> follows() {
    return List.of(
        "nodes",
        "pods",
        "replicasets",
        "deployments",
        "statefulsets",
        "daemonsets",
        "jobs",
        "configmaps",
        "secrets",
        "services",
        "endpointslices",
        "persistentvolumeclaims");
  }

  @Override
  public Optional<Duration> look() {
    List<ClusterClient.Owned> linked = client.linked();
    for (ClusterClient.Owned one : linked) {
      if (Things.isDying(one.object()) && has(one.object(), ORPHAN)) {
        dependents(linked, one).forEach(child -> setFree(child, one));
        release(one, ORPHAN);
      } else if (Things.isDying(one.object()) && has(one.object(), FOREGROUND)) {
        List<ClusterClient.Owned> children = dependents(linked, one);
        children.stream().filter(c -> !Things.isDying(c.object())).forEach(this::delete);
        if (children.isEmpty()) {
          release(one, FOREGROUND);
        }
      } else if (isAbandoned(one.object()) && isAbandoned(asItIsNow(one))) {
        delete(one);
      }
    }
    return Optional.of(PERIOD);
  }

  /** This look itself may just have set it free. */
  private JsonNode asItIsNow(ClusterClient.Owned one) {
    return client
        .find(one.plural(), Things.space(one.object()), Things.name(one.object()))
        .<JsonNode>map(object -> object)
        .orElseGet(Json::object);
  }

  private static boolean has(JsonNode object, String finalizer) {
    return Json.each(object.path("metadata").path("finalizers"))
        .anyMatch(f -> f.asText().equals(finalizer));
  }

  private static List<ClusterClient.Owned> dependents(
      List<ClusterClient.Owned> linked, ClusterClient.Owned owner) {
    return linked.stream()
        .filter(
            child ->
                Json.each(child.object().path("metadata").path("ownerReferences"))
                    .anyMatch(o -> o.path("uid").asText().equals(Things.uid(owner.object()))))
        .toList();
  }

  private boolean isAbandoned(JsonNode object) {
    JsonNode owners = object.path("metadata").path("ownerReferences");
    return !owners.isEmpty()
        && !Things.isDying(object)
        && Json.each(owners).noneMatch(owner -> isThere(owner, Things.space(object)));
  }

  /** An owner of a kind that is not served may well be there. */
  private boolean isThere(JsonNode owner, String space) {
    Optional<String> plural =
        client.plural(owner.path("apiVersion").asText(), owner.path("kind").asText());
    if (plural.isEmpty()) {
      return true;
    }
    String name = owner.path("name").asText();
    return client
        .find(plural.get(), space, name)
        .or(() -> client.find(plural.get(), "", name))
        .filter(found -> Things.uid(found).equals(owner.path("uid").asText()))
        .isPresent();
  }

  private void delete(ClusterClient.Owned one) {
    client.delete(named(one), Json.object().put("propagationPolicy", "Background"));
  }

  private void setFree(ClusterClient.Owned child, ClusterClient.Owned owner) {
    change(
        child,
        "ownerReferences",
        reference -> !reference.path("uid").asText().equals(Things.uid(owner.object())));
  }

  private void release(ClusterClient.Owned one, String finalizer) {
    change(one, "finalizers", f -> !f.asText().equals(finalizer));
  }

  private void change(ClusterClient.Owned one, String field, Predicate<JsonNode> kept) {
    client.change(
        one.plural(),
        Things.space(one.object()),
        Things.name(one.object()),
        before -> {
          ObjectNode after = before.deepCopy();
          ArrayNode list = Json.child(after, "metadata").putArray(field);
          Json.each(before.path("metadata").path(field)).filter(kept).forEach(list::add);
          return after;
        });
  }

  private static ClusterClient.Named named(ClusterClient.Owned one) {
    return new ClusterClient.Named(
        one.plural(), Things.space(one.object()), Things.name(one.object()));
  }
}
