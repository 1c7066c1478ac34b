package io.caisson.domain.disruption;

import io.caisson.spi.kubernetes.EtcdMember;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a member of a cluster's etcd may be interrupted, or is nobody's. It projects: what counts
 * is what is left afterwards.
 *
 * <ol>
 *   <li>While etcd is unknown, nothing is interrupted.
 *   <li>The last voter is never interrupted: it goes only with its cluster.
 *   <li>A learner blocks every other member: it is about to change the quorum. It has no vote
 *       itself, so it may go.
 *   <li>A member that was not seen to be well counts as lost, and so does one that is still to come
 *       (a machine of the control plane that may join at any moment).
 *   <li>Afterwards a majority of the voters is well: of those that stay if the member leaves, of
 *       all if it comes back.
 *   <li>A member is an orphan if no machine has one of its peer URLs; with a name or without one.
 *       It must have been seen so twice, while no join of ours was under way, since the machine of
 *       a young learner may be known to us only a moment later.
 *   <li>Members none of which is of our machines are not judged: then it is our knowledge that is
 *       wrong.
 *   <li>A further member joins only if etcd, where it was seen, has no learner and all its members
 *       are well: a new vote raises what a majority is. One voter may still be silent if its
 *       machine is just being made: that etcd told its members at all shows a majority that is
 *       well, and of two voters that is both.
 * </ol>
 *
 * <p>etcd guards its quorum itself, but not against everything: it took a frozen machine for one
 * that runs for more than ten seconds (3.6.5), and let the leader be removed beside it.
 *
 * <p>Rules 3 to 5 are those of Cluster API's KubeadmControlPlane ({@code remediation.go}), 6 is
 * Omni's.
 */
public final class EtcdQuorum {
  private final Optional<List<EtcdMember>> seen;
  private final int toCome;

  /**
   * @param seen all members in the last look; empty if etcd did not answer
   * @param toCome machines that may become members at any moment and were not seen as such
   */
  public EtcdQuorum(Optional<List<EtcdMember>> seen, int toCome) {
    this.seen = seen.map(List::copyOf);
    this.toCome = toCome;
  }

  /** What becomes of a member. */
  public enum Loss {
    /** It goes for ever: it is removed from the members. */
    LEAVES,
    /** It comes back: its machine is started anew, and its vote stays. */
    PAUSES
  }

  /** Where etcd of the machine at this address is reached by its peers. */
  public static String peerUrl(String address) {
    return "https://%s:2380".formatted(address);
  }

  /** Rules 1 to 5, for the machine with this peer URL. */
  public Verdict mayInterrupt(String peerUrl, Loss loss) {
    return seen.map(members -> judge(members, peerUrl, loss))
        .orElseGet(() -> Verdict.hold("etcd does not say who its members are"));
  }

  /**
   * Rule 8, in words that say what has to be waited for.
   *
   * @param beginning peer URLs of machines that are just being made, and cannot be asked yet
   */
  public Verdict mayJoin(Set<String> beginning) {
    List<EtcdMember> unwell =
        seen.orElse(List.of()).stream()
            .filter(member -> member.learner() || !member.healthy())
            .toList();
    boolean oneBegins = unwell.size() == 1 && begins(unwell.getFirst(), beginning);
    return unwell.isEmpty() || oneBegins ? Verdict.go() : notYet(unwell.getFirst());
  }

  private static boolean begins(EtcdMember member, Set<String> beginning) {
    return !member.learner() && member.status().isEmpty() && isOf(beginning, member);
  }

  private static Verdict notYet(EtcdMember member) {
    String until = member.learner() ? "to be promoted" : "to be well";
    return Verdict.hold("etcd's member %s %s".formatted(member.called(), until));
  }

  private Verdict judge(List<EtcdMember> members, String peerUrl, Loss loss) {
    List<EtcdMember> others =
        members.stream().filter(member -> !member.peerUrls().contains(peerUrl)).toList();
    List<EtcdMember> voters = others.stream().filter(member -> !member.learner()).toList();
    if (voters.isEmpty()) {
      return Verdict.hold("it is the last voting member of etcd");
    }
    Optional<EtcdMember> learner = others.stream().filter(EtcdMember::learner).findFirst();
    if (learner.isPresent()) {
      return Verdict.hold("etcd's member %s is still a learner".formatted(learner.get().called()));
    }
    boolean keepsVote =
        loss == Loss.PAUSES
            && members.stream().anyMatch(m -> !m.learner() && m.peerUrls().contains(peerUrl));
    return majority(voters, voters.size() + toCome + (keepsVote ? 1 : 0));
  }

  private static Verdict majority(List<EtcdMember> left, int votes) {
    long well = left.stream().filter(EtcdMember::healthy).count();
    int needed = votes / 2 + 1;
    return well >= needed
        ? Verdict.go()
        : Verdict.hold(
            "etcd would have %d of %d members, and needs %d".formatted(well, votes, needed));
  }

  /**
   * Rules 6 and 7: members to be removed as nobody's.
   *
   * @param before all members in an earlier look, long enough ago
   * @param ours peer URLs of all machines that exist or may exist
   */
  public List<EtcdMember> orphans(List<EtcdMember> before, Set<String> ours) {
    List<EtcdMember> now = seen.orElse(List.of());
    if (toCome > 0 || now.stream().noneMatch(member -> isOf(ours, member))) {
      return List.of();
    }
    return now.stream()
        .filter(member -> !isOf(ours, member))
        .filter(member -> before.stream().anyMatch(earlier -> isSame(earlier, member, ours)))
        .toList();
  }

  private static boolean isSame(EtcdMember earlier, EtcdMember now, Set<String> ours) {
    return earlier.id() == now.id() && !isOf(ours, earlier);
  }

  private static boolean isOf(Set<String> machines, EtcdMember member) {
    return member.peerUrls().stream().anyMatch(machines::contains);
  }
}
