package io.caisson.service.workload.fabric8;

import io.caisson.service.workload.ImageName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The images of what {@code kubeadm init} lets run in a cluster. */
final class SystemImages {
  private static final String SYSTEM = "kube-system";

  private final KubernetesClient client;

  SystemImages(KubernetesClient client) {
    this.client = client;
  }

  Workload<DaemonSet> kubeProxy() {
    return new Workload<>(
        "kube-proxy",
        client.apps().daemonSets().inNamespace(SYSTEM).withName("kube-proxy"),
        one -> one.getSpec().getTemplate());
  }

  Workload<Deployment> coreDns() {
    return new Workload<>(
        "coredns",
        client.apps().deployments().inNamespace(SYSTEM).withName("coredns"),
        one -> one.getSpec().getTemplate());
  }

  /** One of them, and its container of that name. */
  final class Workload<T extends HasMetadata> {
    private final String container;
    private final Resource<T> resource;
    private final Function<T, PodTemplateSpec> template;

    Workload(String container, Resource<T> resource, Function<T, PodTemplateSpec> template) {
      this.container = container;
      this.resource = resource;
      this.template = template;
    }

    Optional<String> image() {
      return read().flatMap(this::image);
    }

    /** Gives it the image with this tag, unless what it has is newer or somebody's own. */
    void raise(String tag) {
      Conflicts.again(
          () ->
              read()
                  .ifPresent(
                      before ->
                          image(before)
                              .flatMap(ImageName::parse)
                              .flatMap(image -> image.raisedTo(tag))
                              .ifPresent(next -> patch(before, next))));
    }

    private Optional<T> read() {
      return Optional.ofNullable(Faults.told(resource::get));
    }

    private Optional<String> image(T workload) {
      return template.apply(workload).getSpec().getContainers().stream()
          .filter(one -> container.equals(one.getName()))
          .flatMap(one -> Optional.ofNullable(one.getImage()).stream())
          .findFirst();
    }

    private void patch(T before, ImageName image) {
      Map<String, Object> containers =
          Map.of("containers", List.of(Map.of("name", container, "image", image.toString())));
      Map<String, Object> change =
          Map.of(
              "metadata",
              Map.of("resourceVersion", before.getMetadata().getResourceVersion()),
              "spec",
              Map.of("template", Map.of("spec", containers)));
      String json = client.getKubernetesSerialization().asJson(change);
      Faults.told(() -> resource.patch(PatchContext.of(PatchType.STRATEGIC_MERGE), json));
    }
  }
}
