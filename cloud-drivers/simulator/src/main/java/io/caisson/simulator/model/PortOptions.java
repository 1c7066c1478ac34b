package io.caisson.simulator.model;

import java.util.List;
import java.util.Optional;

/** The less usual attributes of a port; what is absent stays as it is. */
public record PortOptions(
    Optional<Boolean> adminUp,
    Optional<Boolean> guarded,
    Optional<List<Port.AddressPair>> allowedPairs,
    Optional<String> dnsName,
    Optional<String> vnicType,
    Optional<String> mac) {
  public static PortOptions none() {
    return new PortOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** These, and the allowed pairs that the port keeps if they are not changed. */
  public PortOptions beside(Port port) {
    return new PortOptions(
        adminUp,
        guarded,
        allowedPairs.or(() -> Optional.of(port.allowedPairs())),
        dnsName,
        vnicType,
        mac);
  }

  void applyTo(Port port) {
    adminUp.ifPresent(port::switchTo);
    guarded.ifPresent(port::guard);
    allowedPairs.ifPresent(port::allow);
    dnsName.ifPresent(port::nameInDns);
    vnicType.ifPresent(port::beOfType);
    mac.ifPresent(port::answerTo);
  }
}
