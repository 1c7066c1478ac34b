package io.caisson.domain.operation;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.operation.Operation.Kind;
import io.caisson.domain.operation.Operation.Outcome;
import io.caisson.domain.operation.Operation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells a cluster's changes from its revisions; the planner never reads them. */
public final class Operations {
  /** Those whose length is that of making machines. */
  private static final Set<Kind> MAKING = Set.of(Kind.CREATE, Kind.RESIZE, Kind.ADD_NODE_GROUP);

  private static final String USUAL = "the median of such changes of this cluster";

  private final Cluster cluster;
  private final Instant now;
  private final List<Revision> revisions;
  private final List<Operation> told = new ArrayList<>();

  private Operations(Cluster cluster, Instant now) {
    this.cluster = cluster;
    this.now = now;
    this.revisions = cluster.revisions();
  }

  /** Oldest first, as far as revisions are kept. */
  public static List<Operation> of(Cluster cluster, Instant now) {
    return new Operations(cluster, now).tell();
  }

  private List<Operation> tell() {
    for (int i = 0; i < revisions.size(); i++) {
      told.add(revision(i));
    }
    cluster.deleteRequested().map(this::deletion).ifPresent(told::add);
    return List.copyOf(told);
  }

  private Operation revision(int place) {
    Revision revision = revisions.get(place);
    Optional<Revision> before =
        place == 0 ? Optional.empty() : Optional.of(revisions.get(place - 1));
    Kind kind = kind(before, revision);
    Optional<Instant> reached = cluster.history().reached(revision);
    Optional<Instant> superseded =
        place + 1 < revisions.size()
            ? Optional.of(revisions.get(place + 1).at())
            : cluster.deleteRequested();
    Optional<Instant> ended = reached.or(() -> superseded);
    return new Operation(
        Operation.id(revision),
        kind,
        before
            .map(old -> SpecChanges.between(old.spec(), revision.spec()))
            .orElseGet(() -> "Kubernetes " + revision.spec().kubernetesVersion()),
        Optional.of(revision.actor()),
        times(kind, revision.at(), ended),
        reached.isPresent() ? outcome(State.SUCCEEDED) : outcome(superseded.isPresent()),
        ended.isPresent() ? Optional.empty() : Optional.of(Progress.of(cluster)));
  }

  private Operation deletion(Instant asked) {
    Optional<Instant> gone = cluster.gone();
    return new Operation(
        "delete",
        Kind.DELETE,
        "the cluster and all that it has in the cloud",
        Optional.empty(),
        times(Kind.DELETE, asked, gone),
        gone.isPresent() ? outcome(State.SUCCEEDED) : outcome(false),
        gone.isPresent() ? Optional.empty() : Optional.of(Progress.of(cluster)));
  }

  private Outcome outcome(boolean superseded) {
    if (superseded) {
      return outcome(State.SUPERSEDED);
    }
    ClusterStatus status = ClusterStatus.of(cluster, now);
    State state = status.state().failed() ? State.FAILED : State.IN_PROGRESS;
    return new Outcome(state, status.reason(), warnings());
  }

  private List<String> warnings() {
    return cluster.grants().values().stream()
        .flatMap(one -> one.warned().map(text -> one.machine() + ": " + text).stream())
        .toList();
  }

  private static Outcome outcome(State state) {
    return new Outcome(state, "", List.of());
  }

  private static Kind kind(Optional<Revision> before, Revision revision) {
    if (before.isEmpty()) {
      return revision.number() == 1 ? Kind.CREATE : Kind.UPDATE;
    }
    if (revision.restores().isPresent()) {
      return Kind.ROLLBACK;
    }
    ClusterSpec old = before.get().spec();
    ClusterSpec spec = revision.spec();
    if (!old.kubernetesVersion().equals(spec.kubernetesVersion())) {
      return Kind.UPGRADE;
    }
    if (!names(old).containsAll(names(spec))) {
      return Kind.ADD_NODE_GROUP;
    }
    if (!names(spec).containsAll(names(old))) {
      return Kind.REMOVE_NODE_GROUP;
    }
    if (old.equals(spec)) {
      return Kind.RENEW;
    }
    return counts(old).equals(counts(spec)) ? Kind.UPDATE : Kind.RESIZE;
  }

  private static Set<String> names(ClusterSpec spec) {
    return spec.groups().stream().map(NodeGroup::name).collect(Collectors.toSet());
  }

  private static List<Integer> counts(ClusterSpec spec) {
    return spec.groups().stream().map(NodeGroup::count).toList();
  }

  private Operation.Times times(Kind kind, Instant started, Optional<Instant> ended) {
    Optional<RollEstimate> estimate =
        ended.isPresent()
            ? Optional.empty()
            : RollEstimate.of(cluster)
                .or(() -> usual(kind).map(one -> new RollEstimate(started.plus(one), USUAL)))
                .filter(one -> now.isBefore(one.at()));
    return new Operation.Times(
        started,
        ended,
        estimate.map(RollEstimate::at),
        estimate.map(RollEstimate::basis).orElse(""));
  }

  /** The median of those before, of the same kind or else of a kind that takes as long. */
  private Optional<Duration> usual(Kind kind) {
    List<Duration> same = durations(Set.of(kind));
    List<Duration> known = same.isEmpty() && MAKING.contains(kind) ? durations(MAKING) : same;
    return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() / 2));
  }

  private List<Duration> durations(Set<Kind> kinds) {
    return told.stream()
        .filter(one -> kinds.contains(one.kind()))
        .filter(one -> one.outcome().state() == State.SUCCEEDED)
        .map(one -> Duration.between(one.times().started(), one.times().ended().orElseThrow()))
        .sorted()
        .toList();
  }
}
