package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a cluster stands: etcd's members by their own list, Nodes by the cluster's own API.
 *
 * @param controlPlane names of Nodes
 * @param workers names of the other Nodes
 * @param unready names of those that are not Ready
 */
record RealStanding(
    EtcdMembers etcd, Set<String> controlPlane, Set<String> workers, Set<String> unready) {
  private static final String ROLE = "node-role.kubernetes.io/control-plane";

  RealStanding {
    controlPlane = new TreeSet<>(controlPlane);
    workers = new TreeSet<>(workers);
    unready = new TreeSet<>(unready);
  }

  /**
   * @param nodes as the API lists them
   */
  static RealStanding of(EtcdMembers etcd, JsonNode nodes) {
    Set<String> controlPlane = new TreeSet<>();
    Set<String> workers = new TreeSet<>();
    Set<String> unready = new TreeSet<>();
    for (JsonNode node : nodes.path("items")) {
      String name = node.at("/metadata/name").asText();
      (node.at("/metadata/labels").has(ROLE) ? controlPlane : workers).add(name);
      if (!ClusterNodes.status(node).equals("Ready")) {
        unready.add(name);
      }
    }
    return new RealStanding(etcd, controlPlane, workers, unready);
  }

  /**
   * What must not be, in words; nothing if every member is a Node, every Node a member or a worker,
   * and all is well.
   */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    if (!etcd.vote(controlPlane)) {
      wrong.add(
          "etcd's members (%s) are not the Nodes of the control plane (%s), each with a vote"
              .formatted(etcd, String.join(", ", controlPlane)));
    }
    if (!unready.isEmpty()) {
      wrong.add("not Ready: " + String.join(", ", unready));
    }
    return wrong;
  }

  String text() {
    int nodes = controlPlane.size() + workers.size();
    return "etcd has %d members and %d of them vote; %d of %d Nodes are Ready"
        .formatted(etcd.all().size(), etcd.voters(), nodes - unready.size(), nodes);
  }
}
