package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A cluster as a tenant asks for it: flavors, image and networks by id or by name.
 *
 * @param endpoint with the external network by id or name
 */
public record ClusterWish(
    String kubernetesVersion,
    List<Group> groups,
    Addresses addresses,
    Endpoint endpoint,
    Optional<String> keyPair,
    ClusterSpec.Timeouts timeouts,
    SortedMap<String, String> labels) {
  public ClusterWish {
    groups = List.copyOf(groups);
  }

  /** One node group; the limits and everything else are as in the spec. */
  public record Group(
      String name,
      Role role,
      String flavor,
      String image,
      int count,
      NodeGroup.Bounds bounds,
      NodeGroup.Options options) {}

  /**
   * @param subnet id; needed only where the network has several
   */
  public record Addresses(
      String network, Optional<String> subnet, String podCidr, String serviceCidr, String cni) {}
}
