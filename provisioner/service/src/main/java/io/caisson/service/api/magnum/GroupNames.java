package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.service.tenancy.GroupChanges;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Node groups in Magnum's words. The two that every cluster of Magnum's has are {@code
 * default-master} and {@code default-worker}; a group's UUID is made of its cluster's and its name.
 */
final class GroupNames {
  private static final String MASTER = "default-master";
  private static final String WORKER = "default-worker";

  private GroupNames() {}

  static String shown(String group) {
    return switch (group) {
      case ClusterForm.CONTROL_PLANE -> MASTER;
      case ClusterForm.WORKER -> WORKER;
      default -> group;
    };
  }

  /** Our name for one that a caller uses. */
  static String ours(String shown) {
    return switch (shown) {
      case MASTER -> ClusterForm.CONTROL_PLANE;
      case WORKER -> ClusterForm.WORKER;
      default -> shown;
    };
  }

  static String uuid(Cluster cluster, NodeGroup group) {
    byte[] text = (cluster.id() + "/" + group.name()).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(text).toString();
  }

  static boolean isDefault(NodeGroup group) {
    return group.role() == Role.CONTROL_PLANE || group.name().equals(ClusterForm.WORKER);
  }

  static String role(NodeGroup group) {
    return group.role() == Role.CONTROL_PLANE ? "master" : "worker";
  }

  /**
   * @throws io.caisson.service.tenancy.Refused if the cluster has none of that UUID or name
   */
  static NodeGroup find(Cluster cluster, String uuidOrName) {
    return cluster.spec().groups().stream()
        .filter(one -> uuid(cluster, one).equalsIgnoreCase(uuidOrName))
        .findFirst()
        .orElseGet(() -> GroupChanges.group(cluster, ours(uuidOrName)));
  }
}
