package io.caisson.simulator.model;

import java.util.Optional;

/** An address of an external network that can stand for the address of a port. */
public final class FloatingIp {
  private final Card card;
  private final String network;
  private final String address;
  private final String ownPort;
  private Optional<Target> target = Optional.empty();

  FloatingIp(Card card, String network, String address, String ownPort) {
    this.card = card;
    this.network = network;
    this.address = address;
    this.ownPort = ownPort;
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  /** Id of the external network. */
  public String network() {
    return network;
  }

  /** Dotted IPv4. */
  public String address() {
    return address;
  }

  /** Id of the port on the external network that holds the address. */
  public String ownPort() {
    return ownPort;
  }

  public Optional<Target> target() {
    return target;
  }

  void aim(Optional<Target> at) {
    target = at;
  }

  /**
   * Where it leads.
   *
   * @param port id
   * @param fixed dotted IPv4
   * @param router id
   */
  public record Target(String port, String fixed, String router) {}
}
