package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.VersionRules;
import io.caisson.domain.operation.Operation;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import java.util.List;
import java.util.Optional;

/**
 * An earlier revision becomes current again, as a new one: its whole spec, and its template. What
 * was asked to leave since and has not begun to, stays. A control plane whose Kubernetes has a
 * newer minor is not taken back: what its API servers have written may be of a form that older ones
 * cannot read, and <a href="https://kubernetes.io/releases/version-skew-policy/">upstream</a>
 * supports no such step.
 *
 * @param to number; if empty, the newest that was reached and differs from the current one
 */
public record Rollback(Optional<Integer> to, Optional<Pace> pace) implements Change {

  /**
   * Takes a change back that was not reached yet.
   *
   * @param operation id, such as {@code r4}
   */
  public static Change cancelling(String operation) {
    return cluster -> {
      mustGoOn(cluster, operation);
      int target =
          cluster.history().earlier().reversed().stream()
              .filter(one -> cluster.history().reached(one).isPresent())
              .findFirst()
              .map(Revision::number)
              .orElseThrow(() -> conflict("the cluster never was complete: delete it instead"));
      return new Rollback(Optional.of(target), Optional.empty()).of(cluster);
    };
  }

  private static void mustGoOn(Cluster cluster, String operation) {
    String current = Operation.id(cluster.revision());
    if (operation.equals(current) && cluster.reached()) {
      throw conflict("it is done; a rollback takes it back");
    }
    if (!operation.equals(current)) {
      throw conflict("what goes on is operation " + current);
    }
  }

  private static Refused conflict(String why) {
    return new Refused(Refused.Kind.CONFLICT, "the operation cannot be cancelled: " + why);
  }

  @Override
  public Desired of(Cluster cluster) {
    Revision target = target(cluster);
    mustNotGoBack(cluster, target);
    List<MachineId> spared =
        cluster.machines().values().stream()
            .filter(one -> one.state().stays())
            .filter(one -> one.marked(Mark.RENEW) || one.marked(Mark.REPLACE))
            .map(Machine::id)
            .toList();
    return Desired.of(target.spec()).marking(spared, Optional.empty()).at(pace).restoring(target);
  }

  private Revision target(Cluster cluster) {
    return to.map(number -> numbered(cluster, number)).orElseGet(() -> newest(cluster));
  }

  private static Revision numbered(Cluster cluster, int number) {
    List<Revision> earlier = cluster.history().earlier();
    if (number == cluster.revision().number()) {
      throw new Refused(
          Refused.Kind.CONFLICT, "revision %d is the current one already".formatted(number));
    }
    return earlier.stream()
        .filter(one -> one.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.NOT_FOUND,
                    "revision %d of cluster %s is not known; earlier ones that are: %s"
                        .formatted(
                            number,
                            cluster.id(),
                            earlier.stream().map(Revision::number).toList())));
  }

  private static Revision newest(Cluster cluster) {
    return cluster.history().earlier().reversed().stream()
        .filter(one -> !one.spec().equals(cluster.spec()))
        .filter(one -> cluster.history().reached(one).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new Refused(
                    Refused.Kind.CONFLICT,
                    "no earlier revision was reached and differs from the current one: name one by"
                        + " its number if it is to be tried all the same"));
  }

  private static void mustNotGoBack(Cluster cluster, Revision target) {
    String version = target.spec().kubernetesVersion();
    VersionRules.keeping(cluster, version)
        .ifPresent(
            one -> {
              throw new Refused(
                  Refused.Kind.CONFLICT,
                  ("revision %d has Kubernetes %s, and %s runs %s: a control plane does not go back"
                       + " by a minor version, because what the newer one has written to etcd may"
                       + " be of a form that the older one cannot read; images and flavors can go"
                       + " back: change them at the present version")
                      .formatted(
                          target.number(), version, one.id(), one.blueprint().kubernetesVersion()));
            });
  }
}
