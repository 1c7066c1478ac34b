package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * The values that the API server writes where an object says nothing.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/tree/v1.34.4/pkg/apis">defaults.go of each
 *     group</a>
 */
final class Defaults {
  private Defaults() {}

  static void fill(ApiResource resource, ObjectNode object) {
    ObjectNode spec = object.get("spec") instanceof ObjectNode there ? there : Json.object();
    switch (resource.kind()) {
      case "Pod" -> pod(spec);
      case "Deployment" -> deployment(spec);
      case "ReplicaSet", "ReplicationController" -> put(spec, "replicas", 1);
      case "StatefulSet" -> statefulSet(spec);
      case "DaemonSet" -> daemonSet(spec);
      case "Job" -> job(spec);
      case "Service" -> service(spec);
      default -> {}
    }
    if (spec.path("template").path("spec") instanceof ObjectNode template) {
      pod(template);
    }
  }

  static void pod(ObjectNode spec) {
    put(spec, "restartPolicy", "Always");
    put(spec, "terminationGracePeriodSeconds", 30);
    put(spec, "dnsPolicy", "ClusterFirst");
    Json.child(spec, "securityContext");
    put(spec, "schedulerName", "default-scheduler");
    for (String list : new String[] {"containers", "initContainers"}) {
      for (JsonNode container : spec.path(list)) {
        if (container instanceof ObjectNode own) {
          container(own);
        }
      }
    }
  }

  private static void container(ObjectNode container) {
    String image = container.path("image").asText();
    int colon = image.lastIndexOf(':');
    boolean latest = colon <= image.lastIndexOf('/') || image.endsWith(":latest");
    for (JsonNode port : container.path("ports")) {
      if (port instanceof ObjectNode own) {
        put(own, "protocol", "TCP");
      }
    }
    Json.child(container, "resources");
    put(container, "terminationMessagePath", "/dev/termination-log");
    put(container, "terminationMessagePolicy", "File");
    put(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
  }

  private static void deployment(ObjectNode spec) {
    put(spec, "replicas", 1);
    ObjectNode strategy = Json.child(spec, "strategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      put(rolling, "maxUnavailable", "25%");
      put(rolling, "maxSurge", "25%");
    }
    put(spec, "revisionHistoryLimit", 10);
    put(spec, "progressDeadlineSeconds", 600);
  }

  private static void statefulSet(ObjectNode spec) {
    put(spec, "replicas", 1);
    put(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      put(Json.child(strategy, "rollingUpdate"), "partition", 0);
    }
    put(spec, "revisionHistoryLimit", 10);
  }

  private static void daemonSet(ObjectNode spec) {
    ObjectNode strategy = Json.child(spec, "updateStrategy");
    put(strategy, "type", "RollingUpdate");
    if (strategy.path("type").asText().equals("RollingUpdate")) {
      put(Json.child(strategy, "rollingUpdate"), "maxUnavailable", 1);
      put(Json.child(strategy, "rollingUpdate"), "maxSurge", 0);
    }
    put(spec, "revisionHistoryLimit", 10);
  }

  private static void job(ObjectNode spec) {
    if (!spec.has("completions") && !spec.has("parallelism")) {
      spec.put("completions", 1);
    }
    put(spec, "parallelism", 1);
    put(spec, "backoffLimit", 6);
    put(spec, "completionMode", "NonIndexed");
    if (!spec.has("suspend")) {
      spec.put("suspend", false);
    }
  }

  private static void service(ObjectNode spec) {
    put(spec, "type", "ClusterIP");
    put(spec, "sessionAffinity", "None");
    for (JsonNode port : spec.path("ports")) {
      if (port instanceof ObjectNode own) {
        put(own, "protocol", "TCP");
        if (!own.has("targetPort")) {
          own.set("targetPort", own.path("port"));
        }
      }
    }
  }

  /** By what the containers ask for: the class that decides who is ended first. */
  static String qosClass(JsonNode spec) {
    boolean any = false;
    boolean all = true;
    for (JsonNode container : spec.path("containers")) {
      JsonNode requests = container.path("resources").path("requests");
      JsonNode limits = container.path("resources").path("limits");
      any |= !requests.isEmpty() || !limits.isEmpty();
      for (String what : Set.of("cpu", "memory")) {
        boolean fixed =
            limits.has(what)
                && (!requests.has(what) || requests.path(what).equals(limits.path(what)));
        all &= fixed;
      }
    }
    return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
  }

  private static void put(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void put(ObjectNode object, String field, int value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }
}
