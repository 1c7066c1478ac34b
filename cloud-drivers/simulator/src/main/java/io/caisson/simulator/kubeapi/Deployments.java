package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Moves a Deployment's pods from the ReplicaSets of older templates to that of the present one.
 *
 * <ol>
 *   <li>There are never more than replicas + maxSurge pods of it.
 *   <li>Never fewer than replicas - maxUnavailable are available; what is not available anyway may
 *       go at once.
 * </ol>
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/deployment/rolling.go">rolling.go</a>
 */
final class Deployments implements Controller {
  private static final String PLURAL = "deployments";
  private static final String HASH = "pod-template-hash";
  private static final String REVISION = "deployment.kubernetes.io/revision";

  private final ClusterClient client;
  private final Workload workload;
  private final DeploymentStatus status;

  Deployments(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.workload = new Workload(client);
    this.status = new DeploymentStatus(timeline);
  }

  @Override
  public List<String> follows() {
    return List.of(PLURAL, "replicasets");
  }

  @Override
  public Optional<Duration> look() {
    for (ObjectNode deployment : client.list(PLURAL)) {
      if (!Things.isDying(deployment)) {
        step(deployment);
      }
    }
    return Optional.empty();
  }

  private void step(ObjectNode deployment) {
    List<ObjectNode> sets =
        client.list("replicasets").stream()
            .filter(set -> Things.isControlledBy(set, deployment))
            .toList();
    String hash = Workload.hash(deployment.path("spec").path("template"));
    Optional<ObjectNode> there =
        sets.stream().filter(set -> Workload.label(set, HASH).equals(hash)).findFirst();
    if (deployment.path("spec").path("paused").asBoolean() && there.isEmpty()) {
      workload.report(PLURAL, deployment, status.of(deployment, sets, Json.object()));
      return;
    }
    ObjectNode fresh = there.orElseGet(() -> make(deployment, hash, sets));
    List<ObjectNode> old = sets.stream().filter(set -> !isSame(set, fresh)).toList();
    rank(deployment, fresh, old);
    roll(deployment, fresh, old);
    forget(deployment, old);
    List<ObjectNode> all = new ArrayList<>(old);
    all.add(fresh);
    workload.report(PLURAL, deployment, status.of(deployment, all, fresh));
  }

  private static boolean isSame(JsonNode a, JsonNode b) {
    return Things.uid(a).equals(Things.uid(b));
  }

  private ObjectNode make(ObjectNode deployment, String hash, List<ObjectNode> others) {
    ObjectNode set = Json.object().put("kind", "ReplicaSet").put("apiVersion", "apps/v1");
    ObjectNode metadata =
        set.putObject("metadata")
            .put("name", Things.name(deployment) + "-" + hash)
            .put("namespace", Things.space(deployment));
    JsonNode spec = deployment.path("spec");
    ObjectNode template = spec.path("template").deepCopy();
    ObjectNode labels = Json.child(Json.child(template, "metadata"), "labels").put(HASH, hash);
    metadata.set("labels", labels.deepCopy());
    metadata.putObject("annotations").put(REVISION, Long.toString(highest(others) + 1));
    metadata.set("ownerReferences", Things.ownedBy(deployment));
    ObjectNode own = set.putObject("spec").put("replicas", 0);
    own.set("selector", spec.path("selector").deepCopy());
    Json.child(Json.child(own, "selector"), "matchLabels").put(HASH, hash);
    own.set("template", template);
    if (spec.has("minReadySeconds")) {
      own.set("minReadySeconds", spec.path("minReadySeconds"));
    }
    return client.create(set);
  }

  /** The present template has the highest revision, also when it is an older one again. */
  private void rank(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
    long top = highest(old);
    if (revision(fresh) <= top) {
      annotate("replicasets", fresh, Long.toString(top + 1));
    }
    String revision = Long.toString(Math.max(revision(fresh), top + (old.isEmpty() ? 0 : 1)));
    if (!deployment.path("metadata").path("annotations").path(REVISION).asText().equals(revision)) {
      annotate(PLURAL, deployment, revision);
    }
  }

  private void annotate(String plural, JsonNode object, String revision) {
    client.change(
        plural,
        Things.space(object),
        Things.name(object),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(Json.child(after, "metadata"), "annotations").put(REVISION, revision);
          return after;
        });
  }

  private static long highest(List<ObjectNode> sets) {
    return sets.stream().mapToLong(Deployments::revision).max().orElse(0);
  }

  private static long revision(JsonNode set) {
    return set.path("metadata").path("annotations").path(REVISION).asLong();
  }

  private void roll(ObjectNode deployment, ObjectNode fresh, List<ObjectNode> old) {
    JsonNode spec = deployment.path("spec");
    int wanted = spec.path("replicas").asInt(1);
    int oldPods = old.stream().mapToInt(Deployments::replicas).sum();
    if (spec.path("strategy").path("type").asText().equals("Recreate")) {
      old.forEach(set -> scale(set, 0));
      boolean gone = old.stream().allMatch(set -> set.path("status").path("replicas").asInt() == 0);
      scale(fresh, gone ? wanted : replicas(fresh));
      return;
    }
    JsonNode rolling = spec.path("strategy").path("rollingUpdate");
    int surge = Things.scaled(rolling.path("maxSurge"), wanted, true);
    int missing = Things.scaled(rolling.path("maxUnavailable"), wanted, false);
    int room = wanted + surge - oldPods - replicas(fresh);
    int target = Math.min(wanted, replicas(fresh) + Math.max(0, room));
    scale(fresh, replicas(fresh) > wanted ? wanted : target);
    shrink(old, fresh, wanted - (surge == 0 && missing == 0 ? 1 : missing));
  }

  /** Old pods go as far as enough are available without them. */
  private void shrink(List<ObjectNode> old, ObjectNode fresh, int least) {
    int spare = available(fresh) + old.stream().mapToInt(Deployments::available).sum() - least;
    for (ObjectNode set : old) {
      int broken = Math.max(0, replicas(set) - available(set));
      int healthy = Math.max(0, Math.min(spare, replicas(set) - broken));
      spare -= healthy;
      scale(set, replicas(set) - broken - healthy);
    }
  }

  /** Empty sets beyond the history that is to be kept. */
  private void forget(ObjectNode deployment, List<ObjectNode> old) {
    int kept = deployment.path("spec").path("revisionHistoryLimit").asInt(10);
    old.stream()
        .filter(set -> replicas(set) == 0 && set.path("status").path("replicas").asInt() == 0)
        .sorted(Comparator.comparingLong(Deployments::revision).reversed())
        .skip(kept)
        .forEach(
            set ->
                client.delete(
                    new ClusterClient.Named("replicasets", Things.space(set), Things.name(set))));
  }

  private void scale(ObjectNode set, int replicas) {
    if (replicas(set) != replicas) {
      client.change(
          "replicasets",
          Things.space(set),
          Things.name(set),
          before -> {
            ObjectNode after = before.deepCopy();
            Json.child(after, "spec").put("replicas", replicas);
            return after;
          });
    }
  }

  static int replicas(JsonNode set) {
    return set.path("spec").path("replicas").asInt();
  }

  static int available(JsonNode set) {
    return Math.min(set.path("status").path("availableReplicas").asInt(), replicas(set));
  }
}
