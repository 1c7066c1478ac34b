package io.caisson.spi.kubernetes;

import java.util.List;

/**
 * The etcd of one cluster, whose members are pods of its control plane. Blocks; every call ends
 * within the call limit, and works through any member that answers. Throws {@link
 * KubernetesException} only:
 *
 * <ul>
 *   <li>UNREACHABLE: no complete answer; nothing is known, and a change may have been made
 *   <li>CONFLICT: etcd refuses at the moment, as for the sake of its quorum; its words say why
 *   <li>NOT_FOUND: there is no such member
 * </ul>
 */
public interface EtcdMembers {
  /** All members as a majority of them knows them, each asked for its own status. */
  List<EtcdMember> members();

  /** Makes this member the leader; of one that is, that is no change. */
  void moveLeader(long id);

  /** Makes a voter of a learner that has caught up; of a voter, that is no change. */
  void promote(long id);

  /** Removes a member for ever; what is not there is removed. */
  void remove(long id);
}
