package io.caisson.simulator.model;

import java.util.List;
import java.util.Optional;

/**
 * What somebody wants of a new port.
 *
 * @param addresses empty means one of any subnet
 * @param securityGroups ids; absent means the project's default group
 */
public record PortOrder(
    String project,
    String network,
    Optional<String> name,
    Optional<String> description,
    Optional<List<WantedAddress>> addresses,
    Optional<List<String>> securityGroups,
    Port.Device device) {
  /** A port on the network, with all that is usual. */
  public static PortOrder on(String network, String project) {
    return new PortOrder(
        project,
        network,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Port.Device.NONE);
  }

  PortOrder with(Port.Device plugged) {
    return new PortOrder(project, network, name, description, addresses, securityGroups, plugged);
  }

  PortOrder with(List<WantedAddress> wanted) {
    return new PortOrder(
        project, network, name, description, Optional.of(wanted), securityGroups, device);
  }

  PortOrder in(List<String> groups) {
    return new PortOrder(
        project, network, name, description, addresses, Optional.of(groups), device);
  }

  /** An address, or any address of a subnet, or both. */
  public record WantedAddress(Optional<String> subnet, Optional<String> address) {}
}
