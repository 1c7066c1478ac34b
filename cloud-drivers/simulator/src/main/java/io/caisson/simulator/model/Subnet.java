package io.caisson.simulator.model;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The addresses of a network, and which of them are taken. */
public final class Subnet {
  private final Card card;
  private final String network;
  private final Plan plan;
  private final TreeSet<Long> taken = new TreeSet<>();

  Subnet(Card card, String network, Plan plan) {
    this.card = card;
    this.network = network;
    this.plan = plan;
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  public String network() {
    return network;
  }

  public Plan plan() {
    return plan;
  }

  boolean takes(long address) {
    return taken.add(address);
  }

  boolean isTaken(long address) {
    return taken.contains(address);
  }

  void gives(long address) {
    taken.remove(address);
  }

  /** The lowest free address of the pools. */
  Optional<Long> free() {
    return plan.pools().stream().flatMap(pool -> freeIn(pool).stream()).findFirst();
  }

  private Optional<Long> freeIn(AddressRange pool) {
    long candidate = pool.first();
    for (long used : taken.tailSet(pool.first())) {
      if (used != candidate) {
        break;
      }
      candidate++;
    }
    return candidate <= pool.last() ? Optional.of(candidate) : Optional.empty();
  }

  /**
   * How its addresses are used.
   *
   * @param pools where addresses come from that nobody chose
   */
  public record Plan(
      Cidr cidr,
      Optional<Long> gateway,
      List<AddressRange> pools,
      boolean dhcp,
      List<String> nameServers) {
    public Plan {
      pools = List.copyOf(pools);
      nameServers = List.copyOf(nameServers);
    }
  }
}
