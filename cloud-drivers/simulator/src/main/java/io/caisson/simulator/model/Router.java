package io.caisson.simulator.model;

import java.util.Optional;

/** Connects subnets to each other and to an external network. */
public final class Router {
  private final Card card;
  private Optional<Gateway> gateway = Optional.empty();
  private boolean up = true;

  Router(Card card) {
    this.card = card;
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  public Optional<Gateway> gateway() {
    return gateway;
  }

  public boolean adminUp() {
    return up;
  }

  void leadOutBy(Optional<Gateway> to) {
    gateway = to;
  }

  void switchTo(boolean adminUp) {
    up = adminUp;
  }

  /**
   * @param network id of the external network
   * @param port id of the router's port there
   */
  public record Gateway(String network, String port, FixedAddress address) {}
}
