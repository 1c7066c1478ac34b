package io.caisson.domain.plan;

import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a cluster's own API said in one look: all of it, or nothing. What etcd said through it is
 * apart: the API may answer while etcd is not asked, or says nothing.
 */
public final class ApiSight {
  private final Look<Node> nodes;
  private final List<SigningRequest> requests;
  private final boolean approvesJoins;
  private final Look<EtcdMember> etcd;
  private final Set<String> busy;
  private final Set<String> names;

  private ApiSight(
      Look<Node> nodes,
      List<SigningRequest> requests,
      boolean approvesJoins,
      Look<EtcdMember> etcd,
      Set<String> busy,
      Set<String> names) {
    this.nodes = nodes;
    this.requests = List.copyOf(requests);
    this.approvesJoins = approvesJoins;
    this.etcd = etcd;
    this.busy = Set.copyOf(busy);
    this.names = names;
  }

  /**
   * One in which etcd was not asked, nor anybody about pods that are to complete.
   *
   * @param requests kubelets' requests for certificates
   * @param approvesJoins whether it lets in by itself whoever has a bootstrap token
   */
  public ApiSight(Look<Node> nodes, List<SigningRequest> requests, boolean approvesJoins) {
    this(
        nodes,
        requests,
        approvesJoins,
        Look.unknown(0, nodes.begun(), "not asked"),
        Set.of(),
        nodes.all().stream().map(Node::name).collect(Collectors.toUnmodifiableSet()));
  }

  public static ApiSight unknown(long version, Instant begun, String why) {
    return new ApiSight(Look.unknown(version, begun, why), List.of(), false);
  }

  /** The same, with what etcd said of its members. */
  public ApiSight withEtcd(Look<EtcdMember> said) {
    return new ApiSight(nodes, requests, approvesJoins, said, busy, names);
  }

  /** The same, with the Nodes that carry pods which are to complete. */
  public ApiSight withBusy(Set<String> those) {
    return new ApiSight(nodes, requests, approvesJoins, etcd, those, names);
  }

  public Look<Node> nodes() {
    return nodes;
  }

  /** Whether a Node of this name was seen; of thousands, as soon as of one. */
  boolean hasNode(String name) {
    return names.contains(name);
  }

  /** Kubelets' requests for certificates. */
  public List<SigningRequest> requests() {
    return requests;
  }

  /** Whether it answered, and nobody waits for an answer of ours. */
  public boolean saysAll() {
    return nodes.seen().isPresent() && requests.stream().noneMatch(SigningRequest::pending);
  }

  /** Whether it lets in by itself whoever has a bootstrap token. */
  public boolean approvesJoins() {
    return approvesJoins;
  }

  /** All members of etcd; unknown if it was not asked. */
  public Look<EtcdMember> etcd() {
    return etcd;
  }

  /** Not being asked is another thing than being silent. */
  boolean askedEtcd() {
    return etcd.version() > 0;
  }

  /**
   * Names of Nodes with pods that a drain waits for until they have ended by themselves; none if
   * nobody was asked about them.
   */
  public Set<String> busy() {
    return busy;
  }
}
