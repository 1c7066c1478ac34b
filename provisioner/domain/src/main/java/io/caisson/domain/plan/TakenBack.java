package io.caisson.domain.plan;

import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Revision;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In which order machines of a group leave that are not as they are to be. Its rules:
 *
 * <ol>
 *   <li>Zone by zone, the oldest first.
 *   <li>Before them those that are made as somebody has taken back, in the opposite order: what was
 *       made last goes first.
 *   <li>A rollback takes back what the revisions wanted that it goes back over, but for what the
 *       restored one wanted, too.
 *   <li>That stays so whatever follows the rollback, another number of machines or another image,
 *       until a revision wants the same again.
 * </ol>
 */
final class TakenBack {
  private static final Comparator<Machine> ORDER =
      Comparator.comparing((Machine one) -> one.zone().orElse("")).thenComparing(Machine::id);

  private final Set<Blueprint> blueprints = new HashSet<>();

  TakenBack(Cluster cluster, String group) {
    List<Revision> revisions = cluster.revisions();
    for (Revision revision : revisions) {
      revision
          .restores()
          .ifPresent(
              restored ->
                  revisions.stream()
                      .filter(one -> one.number() > restored && one.number() < revision.number())
                      .flatMap(one -> made(one, group).stream())
                      .forEach(blueprints::add));
      made(revision, group).ifPresent(blueprints::remove);
    }
  }

  private static Optional<Blueprint> made(Revision revision, String group) {
    return revision.spec().group(group).map(one -> made(revision, one));
  }

  private static Blueprint made(Revision revision, NodeGroup group) {
    return Blueprint.of(revision.spec(), group, Optional.empty());
  }

  private boolean has(Machine machine) {
    return !blueprints.isEmpty() && blueprints.contains(machine.blueprint().plain());
  }

  /** Who leaves before whom. */
  Comparator<Machine> order() {
    return Comparator.comparing((Machine one) -> !has(one))
        .thenComparing(
            (one, other) -> has(one) ? ORDER.compare(other, one) : ORDER.compare(one, other));
  }
}
