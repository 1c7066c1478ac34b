package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Leads connections to its address on to one of its members. It has one listener, or none yet. */
public final class LoadBalancer {
  private final Card card;
  private final Order order;
  private final Parts parts;
  private final String port;
  private final FixedAddress address;
  private final List<Member> members = new ArrayList<>();
  private State state = State.PENDING_CREATE;

  LoadBalancer(Card card, Order order, Parts parts, Port port) {
    this.card = card;
    this.order = order;
    this.parts = parts;
    this.port = port.id();
    this.address = port.addresses().getFirst();
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  public Order order() {
    return order;
  }

  public Parts parts() {
    return parts;
  }

  /** Id of the port that holds its address. */
  public String port() {
    return port;
  }

  public FixedAddress address() {
    return address;
  }

  public List<Member> members() {
    return List.copyOf(members);
  }

  public State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  void add(Member member) {
    members.add(member);
  }

  void remove(Member member) {
    members.remove(member);
  }

  /** What Octavia calls provisioning status. */
  public enum State {
    PENDING_CREATE,
    ACTIVE,
    PENDING_UPDATE,
    PENDING_DELETE,
    ERROR
  }

  /** Ids of what it consists of. */
  public record Parts(String listener, String pool, String monitor) {}

  /**
   * Where it leads.
   *
   * @param subnet id of the address's subnet; empty if nobody said it
   * @param port TCP
   */
  public record Member(String id, String name, String address, String subnet, int port) {}

  /**
   * What somebody wants.
   *
   * @param subnet id
   * @param address of the subnet; absent means any
   */
  public record Order(
      String name,
      String description,
      String subnet,
      Optional<String> address,
      String provider,
      Optional<Listener> listener) {}

  /**
   * Where it listens, and how it chooses among its members.
   *
   * @param port TCP
   * @param algorithm such as {@code ROUND_ROBIN}
   */
  public record Listener(String name, int port, String algorithm) {}
}
