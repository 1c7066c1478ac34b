package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One machine as recorded: one VM's life. It changes only by records that were committed on its
 * cluster.
 *
 * @param name of its server, its host and its Node; never given twice
 * @param ports where it is plugged in, the first carries the cluster's traffic
 * @param since when it came into its state
 * @param reason why it is in its state
 * @param guest what the guest itself has told
 * @param blueprint what it is made by
 * @param mark what somebody has set on it
 * @param lapsed when its Node was last found not Ready though it had been
 */
public record Machine(
    MachineId id,
    Role role,
    String name,
    MachineState state,
    Instant since,
    String reason,
    List<Plug> ports,
    Guest guest,
    Blueprint blueprint,
    Optional<Mark> mark,
    Optional<Instant> lapsed) {
  public Machine {
    ports = List.copyOf(ports);
  }

  /** One whose Node never was Ready before now. */
  public Machine(
      MachineId id,
      Role role,
      String name,
      MachineState state,
      Instant since,
      String reason,
      List<Plug> ports,
      Guest guest,
      Blueprint blueprint,
      Optional<Mark> mark) {
    this(id, role, name, state, since, reason, ports, guest, blueprint, mark, Optional.empty());
  }

  /** One port to be, with the address that we chose for it. */
  public record Plug(String network, String subnet, String address) {}

  /**
   * What a guest told last.
   *
   * @param text the last lines of its log that came with it
   */
  public record Guest(Stage stage, Instant at, String text) {}

  /** What a guest reports during bootstrap, in this order; FAILED can come at any point. */
  public enum Stage {
    NONE,
    BOOTED,
    /** It has asked for its bundle. */
    BUNDLE_WANTED,
    /** Its bundle was sent for the first time. */
    BUNDLE_HANDED_OUT,
    BUNDLE_RECEIVED,
    PREPARED,
    KUBEADM_STARTED,
    KUBEADM_DONE,
    FAILED
  }

  public String address() {
    return ports.getFirst().address();
  }

  /** Whether it is of the control plane and its API server may run, or may have. */
  public boolean mayServe() {
    return role == Role.CONTROL_PLANE && heard(Stage.BUNDLE_HANDED_OUT);
  }

  public boolean heard(Stage stage) {
    return guest.stage().compareTo(stage) >= 0;
  }

  /** Of all its ports, in the order of its interfaces. */
  public List<ResourceKey> portKeys() {
    return IntStream.range(0, ports.size()).mapToObj(this::port).toList();
  }

  public ResourceKey server() {
    return new ResourceKey(ResourceKey.Kind.SERVER, id.toString());
  }

  public ResourceKey port(int index) {
    return new ResourceKey(ResourceKey.Kind.PORT, id + "." + index);
  }

  /**
   * @param use as the blueprint's volume says it
   */
  public ResourceKey volume(String use) {
    return new ResourceKey(ResourceKey.Kind.VOLUME, id + "." + use);
  }

  public ResourceKey token() {
    return new ResourceKey(ResourceKey.Kind.BOOTSTRAP_TOKEN, id.toString());
  }

  public Optional<String> zone() {
    return blueprint.zone();
  }

  public boolean marked(Mark wanted) {
    return mark.filter(wanted::equals).isPresent();
  }

  Machine moved(MachineState newState, String newReason, Instant at) {
    Instant newSince = newState == state ? since : at;
    boolean lapses = state == MachineState.READY && newState == MachineState.JOINED;
    return new Machine(
        id,
        role,
        name,
        newState,
        newSince,
        newReason,
        ports,
        guest,
        blueprint,
        mark,
        lapses ? Optional.of(at) : lapsed);
  }

  Machine replugged(int index, Plug plug) {
    List<Plug> changed = new ArrayList<>(ports);
    changed.set(index, plug);
    return new Machine(
        id, role, name, state, since, reason, changed, guest, blueprint, mark, lapsed);
  }

  /** Pings can come twice and overtake each other: only a later stage than the last one counts. */
  Machine pinged(Guest told) {
    return told.stage().compareTo(guest.stage()) <= 0
        ? this
        : new Machine(id, role, name, state, since, reason, ports, told, blueprint, mark, lapsed);
  }

  Machine marked(Optional<Mark> newMark) {
    return new Machine(
        id, role, name, state, since, reason, ports, guest, blueprint, newMark, lapsed);
  }
}
