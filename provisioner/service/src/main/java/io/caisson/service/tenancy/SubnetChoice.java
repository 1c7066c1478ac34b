package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;

/** The IPv4 subnet of a network that addresses are to be of: the one named, or the only one. */
final class SubnetChoice {
  private SubnetChoice() {}

  /**
   * Empty if there is none, which is told then.
   *
   * @param asked id
   * @param path for problems
   */
  static Optional<ClusterSpec.Subnet> of(
      Facts.NetworkFact network, Optional<String> asked, CloudFacts facts, String path) {
    List<Facts.Subnet> usable =
        network.subnets().stream().filter(subnet -> !subnet.cidr().contains(":")).toList();
    Optional<Facts.Subnet> chosen =
        asked.isPresent()
            ? usable.stream().filter(subnet -> subnet.id().equals(asked.get())).findFirst()
            : Optional.of(usable).filter(all -> all.size() == 1).map(List::getFirst);
    if (chosen.isEmpty()) {
      facts.problem(path, choice(network, usable, asked));
    }
    return chosen.map(SubnetChoice::subnet);
  }

  private static String choice(
      Facts.NetworkFact network, List<Facts.Subnet> usable, Optional<String> asked) {
    List<String> ids = usable.stream().map(Facts.Subnet::id).toList();
    return asked
        .map(
            id ->
                "network '%s' has no IPv4 subnet with the id '%s'; it has %s"
                    .formatted(network.name(), id, ids))
        .orElseGet(
            () ->
                "network '%s' has %d IPv4 subnets; name one of %s by its id"
                    .formatted(network.name(), ids.size(), ids));
  }

  private static ClusterSpec.Subnet subnet(Facts.Subnet subnet) {
    return new ClusterSpec.Subnet(
        subnet.id(),
        subnet.cidr(),
        subnet.pools().stream()
            .map(pool -> new ClusterSpec.AddressRange(pool.first(), pool.last()))
            .toList());
  }
}
