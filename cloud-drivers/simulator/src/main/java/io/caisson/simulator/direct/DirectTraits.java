package io.caisson.simulator.direct;

import io.caisson.simulator.model.Port;
import io.caisson.simulator.model.PortOptions;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.PortTraits.Vnic;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is special about a port, in the ports' words and in the model's. */
final class DirectTraits {
  private DirectTraits() {}

  static PortOptions write(PortTraits traits) {
    return new PortOptions(
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            traits.allowedAddresses().stream().map(one -> new Port.AddressPair(one, "")).toList()),
        Optional.empty(),
        Optional.of(word(traits.vnic())),
        Optional.empty());
  }

  static PortTraits read(Port port) {
    return new PortTraits(
        Stream.of(Vnic.values())
            .filter(vnic -> word(vnic).equals(port.vnicType()))
            .findFirst()
            .orElse(Vnic.OTHER),
        port.allowedPairs().stream().map(Port.AddressPair::address).toList());
  }

  private static String word(Vnic vnic) {
    return vnic.name().toLowerCase(Locale.ROOT);
  }
}
