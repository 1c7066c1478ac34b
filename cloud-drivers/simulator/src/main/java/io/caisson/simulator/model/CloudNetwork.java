package io.caisson.simulator.model;

/** A layer-2 network of the data centre. */
public final class CloudNetwork {
  private final Card card;
  private final Kind kind;

  CloudNetwork(Card card, Kind kind) {
    this.card = card;
    this.kind = kind;
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  /** Whether floating addresses come from it. */
  public boolean external() {
    return kind.external();
  }

  /** Whether all projects see it. */
  public boolean shared() {
    return kind.shared();
  }

  /** Whether new ports of it are guarded, unless they say otherwise. */
  public boolean guarded() {
    return kind.guarded();
  }

  /** What kind of network it is. */
  public record Kind(boolean external, boolean shared, boolean guarded) {
    public Kind(boolean external, boolean shared) {
      this(external, shared, true);
    }
  }
}
