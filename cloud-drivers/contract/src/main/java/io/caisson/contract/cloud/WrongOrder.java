package io.caisson.contract.cloud;

import io.caisson.spi.cloud.ServerOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Orders that name one thing that is not there. */
public enum WrongOrder {
  FLAVOR(order -> withFlavor(order, Missing.ID)),
  IMAGE(
      order ->
          new ServerOrder(
              order.mark(),
              order.name(),
              order.flavor(),
              Missing.ID,
              order.ports(),
              order.keyPair(),
              order.zone(),
              order.userData())),
  PORT(
      order ->
          new ServerOrder(
              order.mark(),
              order.name(),
              order.flavor(),
              order.image(),
              List.of(Missing.ID),
              order.keyPair(),
              order.zone(),
              order.userData())),
  KEY_PAIR(
      order ->
          new ServerOrder(
              order.mark(),
              order.name(),
              order.flavor(),
              order.image(),
              order.ports(),
              Optional.of("no-such-key"),
              order.zone(),
              order.userData())),
  ZONE(
      order ->
          new ServerOrder(
              order.mark(),
              order.name(),
              order.flavor(),
              order.image(),
              order.ports(),
              order.keyPair(),
              Optional.of("no-such-zone"),
              order.userData()));

  private final UnaryOperator<ServerOrder> spoil;

  WrongOrder(UnaryOperator<ServerOrder> spoil) {
    this.spoil = spoil;
  }

  ServerOrder of(ServerOrder order) {
    return spoil.apply(order);
  }

  static ServerOrder withFlavor(ServerOrder order, String flavor) {
    return new ServerOrder(
        order.mark(),
        order.name(),
        flavor,
        order.image(),
        order.ports(),
        order.keyPair(),
        order.zone(),
        order.userData());
  }

  static ServerOrder withName(ServerOrder order, String name) {
    return new ServerOrder(
        order.mark(),
        name,
        order.flavor(),
        order.image(),
        order.ports(),
        order.keyPair(),
        order.zone(),
        order.userData());
  }

  static ServerOrder withUserData(ServerOrder order, String userData) {
    return new ServerOrder(
        order.mark(),
        order.name(),
        order.flavor(),
        order.image(),
        order.ports(),
        order.keyPair(),
        order.zone(),
        userData);
  }
}
