package io.caisson.simulator.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A volume as the cloud keeps it. */
public final class Volume {
  private final Card card;
  private final Order order;
  private State state = State.CREATING;
  private Optional<Attachment> attachment = Optional.empty();
  private Optional<String> reservedFor = Optional.empty();

  Volume(Card card, Order order) {
    this.card = card;
    this.order = order;
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

  public State state() {
    return state;
  }

  public Optional<Attachment> attachment() {
    return attachment;
  }

  /** Whether a server can boot from it. */
  public boolean bootable() {
    return order.image().isPresent();
  }

  boolean heldBy(String server) {
    return reservedFor.filter(server::equals).isPresent();
  }

  void become(State next) {
    state = next;
  }

  void reserve(String server) {
    state = State.RESERVED;
    reservedFor = Optional.of(server);
  }

  void attach(Attachment to) {
    state = State.IN_USE;
    attachment = Optional.of(to);
  }

  void release() {
    state = State.AVAILABLE;
    attachment = Optional.empty();
    reservedFor = Optional.empty();
  }

  /** What Cinder calls status. */
  public enum State {
    CREATING,
    AVAILABLE,
    RESERVED,
    IN_USE,
    DELETING;

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param device such as {@code /dev/sda}
   */
  public record Attachment(
      String id, String server, String device, boolean passing, Instant since) {}

  /**
   * What somebody wants.
   *
   * @param user id of who wants it
   * @param image id of the image that it is filled from
   */
  public record Order(
      String user,
      String name,
      Optional<String> description,
      int gib,
      Optional<String> image,
      Map<String, String> metadata) {
    public Order {
      metadata = new TreeMap<>(metadata);
    }
  }
}
