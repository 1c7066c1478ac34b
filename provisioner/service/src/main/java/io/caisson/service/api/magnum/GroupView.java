package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.operation.ClusterStatus;
import io.caisson.service.api.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A node group as Magnum shows it. */
record GroupView(Cluster cluster, NodeGroup group, Instant now, Links links) {
  /** What lists show. */
  static final Set<String> SHORT =
      Set.of(
          "uuid",
          "name",
          "flavor_id",
          "image_id",
          "node_count",
          "min_node_count",
          "max_node_count",
          "role",
          "is_default",
          "stack_id",
          "status");

  ObjectNode body() {
    ObjectNode body = Json.object();
    body.put("uuid", GroupNames.uuid(cluster, group));
    body.put("name", GroupNames.shown(group.name()));
    body.put("cluster_id", cluster.id().value());
    body.put("project_id", cluster.head().project());
    body.put("stack_id", cluster.id().value());
    body.put("role", GroupNames.role(group));
    body.put("is_default", GroupNames.isDefault(group));
    size(body);
    machines(body);
    labels(body);
    state(body);
    links.add(body, "clusters/%s/nodegroups/%s".formatted(cluster.id(), body.get("uuid").asText()));
    return body;
  }

  private void size(ObjectNode body) {
    body.put("node_count", group.count());
    body.put("min_node_count", group.bounds().min());
    body.put("max_node_count", group.bounds().max().orElse(null));
  }

  private void machines(ObjectNode body) {
    body.put("flavor_id", group.flavor().name());
    body.put("image_id", group.image());
    body.put("docker_volume_size", VolumeForm.shown(group).orElse(null));
    ArrayNode addresses = body.putArray("node_addresses");
    cluster.machinesOf(group.name()).stream()
        .filter(machine -> !machine.ports().isEmpty())
        .map(Machine::address)
        .forEach(addresses::add);
  }

  private void labels(ObjectNode body) {
    body.set("labels", Json.tree(cluster.spec().labels()));
    body.put("merge_labels", false);
    body.putObject("labels_overridden");
    body.putObject("labels_added");
    body.putObject("labels_skipped");
    ObjectNode labels = body.putObject("node_labels");
    group.options().labels().forEach(label -> labels.put(label.key(), label.value()));
    body.set("node_taints", Json.tree(group.options().taints()));
  }

  private void state(ObjectNode body) {
    ClusterStatus status = ClusterStatus.of(cluster, now);
    body.put("status", state(status));
    body.put("status_reason", status.reason().isEmpty() ? null : status.reason());
    body.putNull("version");
    List<Revision> revisions = cluster.revisions();
    body.set("created_at", Json.tree(revisions.get(birth(revisions)).at()));
    body.set("updated_at", Json.tree(cluster.revision().at()));
  }

  /** The cluster's, but a group that came with its last change is being created, not updated. */
  private String state(ClusterStatus status) {
    List<Revision> revisions = cluster.revisions();
    boolean young = birth(revisions) == revisions.size() - 1;
    String word = status.state().name();
    return young ? word.replace("UPDATE_", "CREATE_") : word;
  }

  /** The place of the revision since which the group has been there. */
  private int birth(List<Revision> revisions) {
    int place = revisions.size() - 1;
    while (place > 0 && has(revisions.get(place - 1).spec())) {
      place--;
    }
    return place;
  }

  private boolean has(ClusterSpec spec) {
    return spec.group(group.name()).isPresent();
  }
}
