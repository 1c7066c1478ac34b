package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.service.engine.Wakeups;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.OverQuota;
import io.caisson.service.store.StaleCluster;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The clusters that a caller may see. A cluster of another project is not there: it is refused with
 * the very words that an unknown id gets.
 */
public final class TenantClusters {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int TRIES = 10;

  private final ClusterStore store;
  private final Wakeups wakeups;
  private final InstantSource clock;

  public TenantClusters(ClusterStore store, Wakeups wakeups, InstantSource clock) {
    this.store = store;
    this.wakeups = wakeups;
    this.clock = clock;
  }

  /** Oldest first; of all projects for an administrator. */
  public List<Cluster> list(Principal who) {
    who.mustRead();
    return store.clusters(who.administrator() ? Optional.empty() : Optional.of(who.project()));
  }

  /**
   * @throws Refused if the caller sees none of that UUID or name, or several of that name
   */
  public Cluster find(Principal who, String idOrName) {
    who.mustRead();
    return id(idOrName)
        .map(id -> visible(who, id).orElseThrow(() -> unknown(idOrName)))
        .orElseGet(() -> named(who, idOrName));
  }

  /** The id in this text, if it is one. */
  public static Optional<ClusterId> id(String text) {
    return UUID.matcher(text).matches() ? Optional.of(new ClusterId(text)) : Optional.empty();
  }

  /** The cluster, also if it is gone: for whoever watched it until then. */
  public Optional<Cluster> trace(Principal who, ClusterId id) {
    who.mustRead();
    return store.load(id).filter(cluster -> who.sees(cluster.head().project()));
  }

  /** Asks for the deletion; that it was asked for before is success. */
  public void delete(Principal who, String idOrName) {
    delete(who, idOrName, Expected.ANY);
  }

  /**
   * Asks for the deletion of this edition of a cluster.
   *
   * @throws Refused if it has another one
   */
  public void delete(Principal who, String idOrName, Expected expected) {
    String actor = who.caller().userId();
    change(
        who,
        idOrName,
        expected,
        cluster ->
            cluster.deleting()
                ? List.of()
                : List.of(new ClusterRecord.DeletionRequested(actor, clock.instant())));
  }

  /**
   * Changes a cluster; if somebody else was faster, the change is decided anew.
   *
   * @param how what to record; nothing is as good
   * @return the cluster afterwards
   */
  Cluster change(
      Principal who,
      String idOrName,
      Expected expected,
      Function<Cluster, List<ClusterRecord>> how) {
    who.mustWrite();
    ClusterId id = find(who, idOrName).id();
    for (int left = TRIES; left > 0; left--) {
      Cluster cluster = visible(who, id).orElseThrow(() -> unknown(idOrName));
      expected.check(cluster);
      List<ClusterRecord> records = how.apply(cluster);
      Optional<Cluster> changed = committed(cluster, records);
      if (changed.isPresent()) {
        return changed.get();
      }
    }
    throw new Refused(
        Refused.Kind.CONFLICT, "cluster %s changes too quickly, try again".formatted(id));
  }

  /** What a change would come to: all its checks are made, and nothing is recorded. */
  Cluster preview(
      Principal who,
      String idOrName,
      Expected expected,
      Function<Cluster, List<ClusterRecord>> how) {
    who.mustWrite();
    Cluster cluster = find(who, idOrName);
    expected.check(cluster);
    List<ClusterRecord> records = how.apply(cluster);
    return records.isEmpty() ? cluster : cluster.apply(records);
  }

  /** Empty if somebody else changed the cluster in between. */
  private Optional<Cluster> committed(Cluster cluster, List<ClusterRecord> records) {
    if (records.isEmpty()) {
      return Optional.of(cluster);
    }
    try {
      Cluster changed = store.commit(cluster, Optional.empty(), records);
      wakeups.wake(cluster.id());
      return Optional.of(changed);
    } catch (StaleCluster _) {
      return Optional.empty();
    } catch (OverQuota over) {
      throw Refused.over(over);
    }
  }

  private Optional<Cluster> visible(Principal who, ClusterId id) {
    return trace(who, id).filter(cluster -> cluster.gone().isEmpty());
  }

  private Cluster named(Principal who, String name) {
    List<Cluster> found =
        list(who).stream().filter(cluster -> cluster.head().name().equals(name)).toList();
    if (found.size() > 1) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "several clusters have the name %s: use the UUID instead".formatted(name));
    }
    return found.stream().findFirst().orElseThrow(() -> unknown(name));
  }

  private static Refused unknown(String idOrName) {
    return new Refused(
        Refused.Kind.NOT_FOUND, "Cluster %s could not be found".formatted(Printable.of(idOrName)));
  }
}
