package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.util.List;
import java.util.Set;

/**
 * The eviction subresource of pods: a deletion that asks the PodDisruptionBudget first.
 *
 * <ol>
 *   <li>A pod that has ended, never ran or is already on its way out is deleted without asking.
 *   <li>More than one matching budget is an error, whatever they say.
 *   <li>A pod that is not ready is free to go by AlwaysAllow, or where the budget is healthy
 *       anyway.
 *   <li>All others take one of the disruptions that the budget allows; the pod is noted in the
 *       budget, so that the controller counts it as lost before it is.
 * </ol>
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/registry/core/pod/storage/eviction.go">eviction.go</a>
 */
final class Eviction {
  private static final Set<String> FREE_PHASES = Set.of("Succeeded", "Failed", "Pending");
  private static final ApiResource BUDGETS = ApiResources.of("policy", "poddisruptionbudgets");
  private static final int RETRY_SECONDS = 10;

  private final Registry registry;
  private final ObjectStore store;
  private final Timeline timeline;
  private final String newest;

  /**
   * @param newest version of group policy that evictions may be written in; the old one may, too
   */
  Eviction(Registry registry, ObjectStore store, Timeline timeline, String newest) {
    this.registry = registry;
    this.store = store;
    this.timeline = timeline;
    this.newest = newest;
  }

  /** Refuses what is no eviction of this pod, before anybody is asked. */
  void requireOf(Target target, JsonNode body) {
    String version = body.path("apiVersion").asText("policy/" + newest);
    if (!List.of("policy/" + newest, "policy/v1beta1").contains(version)) {
      throw Status.badRequest("no kind \"Eviction\" is registered for version \"" + version + "\"");
    }
    if (!Metadata.name(body).equals(target.name())) {
      throw Status.badRequest("name in URL does not match name in Eviction object");
    }
  }

  ObjectNode evict(Target target, JsonNode body, Query query) {
    Target pod = new Target(target.resource(), target.namespace(), target.name(), "");
    DeleteOptions options = new DeleteOptions(body.path("deleteOptions"), query);
    boolean dryRun = query.dryRun() || !options.body().path("dryRun").isEmpty();
    return store.atomically(
        () -> {
          ObjectNode victim = registry.get(pod);
          if (!isFree(victim)) {
            askBudget(victim, dryRun);
          }
          options.requirePreconditions(pod.resource(), victim);
          if (!dryRun && !victim.path("metadata").has("deletionTimestamp")) {
            markTarget(pod);
          }
          registry.delete(pod, options, dryRun);
          return Status.success(201);
        });
  }

  private static boolean isFree(JsonNode pod) {
    return pod.path("metadata").has("deletionTimestamp")
        || FREE_PHASES.contains(pod.path("status").path("phase").asText());
  }

  private void askBudget(JsonNode pod, boolean dryRun) {
    String space = pod.path("metadata").path("namespace").asText();
    List<ObjectNode> budgets =
        store.all(BUDGETS).list().stream()
            .filter(budget -> budget.path("metadata").path("namespace").asText().equals(space))
            .filter(budget -> LabelSelector.of(budget.path("spec").path("selector")).test(pod))
            .toList();
    if (budgets.size() > 1) {
      throw Status.plain(
          500,
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.");
    }
    for (ObjectNode budget : budgets) {
      if (!mayGoUnready(pod, budget)) {
        take(budget, Metadata.name(pod), dryRun);
      }
    }
  }

  private static boolean mayGoUnready(JsonNode pod, JsonNode budget) {
    boolean ready =
        Json.each(pod.path("status").path("conditions"))
            .anyMatch(
                c ->
                    c.path("type").asText().equals("Ready")
                        && c.path("status").asText().equals("True"));
    JsonNode status = budget.path("status");
    int desired = status.path("desiredHealthy").asInt();
    boolean always =
        budget.path("spec").path("unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow");
    return !ready && (always || (desired > 0 && status.path("currentHealthy").asInt() >= desired));
  }

  private void take(ObjectNode budget, String pod, boolean dryRun) {
    String name = Metadata.name(budget);
    JsonNode status = budget.path("status");
    long generation = budget.path("metadata").path("generation").asLong();
    if (status.path("observedGeneration").asLong() < generation) {
      throw Refusals.disruptionBudget(
          "The disruption budget %s is still being processed by the server.".formatted(name),
          RETRY_SECONDS);
    }
    int allowed = status.path("disruptionsAllowed").asInt();
    if (allowed <= 0) {
      throw Refusals.disruptionBudget(
          "The disruption budget %s needs %d healthy pods and has %d currently"
              .formatted(
                  name,
                  status.path("desiredHealthy").asInt(),
                  status.path("currentHealthy").asInt()),
          0);
    }
    if (!dryRun) {
      note(budget, pod, allowed - 1);
    }
  }

  private void note(ObjectNode budget, String pod, int left) {
    String now = Registry.seconds(timeline.now());
    ObjectNode after = budget.deepCopy();
    ObjectNode status = Json.child(after, "status");
    status.put("disruptionsAllowed", left);
    Json.child(status, "disruptedPods").put(pod, now);
    for (JsonNode condition : status.path("conditions")) {
      if (left == 0 && condition instanceof ObjectNode known) {
        known.put("status", "False").put("reason", "InsufficientPods");
        known.put("lastTransitionTime", now);
      }
    }
    String space = budget.path("metadata").path("namespace").asText();
    store.put(BUDGETS, new ObjectKey(space, Metadata.name(budget)), after);
  }

  /** So that whoever owns the pod sees why it went. */
  private void markTarget(Target pod) {
    Target status = new Target(pod.resource(), pod.namespace(), pod.name(), "status");
    registry.change(
        status,
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(after, "status")
              .withArray("conditions")
              .addObject()
              .put("type", "DisruptionTarget")
              .put("status", "True")
              .putNull("lastProbeTime")
              .put("lastTransitionTime", Registry.seconds(timeline.now()))
              .put("reason", "EvictionByEvictionAPI")
              .put("message", "Eviction API: evicting");
          return after;
        },
        Writer.component(Caller.component("eviction")));
  }
}
