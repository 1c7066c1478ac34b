package io.caisson.domain.plan;

import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a cluster's own API said in one look: all of it, or nothing. What etcd said through it is
 * apart: the API may answer while etcd is not asked, or says nothing.
 *
 * @param requests kubelets' requests for certificates
 * @param approvesJoins whether it lets in by itself whoever has a bootstrap token
 * @param etcd all its members; unknown if it was not asked
 * @param busy names of Nodes with pods that a drain waits for until they have ended by themselves;
 *     none if nobody was asked about them
 */
public record ApiSight(
    Look<Node> nodes,
    List<SigningRequest> requests,
    boolean approvesJoins,
    Look<EtcdMember> etcd,
    Set<String> busy) {
  public ApiSight {
    requests = List.copyOf(requests);
    busy = Set.copyOf(busy);
  }

  /** One in which etcd was not asked. */
  public ApiSight(Look<Node> nodes, List<SigningRequest> requests, boolean approvesJoins) {
    this(nodes, requests, approvesJoins, Look.unknown(0, nodes.begun(), "not asked"), Set.of());
  }

  /** Not being asked is another thing than being silent. */
  boolean askedEtcd() {
    return etcd.version() > 0;
  }

  public ApiSight withEtcd(Look<EtcdMember> said) {
    return new ApiSight(nodes, requests, approvesJoins, said, busy);
  }

  /** The same, with the Nodes that carry pods which are to complete. */
  public ApiSight withBusy(Set<String> names) {
    return new ApiSight(nodes, requests, approvesJoins, etcd, names);
  }

  public static ApiSight unknown(long version, Instant begun, String why) {
    return new ApiSight(Look.unknown(version, begun, why), List.of(), false);
  }
}
