package io.caisson.service.workload.fabric8;

import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.workload.ImageName;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** The API servers that kubeadm made, by the mirrors of their static pods. */
final class ApiServers {
  private final KubernetesClient client;

  ApiServers(KubernetesClient client) {
    this.client = client;
  }

  /**
   * What a newer one has written to etcd may be of a form that an older one cannot read.
   *
   * @throws KubernetesException CONFLICT if one is of a newer minor, or of no version that can be
   *     read
   */
  void mustNotBeNewerThan(KubernetesVersion version) {
    Faults.told(
            () ->
                Pages.all(
                    client
                        .pods()
                        .inNamespace("kube-system")
                        .withLabel("component", "kube-apiserver")))
        .stream()
        .filter(pod -> minor(pod).filter(minor -> minor <= version.minor()).isEmpty())
        .findFirst()
        .ifPresent(pod -> refuse(pod, version));
  }

  private static void refuse(Pod pod, KubernetesVersion version) {
    throw new KubernetesException(
        Kind.CONFLICT,
        "%s runs %s, and Kubernetes does not go back to %s"
            .formatted(
                pod.getMetadata().getName(), image(pod).orElse("an unknown image"), version));
  }

  private static Optional<String> image(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> Optional.ofNullable(container.getImage()).stream())
        .findFirst();
  }

  private static Optional<Integer> minor(Pod pod) {
    return image(pod).flatMap(ImageName::parse).flatMap(ImageName::minor);
  }
}
