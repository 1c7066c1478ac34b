package io.caisson.simulator.kubeapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Who the members of a cluster's etcd are, and which of them run. The data itself is in {@link
 * ObjectStore}; what counts here is whether it can be reached.
 *
 * <ol>
 *   <li>It answers while more than half of its voters run, and only through members that do.
 *   <li>A new member begins as a learner; there is one at a time, and none while a voter is lost.
 *   <li>Nothing is removed if that would leave no quorum of voters that have ever started, or of
 *       those that run; a lost voter and a learner may always go, the last voter never.
 * </ol>
 *
 * @see <a href="https://etcd.io/docs/v3.6/op-guide/runtime-configuration/">Runtime
 *     reconfiguration</a>
 * @see <a
 *     href="https://github.com/etcd-io/etcd/blob/v3.6.5/server/etcdserver/server.go">mayRemoveMember,
 *     mayPromoteMember</a>
 */
public final class Etcd {
  private final RandomGenerator random;
  private final List<Member> members = new ArrayList<>();
  private final Set<String> running = new HashSet<>();

  /** What a member tells the others when it starts for the first time. */
  private final Set<Long> named = new HashSet<>();

  private long leader;
  private long term = 2;

  Etcd(RandomGenerator random) {
    this.random = random;
  }

  /** The first member of a new cluster votes at once. */
  public synchronized Member begin(String name, String address) {
    Member first = new Member(id(), name, address, false);
    members.add(first);
    started(name);
    leader = first.id();
    return first;
  }

  /** A learner, that still has to be promoted. */
  public synchronized Member addLearner(String name, String address) throws Refused {
    requireQuorum();
    if (voters().anyMatch(member -> !isRunning(member))) {
      throw new Refused("etcdserver: unhealthy cluster");
    }
    if (members.stream().anyMatch(member -> member.address().equals(address))) {
      throw new Refused("etcdserver: Peer URLs already exists");
    }
    if (members.stream().anyMatch(Member::learner)) {
      throw new Refused("etcdserver: too many learner members in cluster");
    }
    Member learner = new Member(id(), name, address, true);
    members.add(learner);
    return learner;
  }

  public synchronized void promote(long id) throws Refused {
    requireQuorum();
    Member learner = find(id);
    if (!learner.learner()) {
      throw new Refused("etcdserver: can only promote a learner member");
    }
    if (!isRunning(learner)) {
      throw new Refused(
          "etcdserver: can only promote a learner member which is in sync with leader");
    }
    members.set(members.indexOf(learner), new Member(id, learner.name(), learner.address(), false));
  }

  public synchronized void remove(long id) throws Refused {
    requireQuorum();
    Member gone = find(id);
    if (!gone.learner()) {
      requireQuorumWithout(gone);
    }
    members.remove(gone);
    elect();
  }

  public synchronized void moveLeader(long to) throws Refused {
    requireQuorum();
    if (voters().noneMatch(voter -> voter.id() == to && isRunning(voter))) {
      throw new Refused("etcdserver: bad leader transferee");
    }
    if (leader != to) {
      leader = to;
      term++;
    }
  }

  /** Its process on that machine runs from now on. */
  public synchronized void started(String name) {
    running.add(name);
    members.stream().filter(m -> m.name().equals(name)).map(Member::id).forEach(named::add);
    elect();
  }

  public synchronized void stopped(String name) {
    running.remove(name);
    elect();
  }

  public synchronized List<Member> members() {
    return List.copyOf(members);
  }

  public synchronized Optional<Member> leader() {
    return hasQuorum()
        ? members.stream().filter(m -> m.id() == leader).findFirst()
        : Optional.empty();
  }

  public synchronized long term() {
    return term;
  }

  public synchronized boolean isRunning(Member member) {
    return running.contains(member.name());
  }

  /** Whether an API server beside this member can read and write. */
  public synchronized boolean serves(String name) {
    return hasQuorum()
        && running.contains(name)
        && members.stream().anyMatch(m -> m.name().equals(name) && !m.learner());
  }

  /** Whether it has ever started: until then the others know neither its name nor its clients. */
  public synchronized boolean isNamed(Member member) {
    return named.contains(member.id());
  }

  private Stream<Member> voters() {
    return members.stream().filter(member -> !member.learner());
  }

  private boolean hasQuorum() {
    return voters().filter(this::isRunning).count() >= voters().count() / 2 + 1;
  }

  private void requireQuorumWithout(Member gone) throws Refused {
    long needed = (voters().count() - 1) / 2 + 1;
    if (voters().filter(m -> m != gone && isNamed(m)).count() < needed) {
      throw new Refused("etcdserver: re-configuration failed due to not enough started members");
    }
    if (isRunning(gone) && voters().filter(m -> m != gone && isRunning(m)).count() < needed) {
      throw new Refused("etcdserver: unhealthy cluster");
    }
  }

  private void elect() {
    boolean led = members.stream().anyMatch(m -> m.id() == leader && isRunning(m));
    if (!led) {
      members.stream()
          .filter(m -> !m.learner() && isRunning(m))
          .findFirst()
          .ifPresent(
              next -> {
                leader = next.id();
                term++;
              });
    }
  }

  private void requireQuorum() throws Refused {
    if (!hasQuorum()) {
      throw new Refused("etcdserver: request timed out");
    }
  }

  private Member find(long id) throws Refused {
    return members.stream()
        .filter(member -> member.id() == id)
        .findFirst()
        .orElseThrow(() -> new Refused("etcdserver: member not found"));
  }

  private long id() {
    return random.nextLong();
  }

  /**
   * One member.
   *
   * @param address of its machine; peers reach it at port 2380, clients at 2379
   */
  public record Member(long id, String name, String address, boolean learner) {
    public String peerUrl() {
      return "https://" + address + ":2380";
    }

    public String clientUrl() {
      return "https://" + address + ":2379";
    }
  }

  /** etcd's own message. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why, null, false, false);
    }

    public String why() {
      return String.valueOf(getMessage());
    }
  }
}
