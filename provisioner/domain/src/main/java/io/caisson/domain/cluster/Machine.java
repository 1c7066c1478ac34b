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
 * @param rebuilt the try of its server that made it anew, whose guest counts; empty if none did
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
    Optional<Instant> lapsed,
    Optional<Integer> rebuilt) {
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
    this(
        id,
        role,
        name,
        state,
        since,
        reason,
        ports,
        guest,
        blueprint,
        mark,
        Optional.empty(),
        Optional.empty());
  }

  /** One port to be, with the address that we chose for it. */
  public record Plug(String network, String subnet, String address) {}

  /**
   * What a guest told last.
   *
   * @param text the last lines of its log that came with it
   * @param attempt the try of its server whose secret it showed; empty in records of before servers
   *     were rebuilt
   */
  public record Guest(Stage stage, Instant at, String text, Optional<Integer> attempt) {
    /** One of which it does not matter whose it is. */
    public Guest(Stage stage, Instant at, String text) {
      this(stage, at, text, Optional.empty());
    }
  }

  /** What a guest reports during bootstrap, in this order; FAILED can come at any point. */
  public enum Stage {
    NONE,
    BOOTED,
    /** It has asked for its bundle. */
    BUNDLE_WANTED,
    /** Its bundle was sent for the first time. */
    BUNDLE_HANDED_OUT,
    BUNDLE_RECEIVED,
    /** It is prepared, and kubeadm runs. */
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

  /** Each rebuild has a token of its own. */
  public ResourceKey token() {
    String name = id + rebuilt.map(attempt -> "." + attempt).orElse("");
    return new ResourceKey(ResourceKey.Kind.BOOTSTRAP_TOKEN, name);
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
        lapses ? Optional.of(at) : lapsed,
        rebuilt);
  }

  Machine replugged(int index, Plug plug) {
    List<Plug> changed = new ArrayList<>(ports);
    changed.set(index, plug);
    return new Machine(
        id, role, name, state, since, reason, changed, guest, blueprint, mark, lapsed, rebuilt);
  }

  /**
   * Pings can come twice and overtake each other: only a later stage than the last one counts, and
   * nothing that comes from before a rebuild.
   */
  Machine pinged(Guest told) {
    boolean late = told.attempt().orElse(0) < rebuilt.orElse(0);
    return late || told.stage().compareTo(guest.stage()) <= 0 ? this : with(told, rebuilt);
  }

  /** From now on only the guest that this try of its server boots is listened to. */
  Machine awaits(int attempt, Instant at) {
    return with(new Guest(Stage.NONE, at, ""), Optional.of(attempt));
  }

  private Machine with(Guest newGuest, Optional<Integer> newRebuilt) {
    return new Machine(
        id, role, name, state, since, reason, ports, newGuest, blueprint, mark, lapsed, newRebuilt);
  }

  /** As it is once its pods have left it and its server is to be made anew. */
  Machine madeBy(Blueprint newBlueprint) {
    return new Machine(
        id,
        role,
        name,
        state,
        since,
        reason,
        ports,
        guest,
        newBlueprint,
        mark.filter(one -> one != Mark.REBUILD),
        lapsed,
        rebuilt);
  }

  Machine marked(Optional<Mark> newMark) {
    return new Machine(
        id, role, name, state, since, reason, ports, guest, blueprint, newMark, lapsed, rebuilt);
  }
}
