package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Texts in the ConfigMaps of {@code kube-system}. */
final class SystemMaps {
  private final KubernetesClient client;

  SystemMaps(KubernetesClient client) {
    this.client = client;
  }

  /**
   * @throws KubernetesException NOT_FOUND if there is no such map, or no such text in it
   */
  String text(String map, String key) {
    return text(read(map), map, key);
  }

  /** Puts another text there, if it is another. */
  void change(String map, String key, UnaryOperator<String> change) {
    Conflicts.again(
        () -> {
          ConfigMap before = read(map);
          String text = text(before, map, key);
          String next = change.apply(text);
          if (!next.equals(text)) {
            patch(before, Map.of(key, next));
          }
        });
  }

  private ConfigMap read(String map) {
    return Optional.ofNullable(Faults.told(() -> of(map).get()))
        .orElseThrow(() -> missing("there is no ConfigMap %s in kube-system".formatted(map)));
  }

  private static String text(ConfigMap map, String name, String key) {
    return Optional.ofNullable(map.getData())
        .flatMap(data -> Optional.ofNullable(data.get(key)))
        .orElseThrow(
            () -> missing("ConfigMap %s in kube-system has no text %s".formatted(name, key)));
  }

  private static KubernetesException missing(String what) {
    return new KubernetesException(
        Kind.NOT_FOUND, what + ": kubeadm init leaves one in every cluster since 1.24");
  }

  private void patch(ConfigMap before, Map<String, String> data) {
    Map<String, Object> change =
        Map.of(
            "metadata",
            Map.of("resourceVersion", before.getMetadata().getResourceVersion()),
            "data",
            data);
    String json = client.getKubernetesSerialization().asJson(change);
    Faults.told(
        () ->
            of(before.getMetadata().getName()).patch(PatchContext.of(PatchType.JSON_MERGE), json));
  }

  private Resource<ConfigMap> of(String map) {
    return client.configMaps().inNamespace("kube-system").withName(map);
  }
}
