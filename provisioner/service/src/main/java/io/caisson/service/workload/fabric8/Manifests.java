package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NamespaceableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/**
 * Makes objects have the fields of a document. Where there is no server-side apply, a merge patch
 * does it, and a creation what is not there: the fields come out the same, only nobody notes whose
 * they are.
 */
final class Manifests {
  private final KubernetesClient client;
  private final Dialects dialects;

  Manifests(KubernetesClient client, Dialects dialects) {
    this.client = client;
    this.dialects = dialects;
  }

  void apply(Map<String, Object> document) {
    GenericKubernetesResource object =
        client.getKubernetesSerialization().convertValue(document, GenericKubernetesResource.class);
    NamespaceableResource<GenericKubernetesResource> resource = client.resource(object);
    Faults.told(
        () ->
            dialects.now().serverSideApply()
                ? resource
                    .fieldManager(SystemObjects.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply()
                : merged(resource, client.getKubernetesSerialization().asJson(document)));
  }

  private static GenericKubernetesResource merged(
      NamespaceableResource<GenericKubernetesResource> resource, String document) {
    try {
      return Faults.told(() -> resource.patch(PatchContext.of(PatchType.JSON_MERGE), document));
    } catch (KubernetesException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      return Faults.told(resource::create);
    }
  }
}
