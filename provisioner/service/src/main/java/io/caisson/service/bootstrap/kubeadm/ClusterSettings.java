package io.caisson.service.bootstrap.kubeadm;

import java.util.List;
import java.util.Optional;

/**
 * What all nodes of a cluster share.
 *
 * @param endpoint the cluster's address, which never changes
 * @param certificateNames further names and addresses of the API server's certificate
 * @param imageRepository where kubeadm's images come from, if not from where kubeadm says
 */
public record ClusterSettings(
    String name,
    KubernetesVersion version,
    Endpoint endpoint,
    String podCidr,
    String serviceCidr,
    List<String> certificateNames,
    Optional<String> imageRepository) {
  public ClusterSettings {
    certificateNames = List.copyOf(certificateNames);
  }
}
