package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.operation.Operation;
import io.caisson.service.tenancy.HostSight;
import io.caisson.service.tenancy.HostSight.Occupant;
import io.caisson.service.tenancy.HostSight.Part;
import io.caisson.service.tenancy.HostSight.Unknown;
import java.util.List;
import java.util.Locale;

/**
 * What is on a host, as it is shown.
 *
 * @param advice what has to be done in the cloud, which is not ours to do
 */
record HostView(String host, List<OfCluster> clusters, List<OfProject> unknown, String advice) {
  private static final String ADVICE =
      "disable compute host %s in the cloud (openstack compute service set --disable %s"
          + " nova-compute) before its machines are replaced: until then the cloud may put new"
          + " servers on it";

  /**
   * @param operation the cluster's last change, which shows how it comes on
   */
  record OfCluster(
      String id, String name, String project, String operation, List<OfMachine> machines) {}

  /**
   * @param standing stays, marked, leaves or refuses
   * @param justMarked by this request
   */
  record OfMachine(
      String id,
      String name,
      String server,
      String state,
      String standing,
      boolean justMarked,
      String reason) {}

  /** A project that did not answer. */
  record OfProject(String project, List<String> clusters, String reason) {
    static OfProject of(Unknown one) {
      return new OfProject(
          one.project(),
          one.clusters().stream().map(cluster -> cluster.id().value()).toList(),
          one.reason());
    }
  }

  static HostView of(String host, HostSight sight) {
    return new HostView(
        host,
        sight.clusters().stream().map(HostView::cluster).toList(),
        sight.unknown().stream().map(OfProject::of).toList(),
        ADVICE.formatted(host, host));
  }

  private static OfCluster cluster(Part part) {
    Cluster cluster = part.cluster();
    return new OfCluster(
        cluster.id().value(),
        cluster.head().name(),
        cluster.head().project(),
        Operation.id(cluster.revision()),
        part.occupants().stream().map(one -> machine(cluster, one)).toList());
  }

  private static OfMachine machine(Cluster cluster, Occupant one) {
    return new OfMachine(
        one.machine().id().toString(),
        one.machine().name(),
        cluster.ref(one.machine().server()).orElse(""),
        one.machine().state().name(),
        one.standing().name().toLowerCase(Locale.ROOT),
        one.justMarked(),
        one.reason());
  }
}
