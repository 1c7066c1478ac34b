package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.service.api.http.Fields;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.service.tenancy.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a request says a new node group is; the rest is as in the cluster's workers. */
final class GroupForm {
  private static final Set<String> SETTABLE =
      Set.of(
          "name",
          "node_count",
          "min_node_count",
          "max_node_count",
          "role",
          "flavor_id",
          "image_id",
          "docker_volume_size",
          "labels",
          "merge_labels",
          "node_labels",
          "node_taints");
  private static final Set<String> READ_ONLY =
      Set.of(
          "id",
          "uuid",
          "links",
          "cluster_id",
          "project_id",
          "is_default",
          "stack_id",
          "status",
          "status_reason",
          "version",
          "node_addresses",
          "created_at",
          "updated_at",
          "labels_overridden",
          "labels_added",
          "labels_skipped");

  private GroupForm() {}

  /**
   * @throws Refused with all that can be said without asking the cloud
   */
  static ClusterWish.Group read(JsonNode body, Cluster cluster) {
    Fields fields = Fields.of(body, SETTABLE, READ_ONLY);
    Optional<NodeGroup> model =
        cluster.spec().groups().stream().filter(one -> one.role() == Role.WORKER).findFirst();
    if (fields.text("role").filter("master"::equals).isPresent()) {
      fields.problem("role", "a cluster has one node group of masters, and has it");
    }
    if (fields.text("name").isEmpty()) {
      fields.problem("name", "is missing");
    }
    ClusterWish.Group group =
        new ClusterWish.Group(
            fields.text("name").orElse(""),
            Role.WORKER,
            fields.text("flavor_id").or(() -> model.map(one -> one.flavor().name())).orElse(""),
            fields.text("image_id").or(() -> model.map(NodeGroup::image)).orElse(""),
            fields.integer("node_count").orElse(1),
            new NodeGroup.Bounds(
                fields.integer("min_node_count").orElse(0), fields.integer("max_node_count")),
            options(fields, body, model));
    fields.check();
    return group;
  }

  private static NodeGroup.Options options(
      Fields fields, JsonNode body, Optional<NodeGroup> model) {
    List<NodeGroup.Label> labels =
        fields.labels("node_labels").orElseGet(TreeMap::new).entrySet().stream()
            .map(one -> new NodeGroup.Label(one.getKey(), one.getValue()))
            .toList();
    List<String> zones =
        fields
            .labels("labels")
            .map(given -> given.get("availability_zone"))
            .map(List::of)
            .orElse(List.of());
    return new NodeGroup.Options(
        labels,
        taints(fields, body.path("node_taints")),
        zones,
        volumes(fields, model),
        model.map(one -> one.options().ports()).orElse(List.of()),
        List.of(),
        PlacementForm.read(
            fields,
            fields.labels("labels").orElseGet(TreeMap::new),
            model.flatMap(one -> one.options().placement())));
  }

  /** Those of the workers, as far as the request says nothing else. */
  private static List<NodeGroup.Volume> volumes(Fields fields, Optional<NodeGroup> model) {
    SortedMap<String, String> labels = fields.labels("labels").orElseGet(TreeMap::new);
    List<NodeGroup.Volume> named =
        new VolumeForm(fields, labels).volumes(Role.WORKER, fields.integer("docker_volume_size"));
    List<NodeGroup.Volume> all = new ArrayList<>(named);
    model.stream()
        .flatMap(one -> one.options().volumes().stream())
        .filter(volume -> !asked(fields, labels, volume.use()))
        .forEach(all::add);
    return all;
  }

  /** Also by a size of 0, which asks for none. */
  private static boolean asked(Fields fields, SortedMap<String, String> labels, String use) {
    return use.equals(NodeGroup.Volume.ROOT)
        ? labels.containsKey("boot_volume_size")
        : fields.integer("docker_volume_size").isPresent()
            || labels.containsKey("docker_volume_size");
  }

  private static List<NodeGroup.Taint> taints(Fields fields, JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return List.of();
    }
    if (!given.isArray()) {
      fields.problem("node_taints", "must be a list of objects with key, value and effect");
      return List.of();
    }
    return given
        .valueStream()
        .map(
            taint ->
                new NodeGroup.Taint(
                    taint.path("key").asText(),
                    taint.path("value").asText(),
                    taint.path("effect").asText()))
        .toList();
  }
}
