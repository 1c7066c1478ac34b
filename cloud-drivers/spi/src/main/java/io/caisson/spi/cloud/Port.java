package io.caisson.spi.cloud;

import java.util.List;
import java.util.Optional;

/**
 * A port as the cloud shows it.
 *
 * @param device id of the server that it is plugged into
 */
public record Port(
    String id,
    String name,
    String network,
    List<String> addresses,
    Optional<String> device,
    PortTraits traits,
    Optional<OwnerMark> mark) {
  public Port {
    addresses = List.copyOf(addresses);
  }

  /** A port with nothing special. */
  public Port(
      String id,
      String name,
      String network,
      List<String> addresses,
      Optional<String> device,
      Optional<OwnerMark> mark) {
    this(id, name, network, addresses, device, PortTraits.USUAL, mark);
  }
}
