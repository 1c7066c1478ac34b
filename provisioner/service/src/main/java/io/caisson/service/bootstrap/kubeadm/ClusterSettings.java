package io.caisson.service.bootstrap.kubeadm;

import java.util.List;
import java.util.Optional;

/**
 * What all nodes of a cluster share.
 *
 * @param endpoint the cluster's address, which never changes
 * @param certificateNames further names and addresses of the API server's certificates; kubeadm
 *     adds each member's own, so all that is listed here is known before any machine is
 * @param imageRepository where kubeadm's images come from, if not from where kubeadm says
 */
public record ClusterSettings(
    String name,
    KubernetesVersion version,
    Endpoint endpoint,
    Subnets subnets,
    List<String> certificateNames,
    Optional<String> imageRepository,
    ClusterFeatures features) {

  /** CIDRs of the addresses inside of the cluster. */
  public record Subnets(String pods, String services) {}

  /**
   * @throws IllegalArgumentException for a feature gate that the release does not have
   */
  public ClusterSettings {
    certificateNames = List.copyOf(certificateNames);
    features.gates().check(version);
  }

  /** Without any feature. */
  public ClusterSettings(
      String name,
      KubernetesVersion version,
      Endpoint endpoint,
      String podCidr,
      String serviceCidr,
      List<String> certificateNames,
      Optional<String> imageRepository) {
    this(
        name,
        version,
        endpoint,
        new Subnets(podCidr, serviceCidr),
        certificateNames,
        imageRepository,
        ClusterFeatures.PLAIN);
  }

  public ClusterSettings with(ClusterFeatures wanted) {
    return new ClusterSettings(
        name, version, endpoint, subnets, certificateNames, imageRepository, wanted);
  }
}
