package io.caisson.simulator.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A virtual machine as the cloud keeps it. */
public final class Server {
  private final Card card;
  private final String user;
  private ServerOrder order;
  private final Flavor flavor;
  private final List<Nic> nics = new ArrayList<>();
  private final StringBuilder console = new StringBuilder();
  private State state = new State(VmState.BUILDING, Optional.of("scheduling"), false);
  private Optional<Fault> fault = Optional.empty();
  private Optional<Host> host = Optional.empty();
  private Optional<Instant> launched = Optional.empty();
  private List<String> tags;
  private int boots;

  Server(Card card, String user, ServerOrder order, Flavor flavor) {
    this.card = card;
    this.user = user;
    this.order = order;
    this.flavor = flavor;
    this.tags = order.software().tags();
  }

  public Card card() {
    return card;
  }

  public String id() {
    return card.id();
  }

  /** Id of the user who made it. */
  public String user() {
    return user;
  }

  /** As it was ordered, or rebuilt since. */
  public ServerOrder order() {
    return order;
  }

  public Flavor flavor() {
    return flavor;
  }

  /** Its interfaces as its host knows them, whatever has become of their ports. */
  public List<Nic> nics() {
    return List.copyOf(nics);
  }

  public State state() {
    return state;
  }

  public Optional<Fault> fault() {
    return fault;
  }

  public Optional<Host> host() {
    return host;
  }

  /** When it ran first. */
  public Optional<Instant> launched() {
    return launched;
  }

  public List<String> tags() {
    return tags;
  }

  public String console() {
    return console.toString();
  }

  boolean deleting() {
    return state.task().filter("deleting"::equals).isPresent() || state.vm() == VmState.DELETED;
  }

  /** Whether it is a member of the server group. */
  public boolean of(String group) {
    return order.where().group().filter(group::equals).isPresent();
  }

  boolean has(String port) {
    return nics.stream().anyMatch(nic -> nic.port().equals(port));
  }

  int boots() {
    return boots;
  }

  void rebuild(ServerOrder as) {
    order = as;
  }

  void become(VmState vm, Optional<String> task) {
    state = new State(vm, task, state.running());
  }

  void run(Instant now) {
    state = new State(VmState.ACTIVE, Optional.empty(), true);
    fault = Optional.empty();
    launched = launched.or(() -> Optional.of(now));
    boots++;
  }

  void halt() {
    state = new State(state.vm(), state.task(), false);
  }

  void fail(Fault because) {
    state = new State(VmState.ERROR, Optional.empty(), state.running());
    fault = Optional.of(because);
  }

  void place(Host on) {
    host = Optional.of(on);
  }

  void connect(Nic nic) {
    nics.add(nic);
  }

  void disconnect(String port) {
    nics.removeIf(nic -> nic.port().equals(port));
  }

  void tag(List<String> with) {
    tags = List.copyOf(with);
  }

  void print(String text) {
    console.append(text);
    int tooMuch = console.length() - 256 * 1024;
    if (tooMuch > 0) {
      console.delete(0, tooMuch);
    }
  }

  /** Without the user-data. */
  @Override
  public String toString() {
    return "Server[" + id() + ", " + card.name() + ", " + state + "]";
  }

  /** What Nova calls vm_state. */
  public enum VmState {
    BUILDING,
    ACTIVE,
    STOPPED,
    ERROR,
    DELETED
  }

  /**
   * @param task what is being done to it, such as {@code spawning} or {@code deleting}
   * @param running whether its power is on
   */
  public record State(VmState vm, Optional<String> task, boolean running) {}

  /** Why it is in error. */
  public record Fault(int code, String message, Instant created) {}

  /**
   * @param network the network's name
   * @param address dotted IPv4; empty if the port has none
   * @param made whether the port was made with the server, and goes with it
   */
  public record Nic(
      String port, String network, String mac, String address, int prefix, boolean made) {}
}
