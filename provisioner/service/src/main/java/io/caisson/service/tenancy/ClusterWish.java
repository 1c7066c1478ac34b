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
   * @param network that is there; of no meaning if one is to be made
   * @param subnet id; needed only where the network has several
   */
  public record Addresses(
      String network,
      Optional<String> subnet,
      String podCidr,
      String serviceCidr,
      String cni,
      Optional<NewNetwork> create) {}

  /**
   * A network to be made.
   *
   * @param externalNetwork id or name; empty for that of the endpoint
   */
  public record NewNetwork(
      String cidr, Optional<String> externalNetwork, List<String> nameServers) {
    /** Magnum's {@code fixed_subnet_cidr}. */
    public static final String USUAL_CIDR = "10.0.0.0/24";

    public NewNetwork {
      nameServers = List.copyOf(nameServers);
    }
  }
}
