package io.caisson.simulator.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Leads connections to its address on to one of its members, once it has a listener and a pool. It
 * has one of each at most.
 */
public final class LoadBalancer {
  private final Card card;
  private final Order order;
  private final String port;
  private final FixedAddress address;
  private final List<Member> members = new ArrayList<>();
  private Optional<Listener> listener = Optional.empty();
  private Optional<Pool> pool = Optional.empty();
  private Optional<Monitor> monitor = Optional.empty();
  private State state = State.PENDING_CREATE;

  LoadBalancer(Card card, Order order, Port port) {
    this.card = card;
    this.order = order;
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

  public Optional<Listener> listener() {
    return listener;
  }

  public Optional<Pool> pool() {
    return pool;
  }

  public Optional<Monitor> monitor() {
    return monitor;
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

  void add(Listener made) {
    listener = Optional.of(made);
  }

  void add(Pool made) {
    pool = Optional.of(made);
  }

  void add(Monitor made) {
    monitor = Optional.of(made);
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

  /**
   * Where it listens.
   *
   * @param port TCP
   */
  public record Listener(String id, String name, int port) {}

  /**
   * How it chooses among its members.
   *
   * @param algorithm such as {@code ROUND_ROBIN}
   */
  public record Pool(String id, String name, String algorithm) {}

  /** It connects to members, and keeps away from those that do not take it. */
  public record Monitor(String id, String name) {}

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
      String name, String description, String subnet, Optional<String> address, String provider) {}
}
