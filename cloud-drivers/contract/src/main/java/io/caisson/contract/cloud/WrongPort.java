package io.caisson.contract.cloud;

import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.PortTraits;
import java.util.List;
import java.util.stream.IntStream;

/** Port orders that cannot be. */
public enum WrongPort {
  NETWORK,
  SUBNET,
  ADDRESS_OUTSIDE,
  ADDRESS_WITHOUT_SENSE,
  GROUP,
  ALLOWED_WITHOUT_SENSE,
  ALLOWED_TWICE,
  ALLOWED_TOO_MANY;

  PortOrder of(PortOrder order) {
    return switch (this) {
      case NETWORK -> spoiled(order, Missing.ID, order.subnet(), order.address());
      case SUBNET -> spoiled(order, order.network(), Missing.ID, order.address());
      case ADDRESS_OUTSIDE -> spoiled(order, order.network(), order.subnet(), "192.0.2.77");
      case ADDRESS_WITHOUT_SENSE -> spoiled(order, order.network(), order.subnet(), "300.1.2.3");
      case GROUP ->
          new PortOrder(
              order.mark(),
              order.name(),
              order.network(),
              order.subnet(),
              order.address(),
              List.of(Missing.ID));
      case ALLOWED_WITHOUT_SENSE -> allowing(order, List.of("300.1.2.3"));
      case ALLOWED_TWICE -> allowing(order, List.of("192.0.2.7", "192.0.2.7"));
      case ALLOWED_TOO_MANY ->
          allowing(order, IntStream.range(1, 200).mapToObj(i -> "192.0.2." + i).toList());
    };
  }

  private static PortOrder allowing(PortOrder order, List<String> addresses) {
    return order.with(PortTraits.USUAL.allowing(addresses));
  }

  private static PortOrder spoiled(PortOrder order, String network, String subnet, String address) {
    return new PortOrder(
        order.mark(), order.name(), network, subnet, address, order.securityGroups());
  }
}
