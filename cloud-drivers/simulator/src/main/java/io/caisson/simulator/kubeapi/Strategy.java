package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What the server itself writes into an object of each kind when it is created or changed. */
final class Strategy {
  private Strategy() {}

  /** Works on an object whose metadata is complete. */
  static void onCreate(ApiResource resource, ObjectNode object, Caller caller) {
    Defaults.fill(resource, object);
    switch (resource.kind()) {
      case "Namespace" -> namespace(object);
      case "Node" -> {
        Json.child(object, "spec");
        Json.child(object, "status");
        notYetReady(object);
      }
      case "Pod" -> pod(object);
      case "CertificateSigningRequest" -> signingRequest(object, caller);
      case "VolumeAttachment" -> object.putObject("status").put("attached", false);
      case "Secret" -> secret(object);
      case "PersistentVolumeClaim", "PersistentVolume" ->
          object.putObject("status").put("phase", "Pending");
      case "Job" -> job(object);
      case "CustomResourceDefinition" -> Definitions.begin(object);
      case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "PodDisruptionBudget" ->
          object.putObject("status");
      default -> {}
    }
  }

  /**
   * Until its lifecycle controller has seen it Ready, nothing is scheduled to a node.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#taintnodesbycondition">TaintNodesByCondition</a>
   */
  private static void notYetReady(ObjectNode node) {
    String key = "node.kubernetes.io/not-ready";
    JsonNode taints = node.path("spec").path("taints");
    if (Json.each(taints).noneMatch(taint -> taint.path("key").asText().equals(key))) {
      Json.child(node, "spec")
          .withArray("taints")
          .addObject()
          .put("key", key)
          .put("effect", "NoSchedule");
    }
  }

  /** Its pods are told apart by the uid of their job, unless the job brings its own selector. */
  private static void job(ObjectNode object) {
    ObjectNode spec = Json.child(object, "spec");
    String uid = Metadata.uid(object);
    if (!spec.path("manualSelector").asBoolean()) {
      ObjectNode selector = Json.child(Json.child(spec, "selector"), "matchLabels");
      selector.put("batch.kubernetes.io/controller-uid", uid);
      ObjectNode template = Json.child(Json.child(spec, "template"), "metadata");
      Json.child(template, "labels")
          .put("batch.kubernetes.io/controller-uid", uid)
          .put("batch.kubernetes.io/job-name", Metadata.name(object))
          .put("controller-uid", uid)
          .put("job-name", Metadata.name(object));
    }
    object.putObject("status");
  }

  /**
   * What a change through the main resource may touch, and what one through a subresource may.
   *
   * @param subresource empty for the object itself
   */
  static void onUpdate(
      ApiResource resource, String subresource, JsonNode before, ObjectNode changed) {
    if (subresource.isEmpty()) {
      if (resource.hasStatus()) {
        copy(before, changed, "status");
      }
      if (resource.is("certificatesigningrequests")) {
        copy(before, changed, "spec");
      }
      if (resource.is("secrets")) {
        secret(changed);
      }
      Defaults.fill(resource, changed);
      return;
    }
    for (var field : before.properties()) {
      boolean ofSubresource =
          field.getKey().equals(subresource.equals("finalize") ? "spec" : "status");
      if (!ofSubresource && !field.getKey().equals("metadata")) {
        changed.set(field.getKey(), field.getValue());
      }
    }
    if (subresource.equals("approval")) {
      ObjectNode status = Json.child(changed, "status");
      copy(before.path("status"), status, "certificate");
    }
  }

  /** Kinds with a desired state count its changes. */
  static boolean hasGeneration(ApiResource resource) {
    return switch (resource.kind()) {
      case "Pod", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration" -> true;
      case "CertificateSigningRequest", "VolumeAttachment", "Lease" -> false;
      default -> !resource.group().isEmpty() && (resource.hasStatus() || isCustom(resource));
    };
  }

  private static boolean isCustom(ApiResource resource) {
    return !ApiResources.isBuiltIn(resource);
  }

  private static void namespace(ObjectNode object) {
    Json.child(Json.child(object, "metadata"), "labels")
        .put("kubernetes.io/metadata.name", Metadata.name(object));
    Json.child(object, "spec").putArray("finalizers").add("kubernetes");
    object.putObject("status").put("phase", "Active");
  }

  private static void pod(ObjectNode object) {
    ObjectNode spec = Json.child(object, "spec");
    if (!spec.has("enableServiceLinks")) {
      spec.put("enableServiceLinks", true);
    }
    if (!object.path("status").has("phase")) {
      object.putObject("status").put("phase", "Pending").put("qosClass", Defaults.qosClass(spec));
    }
  }

  private static void signingRequest(ObjectNode object, Caller caller) {
    ObjectNode spec = Json.child(object, "spec");
    spec.put("username", caller.name());
    spec.set("groups", Json.texts(caller.groups()));
    spec.remove("extra");
    if (!caller.credential().isEmpty()) {
      spec.putObject("extra")
          .putArray("authentication.kubernetes.io/credential-id")
          .add(caller.credential());
    }
    object.putObject("status");
  }

  private static void secret(ObjectNode object) {
    putIfAbsent(object, "type", "Opaque");
    if (object.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = Json.child(object, "data");
      for (var entry : plain.properties()) {
        byte[] bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private static void putIfAbsent(ObjectNode object, String field, String value) {
    if (!object.has(field)) {
      object.put(field, value);
    }
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    JsonNode value = from.path(field);
    if (value.isMissingNode()) {
      to.remove(field);
    } else {
      to.set(field, value);
    }
  }
}
