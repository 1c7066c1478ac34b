package io.caisson.simulator.model;

/** A named set of rules for the traffic of ports. */
public record SecurityGroup(Card card, boolean isDefault) {
  public String id() {
    return card.id();
  }
}
