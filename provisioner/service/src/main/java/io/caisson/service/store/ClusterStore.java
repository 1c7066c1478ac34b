package io.caisson.service.store;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.MachineId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The clusters, each an aggregate that changes only by compare-and-set. Adapters throw {@link
 * StoreUnavailable} when the database cannot be reached; whether a commit then took place is
 * unknown, and the caller loads again; no adapter repeats it. Texts that are not {@linkplain
 * StorableText storable} are refused with an {@link IllegalArgumentException} before anything
 * happens.
 */
public interface ClusterStore {
  /**
   * Keeps a new cluster together with its sealed secrets, or nothing of it.
   *
   * @throws StaleCluster if there is or was a cluster with this id
   * @throws OverQuota if its project may not have it
   */
  void create(Cluster cluster, SealedSecrets secrets);

  /** The cluster, also for a while after it is gone: then without machines and resources. */
  Optional<Cluster> load(ClusterId id);

  /** All clusters that are not gone, by id. */
  List<ClusterId> living();

  /** The clusters of one project that are not gone, oldest first; of all projects if empty. */
  List<Cluster> clusters(Optional<String> project);

  /**
   * Applies the records to what was loaded and makes that durable, with the journal entries that
   * the records are worth, all or nothing. A line that says about its subject what the last one
   * said is left out. With its last record a cluster loses its machines, resources, secrets and
   * messages; what stays is a tombstone with the journal.
   *
   * @param loaded as this store gave it
   * @param owner empty for a commit of the API, which anybody may do
   * @return the cluster at its new version
   * @throws StaleCluster if the cluster has another version by now or is gone, if somebody else
   *     owns it, or if the owner's time has run out
   * @throws OverQuota if a commit of the API takes more than its project may have; of two at once
   *     that fit singly, one is refused
   */
  Cluster commit(Cluster loaded, Optional<Ownership> owner, List<ClusterRecord> records);

  /** What a project may have; without limits if nobody has set any. */
  ProjectQuota quota(String project);

  /** All that were set, by project. */
  List<ProjectQuota> quotas();

  /** Holds from now on; what a project has already, it keeps. */
  void limit(ProjectQuota quota);

  /** The sealed secrets of a cluster; none once it is gone. */
  Optional<SealedSecrets> secrets(ClusterId id);

  /**
   * Replaces a cluster's secrets by the same ones under another key.
   *
   * @return false if they were not {@code from} any more; then nothing has changed
   */
  boolean reseal(ClusterId id, SealedSecrets from, SealedSecrets to);

  /** Journal lines with a sequence number above the given one, oldest first. */
  List<Line> journal(ClusterId id, long afterSequence, int limit);

  /** The latest journal lines about a machine and what it has, oldest first; also if it is gone. */
  List<Line> journalOf(ClusterId id, MachineId machine, int limit);

  /**
   * Takes or keeps the ownership of a cluster for a while, by the store's own clock. Whoever takes
   * it raises the epoch and the cluster's version; who had it last keeps both, even after its time
   * has run out, if nobody took it meanwhile.
   *
   * @param replica one run of one process: a restarted one has another name
   * @return empty if another replica owns it now, or the cluster is unknown or gone
   */
  Optional<Ownership> own(ClusterId id, String replica, Duration lease);

  /**
   * Prolongs all that this replica owns, by the store's own clock, in one go.
   *
   * @return what it owns then; what is missing has become somebody else's, or is gone
   */
  List<Ownership> renew(String replica, Duration lease);

  /** How this replica stands to every cluster that is not gone, by id. */
  List<Standing> standings(String replica);

  /** Gives ownership up, so that another replica need not wait for the lease to run out. */
  void release(Ownership ownership);

  /**
   * Puts a message to the cluster's owner. Messages of one sender keep their order; those to a
   * cluster that is unknown or gone are dropped.
   */
  void post(ClusterId id, Message message);

  /** All messages that were not taken yet, oldest first. */
  List<Posted> inbox(ClusterId id);

  /** Forgets messages that have been acted upon, as often as it is asked to. */
  void taken(ClusterId id, List<Posted> messages);

  /**
   * Forgets the tombstones and journals of clusters that have been gone for longer than this.
   *
   * @return how many
   */
  int forgetGone(Duration after);

  /**
   * A line of a journal.
   *
   * @param sequence grows by at least one with every line of any cluster
   */
  record Line(long sequence, ClusterId cluster, JournalEntry entry) {}

  /** One replica's right to act for a cluster. */
  record Ownership(ClusterId cluster, String replica, long epoch) {}

  /**
   * What one replica must know of a cluster to decide whether it has anything to do for it.
   *
   * @param mail whether messages wait in its inbox
   */
  record Standing(ClusterId cluster, Holder holder, long version, boolean mail) {}

  /** Whose a cluster is, for one who asks. */
  enum Holder {
    ME,
    ANOTHER,
    /** Nobody has it, or who had it let its time run out. */
    NOBODY
  }

  /** A message as it was received, with its place in the queue. */
  record Posted(long sequence, Message message) {}

  /** Secrets as they are kept: nobody reads them without the key ring. */
  record SealedSecrets(byte[] sealed) {
    public SealedSecrets {
      sealed = sealed.clone();
    }

    @Override
    public byte[] sealed() {
      return sealed.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SealedSecrets that && Arrays.equals(sealed, that.sealed);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sealed);
    }

    @Override
    public String toString() {
      return "SealedSecrets[" + sealed.length + " bytes]";
    }
  }
}
