package io.caisson.simulator.model;

import java.util.List;
import java.util.Optional;

/** What somebody wants to be different about a port; what is absent stays. */
public record PortChange(
    Optional<String> name,
    Optional<String> description,
    Optional<List<String>> securityGroups,
    Optional<List<PortOrder.WantedAddress>> addresses,
    Optional<Port.Device> device,
    PortOptions options) {
  public static PortChange none() {
    return new PortChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        PortOptions.none());
  }
}
