package io.caisson.simulator.guest.kubelet;

/**
 * The images of a control plane's static pods.
 *
 * @param repository where they come from
 * @param version of Kubernetes, as {@code v1.34.4}
 * @param etcd tag of etcd's, as {@code 3.6.5-0}
 */
public record StaticImages(String repository, String version, String etcd) {
  String of(String component) {
    return "%s/%s:%s".formatted(repository, component, component.equals("etcd") ? etcd : version);
  }

  /** As etcd itself says it. */
  public String etcdVersion() {
    return etcd.replaceFirst("^v", "").replaceFirst("-.*", "");
  }
}
