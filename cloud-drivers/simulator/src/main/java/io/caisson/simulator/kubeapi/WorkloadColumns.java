package io.caisson.simulator.kubeapi;

import static io.caisson.simulator.kubeapi.Columns.age;
import static io.caisson.simulator.kubeapi.Columns.name;
import static io.caisson.simulator.kubeapi.Columns.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The columns of workloads and of what guards them. */
final class WorkloadColumns {
  private static final List<String> SCHEDULED =
      List.of("desiredNumberScheduled", "currentNumberScheduled", "numberReady");

  private WorkloadColumns() {}

  static Columns of(ApiResource resource) {
    return switch (resource.kind()) {
      case "Deployment" ->
          new Columns(
              name(),
              ready(),
              status("Up-to-date", "updatedReplicas"),
              status("Available", "availableReplicas"),
              age());
      case "StatefulSet" -> new Columns(name(), ready(), age());
      case "ReplicaSet" ->
          new Columns(
              name(),
              text("Desired", set -> number(set.path("spec").path("replicas"))),
              status("Current", "replicas"),
              status("Ready", "readyReplicas"),
              age());
      case "DaemonSet" ->
          new Columns(
              name(),
              status("Desired", SCHEDULED.get(0)),
              status("Current", SCHEDULED.get(1)),
              status("Ready", SCHEDULED.get(2)),
              status("Up-to-date", "updatedNumberScheduled"),
              status("Available", "numberAvailable"),
              age());
      case "Job" ->
          new Columns(
              name(),
              text(
                  "Completions",
                  job ->
                      number(job.path("status").path("succeeded"))
                          + "/"
                          + number(job.path("spec").path("completions"))),
              age());
      case "PodDisruptionBudget" ->
          new Columns(
              name(),
              limit("Min available", "minAvailable"),
              limit("Max unavailable", "maxUnavailable"),
              status("Allowed disruptions", "disruptionsAllowed"),
              age());
      default ->
          new Columns(
              name(),
              text("Created At", o -> o.path("metadata").path("creationTimestamp").asText()));
    };
  }

  private static Columns.Column ready() {
    return text(
        "Ready",
        object ->
            number(object.path("status").path("readyReplicas"))
                + "/"
                + number(object.path("spec").path("replicas")));
  }

  private static Columns.Column status(String name, String field) {
    return text(name, object -> number(object.path("status").path(field)));
  }

  private static Columns.Column limit(String name, String field) {
    return text(
        name,
        object ->
            object.path("spec").has(field) ? object.path("spec").path(field).asText() : "N/A");
  }

  private static String number(JsonNode value) {
    return value.asText("0");
  }
}
