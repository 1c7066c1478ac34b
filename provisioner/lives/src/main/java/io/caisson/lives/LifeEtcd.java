package io.caisson.lives;

import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * The etcd of a life's cluster. It guards its quorum no better than the real one does when a
 * machine has just frozen: whoever asks has to know. What breaks it by our act is told.
 */
final class LifeEtcd implements EtcdMembers {
  private final TreeMap<Long, Peer> peers = new TreeMap<>();
  private final TreeSet<String> well = new TreeSet<>();
  private final TreeSet<String> behind = new TreeSet<>();
  private final BooleanSupplier reachable;
  private final List<String> broken;
  private final Hits hits;
  private long ids = 100;
  private long leader;

  LifeEtcd(BooleanSupplier reachable, List<String> broken, Hits hits) {
    this.reachable = reachable;
    this.broken = broken;
    this.hits = hits;
  }

  private record Peer(String node, String url, boolean learner, String version) {
    Peer voting() {
      return new Peer(node, url, false, version);
    }

    /** In etcd 3.6 members come back that were removed while it was so. */
    boolean forgets() {
      return version.startsWith("3.5.") && Integer.parseInt(version.substring(4)) < 26;
    }
  }

  void runs(String node) {
    well.add(node);
  }

  void stops(String node) {
    well.remove(node);
  }

  Set<String> running() {
    return well;
  }

  boolean hasMajority() {
    long votes = peers.values().stream().filter(one -> !one.learner()).count();
    long up = peers.values().stream().filter(one -> !one.learner() && isWell(one)).count();
    return votes > 0 && up > votes / 2;
  }

  boolean isMember(String node) {
    return peers.values().stream().anyMatch(one -> one.node().equals(node));
  }

  /** The nodes of all members; a learner's is marked. */
  List<String> nodes() {
    return peers.values().stream()
        .map(one -> one.learner() ? one.node() + " (learner)" : one.node())
        .sorted()
        .toList();
  }

  void found(String node, String address, String version) {
    peers.clear();
    runs(node);
    peers.put(++ids, new Peer(node, EtcdQuorum.peerUrl(address), false, version));
    leader = ids;
  }

  /** As {@code kubeadm join} does it; false if etcd refuses at the moment. */
  boolean add(String node, String address, String version) {
    String url = EtcdQuorum.peerUrl(address);
    if (peers.values().stream().anyMatch(one -> one.url().equals(url))) {
      broken.add("two members of etcd for " + node);
      return true;
    }
    boolean refuses = peers.values().stream().anyMatch(one -> one.learner() || !isWell(one));
    if (refuses || !hasMajority()) {
      return false;
    }
    if (version.startsWith("3.6.") && peers.values().stream().anyMatch(Peer::forgets)) {
      broken.add("%s brings etcd %s to %s".formatted(node, version, peers.values()));
    }
    runs(node);
    peers.put(++ids, new Peer(node, url, true, version));
    return true;
  }

  /** This node's member does not catch up, for as long as that is so. */
  void lags(String node, boolean so) {
    if (so) {
      behind.add(node);
    } else {
      behind.remove(node);
    }
  }

  /** False while it cannot be promoted. */
  boolean promoted(String node) {
    if (!hasMajority() || behind.contains(node)) {
      return false;
    }
    peers.replaceAll((_, one) -> one.node().equals(node) ? one.voting() : one);
    return true;
  }

  @Override
  public List<EtcdMember> members() {
    needMajority();
    List<EtcdMember> members = new ArrayList<>();
    peers.forEach((id, one) -> members.add(member(id, one)));
    return members;
  }

  /** A learner has not told its name yet. */
  private EtcdMember member(long id, Peer peer) {
    return new EtcdMember(
        id,
        peer.learner() ? "" : peer.node(),
        List.of(peer.url()),
        List.of(),
        peer.learner(),
        isWell(peer)
            ? new EtcdMember.Status(id == leader(), peer.version(), 1, List.of())
            : new EtcdMember.Silent("no answer"));
  }

  private long leader() {
    Peer now = peers.get(leader);
    if (now == null || now.learner() || !isWell(now)) {
      peers.forEach(
          (id, one) -> {
            if (!one.learner() && isWell(one)) {
              leader = id;
            }
          });
    }
    return leader;
  }

  @Override
  public void moveLeader(long id) {
    needMajority();
    Peer next = peers.get(id);
    if (next == null || next.learner() || !isWell(next)) {
      throw new KubernetesException(Kind.NOT_FOUND, "no such voter: " + id);
    }
    leader = id;
  }

  @Override
  public void promote(long id) {
    throw new KubernetesException(Kind.CONFLICT, "nobody promotes by hand in a life");
  }

  @Override
  public void remove(long id) {
    needMajority();
    Peer gone = peers.remove(id);
    if (gone != null && !hasMajority()) {
      broken.add("etcd has lost its majority by the removal of " + gone.node());
    }
    hits.hit("life member removed");
  }

  private boolean isWell(Peer peer) {
    return well.contains(peer.node());
  }

  private void needMajority() {
    if (!reachable.getAsBoolean()) {
      throw new KubernetesException(Kind.UNREACHABLE, "connection refused");
    }
    if (!hasMajority()) {
      throw new KubernetesException(Kind.UNREACHABLE, "etcdserver: request timed out");
    }
  }
}
