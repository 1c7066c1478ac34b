package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;

/** A change of a cluster. Records are decided together and committed together. */
public sealed interface ClusterRecord {

  /** The cluster goes; accepted at any moment, supersedes all. */
  record DeletionRequested(String actor, Instant at) implements ClusterRecord {}

  /** Another desired state is current from now on; holds that only that can lift are lifted. */
  record Revised(Revision revision) implements ClusterRecord {}

  /** The machines of the current desired state are replaced faster or slower from now on. */
  record PaceChanged(Pace pace, String actor, Instant at) implements ClusterRecord {}

  record MachineMarked(MachineId machine, Mark mark, String actor, Instant at)
      implements ClusterRecord {}

  record MarkRemoved(MachineId machine, String actor, Instant at) implements ClusterRecord {}

  record MachinePlanned(Machine machine) implements ClusterRecord {}

  record MachineMoved(MachineId machine, MachineState state, String reason, Instant at)
      implements ClusterRecord {}

  /**
   * Its server is to be made anew by this blueprint: what its guest has told is forgotten, and of
   * what the mark asked for this is the end.
   */
  record MachineRebuilt(MachineId machine, Blueprint blueprint, String reason, Instant at)
      implements ClusterRecord {}

  /** Its port gets another address, because the cloud refused the first one. */
  record MachineReplugged(MachineId machine, int port, Machine.Plug plug, Instant at)
      implements ClusterRecord {}

  record MachinePinged(MachineId machine, Machine.Guest guest) implements ClusterRecord {}

  /** Nothing of it is left outside. */
  record MachineForgotten(MachineId machine, Instant at) implements ClusterRecord {}

  /** A machine may be interrupted; ends by itself when the machine is forgotten. */
  record GrantGiven(Grant grant) implements ClusterRecord {}

  /** The interruption is over: the machine is Ready again. */
  record GrantEnded(MachineId machine, Instant at) implements ClusterRecord {}

  /** Durable before it is sent. */
  record EffectIntended(Effect effect, long epoch, Instant at) implements ClusterRecord {}

  record EffectSettled(ResourceKey key, int attempt, Outcome outcome, Instant at)
      implements ClusterRecord {}

  /** A look showed the resource, or a twin of it. */
  record ResourceSeen(ResourceKey key, String ref, Optional<String> detail, Instant at)
      implements ClusterRecord {}

  /** A look that could have shown it did not. */
  record ResourceMissed(ResourceKey key) implements ClusterRecord {}

  /** Its absence is proved. */
  record ResourceAbsent(ResourceKey key, String proof, Instant at) implements ClusterRecord {}

  /** It is absent and not wanted any more. */
  record ResourceForgotten(ResourceKey key) implements ClusterRecord {}

  record HoldPlaced(Hold hold) implements ClusterRecord {}

  record HoldLifted(String name, Instant at) implements ClusterRecord {}

  record WaitNoted(Wait pending) implements ClusterRecord {}

  record WaitOver(String subject) implements ClusterRecord {}

  /** All machines of the first revision were Ready for the first time. */
  record CreationCompleted(Instant at) implements ClusterRecord {}

  /** For the first time all is as this revision wants it. */
  record RevisionReached(int number, Instant at) implements ClusterRecord {}

  /** Nothing of the cluster is left; its last record. */
  record ClusterGone(String remark, Instant at) implements ClusterRecord {}
}
