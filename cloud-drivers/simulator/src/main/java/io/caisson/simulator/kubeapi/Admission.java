package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * What the built-in admission plugins and the registry's allocators write into a new object, for
 * which they look at other objects: priority, service account, tolerations, cluster address.
 */
final class Admission {
  private static final Set<String> TOLERATED =
      Set.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  private static final long TOLERATED_SECONDS = 300;

  private final ObjectStore store;
  private final Identity identity;

  Admission(ObjectStore store, Identity identity) {
    this.store = store;
    this.identity = identity;
  }

  void onCreate(ApiResource resource, ObjectNode object) {
    switch (resource.kind()) {
      case "Pod" -> pod(object);
      case "Service" -> service(object);
      default -> {}
    }
  }

  private void pod(ObjectNode pod) {
    ObjectNode spec = Json.child(pod, "spec");
    boolean mirror = pod.path("metadata").path("annotations").has("kubernetes.io/config.mirror");
    if (!mirror) {
      serviceAccount(spec);
    }
    priority(spec);
    tolerations(spec);
  }

  private void serviceAccount(ObjectNode spec) {
    if (!spec.has("serviceAccountName")) {
      String account = spec.path("serviceAccount").asText("default");
      spec.put("serviceAccountName", account).put("serviceAccount", account);
    }
    if (!spec.path("automountServiceAccountToken").asBoolean(true)) {
      return;
    }
    String name = "kube-api-access-" + identity.letters();
    ArrayNode volumes = spec.withArray("volumes");
    if (Json.each(volumes).anyMatch(v -> v.path("name").asText().startsWith("kube-api-access-"))) {
      return;
    }
    volumes.add(projected(name));
    for (JsonNode container : spec.path("containers")) {
      if (container instanceof ObjectNode own) {
        own.withArray("volumeMounts")
            .addObject()
            .put("name", name)
            .put("readOnly", true)
            .put("mountPath", "/var/run/secrets/kubernetes.io/serviceaccount");
      }
    }
  }

  private static ObjectNode projected(String name) {
    ObjectNode volume = Json.object().put("name", name);
    ObjectNode projected = volume.putObject("projected");
    ArrayNode sources = projected.putArray("sources");
    sources
        .addObject()
        .putObject("serviceAccountToken")
        .put("expirationSeconds", 3607)
        .put("path", "token");
    ObjectNode ca = sources.addObject().putObject("configMap").put("name", "kube-root-ca.crt");
    ca.putArray("items").addObject().put("key", "ca.crt").put("path", "ca.crt");
    ObjectNode space = sources.addObject().putObject("downwardAPI");
    ObjectNode item = space.putArray("items").addObject().put("path", "namespace");
    item.putObject("fieldRef").put("apiVersion", "v1").put("fieldPath", "metadata.namespace");
    projected.put("defaultMode", 420);
    return volume;
  }

  private void priority(ObjectNode spec) {
    ApiResource classes = ApiResources.of("scheduling.k8s.io", "priorityclasses");
    Optional<ObjectNode> own =
        store.get(classes, new ObjectKey("", spec.path("priorityClassName").asText()));
    spec.put("priority", own.map(c -> c.path("value").asInt()).orElse(0));
    spec.put(
        "preemptionPolicy",
        own.map(c -> c.path("preemptionPolicy").asText()).orElse("PreemptLowerPriority"));
  }

  /** For five minutes every pod endures that its node is silent. */
  private static void tolerations(ObjectNode spec) {
    for (String key : TOLERATED.stream().sorted().toList()) {
      boolean given =
          Json.each(spec.path("tolerations"))
              .anyMatch(
                  t ->
                      Set.of(key, "").contains(t.path("key").asText())
                          && Set.of("NoExecute", "").contains(t.path("effect").asText()));
      if (!given) {
        spec.withArray("tolerations")
            .addObject()
            .put("key", key)
            .put("operator", "Exists")
            .put("effect", "NoExecute")
            .put("tolerationSeconds", TOLERATED_SECONDS);
      }
    }
  }

  /** Addresses of the usual service subnet, the lowest that is free from its eleventh on. */
  private void service(ObjectNode service) {
    ObjectNode spec = Json.child(service, "spec");
    boolean external = spec.path("type").asText().equals("ExternalName");
    if (external || !spec.path("clusterIP").asText().isEmpty()) {
      return;
    }
    Set<String> taken = new java.util.HashSet<>();
    store
        .all(ApiResources.core("services"))
        .list()
        .forEach(s -> taken.add(s.path("spec").path("clusterIP").asText()));
    int n = 11;
    while (taken.contains(address(n))) {
      n++;
    }
    spec.put("clusterIP", address(n)).putArray("clusterIPs").add(address(n));
  }

  private static String address(int n) {
    return "10.96.%d.%d".formatted(n / 256, n % 256);
  }
}
