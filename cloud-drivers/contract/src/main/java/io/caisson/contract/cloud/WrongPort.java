package io.caisson.contract.cloud;

import io.caisson.spi.cloud.PortOrder;
import java.util.List;

/** Port orders that cannot be. */
public enum WrongPort {
  NETWORK,
  SUBNET,
  ADDRESS_OUTSIDE,
  ADDRESS_WITHOUT_SENSE,
  GROUP;

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
    };
  }

  private static PortOrder spoiled(PortOrder order, String network, String subnet, String address) {
    return new PortOrder(
        order.mark(), order.name(), network, subnet, address, order.securityGroups());
  }
}
