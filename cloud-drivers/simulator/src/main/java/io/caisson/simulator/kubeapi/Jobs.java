package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Pods that run to their end, until enough have. */
final class Jobs implements Controller {
  private static final String PLURAL = "jobs";

  private final ClusterClient client;
  private final Workload workload;
  private final Timeline timeline;

  Jobs(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.workload = new Workload(client);
    this.timeline = timeline;
  }

  @Override
  public List<String> follows() {
    return List.of(PLURAL, "pods");
  }

  @Override
  public Optional<Duration> look() {
    for (ObjectNode job : client.list(PLURAL)) {
      if (!Things.isDying(job) && !isFinished(job)) {
        step(job);
      }
    }
    return Optional.empty();
  }

  private static boolean isFinished(JsonNode job) {
    return Things.isTrue(job, "Complete") || Things.isTrue(job, "Failed");
  }

  private void step(ObjectNode job) {
    JsonNode spec = job.path("spec");
    List<ObjectNode> pods = workload.podsOf(job);
    List<ObjectNode> active = pods.stream().filter(Things::isActive).toList();
    int succeeded = (int) pods.stream().filter(pod -> phase(pod).equals("Succeeded")).count();
    int failed = (int) pods.stream().filter(pod -> phase(pod).equals("Failed")).count();
    int completions = spec.path("completions").asInt(1);
    int parallel = spec.path("suspend").asBoolean() ? 0 : spec.path("parallelism").asInt(1);
    boolean complete = succeeded >= completions;
    boolean given = failed > spec.path("backoffLimit").asInt(6);
    if (complete || given) {
      active.forEach(workload::delete);
    } else {
      int wanted = Math.min(parallel, completions - succeeded);
      for (int i = active.size(); i < wanted; i++) {
        ObjectNode pod = Workload.pod(job);
        Json.child(pod, "metadata").put("generateName", Things.name(job) + "-");
        client.create(pod);
      }
    }
    report(job, complete || given ? List.of() : active, succeeded, failed, complete);
  }

  private void report(
      ObjectNode job, List<ObjectNode> active, int succeeded, int failed, boolean complete) {
    Instant now = timeline.now();
    ObjectNode holder = Json.object();
    JsonNode before = job.path("status");
    ObjectNode status = holder.putObject("status");
    if (before.path("conditions").isArray()) {
      status.set("conditions", before.path("conditions").deepCopy());
    }
    status.put("startTime", before.path("startTime").asText(Things.seconds(now)));
    put(status, "active", active.size());
    put(status, "succeeded", succeeded);
    put(status, "failed", failed);
    status.put("ready", (int) active.stream().filter(Things::isReady).count());
    if (complete) {
      status.put("completionTime", Things.seconds(now));
      Things.put(
          holder,
          Things.condition(
              "SuccessCriteriaMet",
              true,
              "CompletionsReached",
              "Reached expected number of succeeded pods"),
          now);
      Things.put(
          holder,
          Things.condition(
              "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods"),
          now);
    } else if (failed > job.path("spec").path("backoffLimit").asInt(6)) {
      Things.put(
          holder,
          Things.condition(
              "Failed",
              true,
              "BackoffLimitExceeded",
              "Job has reached the specified backoff limit"),
          now);
    }
    workload.report(PLURAL, job, status);
  }

  private static void put(ObjectNode status, String field, int count) {
    if (count > 0) {
      status.put(field, count);
    }
  }

  private static String phase(JsonNode pod) {
    return pod.path("status").path("phase").asText();
  }
}
