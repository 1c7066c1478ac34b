package io.caisson.contract.cloud;

import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Disks;
import io.caisson.spi.cloud.ServerOrder.Guest;
import io.caisson.spi.cloud.ServerOrder.Placement;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Orders that name one thing that is not there. */
public enum WrongOrder {
  FLAVOR(order -> order.ofFlavor(Missing.ID)),
  IMAGE(order -> order.with(Disks.ofImage(Missing.ID))),
  PORT(order -> order.on(List.of(Missing.ID))),
  SECOND_PORT(order -> order.on(List.of(order.ports().getFirst(), Missing.ID))),
  KEY_PAIR(order -> order.with(new Guest(Optional.of("no-such-key"), order.guest().userData()))),
  ZONE(order -> order.with(Placement.in(Optional.of("no-such-zone")))),
  GROUP(order -> order.with(Placement.ANYWHERE.among(Missing.ID)));

  private final UnaryOperator<ServerOrder> spoil;

  WrongOrder(UnaryOperator<ServerOrder> spoil) {
    this.spoil = spoil;
  }

  ServerOrder of(ServerOrder order) {
    return spoil.apply(order);
  }
}
