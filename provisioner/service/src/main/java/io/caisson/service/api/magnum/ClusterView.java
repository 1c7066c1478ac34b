package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.operation.ClusterStatus;
import io.caisson.domain.operation.Health;
import io.caisson.domain.plan.ClusterNetwork;
import io.caisson.domain.plan.LookOrder;
import io.caisson.service.api.http.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster as Magnum shows it, at every microversion with both {@code stack_id} and {@code
 * cluster_id}: clients of either age find theirs.
 *
 * @param templateLabels those of the cluster's template, for the differences
 */
record ClusterView(
    Cluster cluster, SortedMap<String, String> templateLabels, Instant now, Links links) {
  /** What lists show. */
  static final Set<String> SHORT =
      Set.of(
          "uuid",
          "links",
          "name",
          "cluster_template_id",
          "keypair",
          "node_count",
          "master_count",
          "docker_volume_size",
          "labels",
          "merge_labels",
          "flavor_id",
          "master_flavor_id",
          "create_timeout",
          "stack_id",
          "cluster_id",
          "status",
          "health_status");

  ObjectNode body() {
    ObjectNode body = Json.object();
    identity(body);
    spec(body);
    state(body);
    labels(body);
    links.add(body, "clusters/" + cluster.id());
    return body;
  }

  /** With what only the view of one cluster has: why which of its groups failed. */
  ObjectNode single() {
    ObjectNode body = body();
    ClusterStatus status = ClusterStatus.of(cluster, now);
    if (status.state().failed()) {
      body.set("faults", Json.tree(faults(status)));
    }
    return body;
  }

  private void identity(ObjectNode body) {
    body.put("uuid", cluster.id().value());
    body.put("name", cluster.head().name());
    String template = cluster.template();
    body.put("cluster_template_id", template.isEmpty() ? null : template);
    body.put("stack_id", cluster.id().value());
    body.put("cluster_id", cluster.id().value());
    body.put("project_id", cluster.head().project());
    body.put("user_id", cluster.head().user());
    body.set("created_at", Json.tree(cluster.head().created()));
    body.set("updated_at", Json.tree(cluster.deleteRequested().or(cluster::completed)));
  }

  private void spec(ObjectNode body) {
    ClusterSpec spec = cluster.spec();
    body.put("node_count", spec.count(Role.WORKER));
    body.put("master_count", spec.count(Role.CONTROL_PLANE));
    body.put("flavor_id", flavor(ClusterForm.WORKER));
    body.put("master_flavor_id", flavor(ClusterForm.CONTROL_PLANE));
    body.put("keypair", spec.keyPair().orElse(null));
    body.put("create_timeout", spec.timeouts().create().toMinutes());
    body.put(
        "docker_volume_size",
        spec.group(ClusterForm.WORKER).flatMap(VolumeForm::shown).orElse(null));
    body.putNull("discovery_url");
    body.put("fixed_network", ClusterNetwork.id(cluster).orElse(null));
    body.put("fixed_subnet", ClusterNetwork.subnet(cluster).orElse(null));
    body.put("floating_ip_enabled", spec.endpoint().externalNetwork().isPresent());
    body.put("master_lb_enabled", shared(spec.endpoint()));
    body.put("merge_labels", false);
    body.put("coe_version", "v" + spec.kubernetesVersion());
    body.putNull("container_version");
  }

  /** Whether one address stands before all control planes. */
  private static boolean shared(Endpoint endpoint) {
    return switch (endpoint) {
      case Endpoint.VirtualAddress _, Endpoint.LoadBalancer _ -> true;
      case Endpoint.FloatingAddress _, Endpoint.ServerAddress _, Endpoint.Name _ -> false;
    };
  }

  private String flavor(String group) {
    return cluster
        .spec()
        .group(group)
        .map(NodeGroup::flavor)
        .map(NodeGroup.Flavor::name)
        .orElse("");
  }

  private void state(ObjectNode body) {
    ClusterStatus status = ClusterStatus.of(cluster, now);
    Optional<Health> health = Health.of(cluster);
    body.put("status", status.state().name());
    body.put("status_reason", status.reason().isEmpty() ? null : status.reason());
    body.put("health_status", health.map(known -> known.state().name()).orElse(null));
    body.set(
        "health_status_reason", Json.tree(health.map(Health::reasons).orElseGet(TreeMap::new)));
    body.put(
        "api_address",
        LookOrder.endpoint(cluster)
            .map(host -> "https://%s:%d".formatted(host, Endpoint.PORT))
            .orElse(null));
    addresses(body.putArray("master_addresses"), Role.CONTROL_PLANE);
    addresses(body.putArray("node_addresses"), Role.WORKER);
  }

  private void addresses(ArrayNode list, Role role) {
    cluster.machines().values().stream()
        .filter(machine -> machine.role() == role && !machine.ports().isEmpty())
        .map(Machine::address)
        .forEach(list::add);
  }

  private void labels(ObjectNode body) {
    SortedMap<String, String> own = cluster.spec().labels();
    body.set("labels", Json.tree(own));
    ObjectNode overridden = body.putObject("labels_overridden");
    ObjectNode skipped = body.putObject("labels_skipped");
    ObjectNode added = body.putObject("labels_added");
    templateLabels.forEach(
        (key, value) -> {
          String now = own.get(key);
          if (now == null) {
            skipped.put(key, value);
          } else if (!now.equals(value)) {
            overridden.put(key, value);
          }
        });
    own.forEach(
        (key, value) -> {
          if (!templateLabels.containsKey(key)) {
            added.put(key, value);
          }
        });
  }

  private Map<String, String> faults(ClusterStatus status) {
    TreeMap<String, String> faults = new TreeMap<>();
    for (Machine machine : cluster.machines().values()) {
      if (machine.state() == MachineState.FAILED) {
        faults.put(
            GroupNames.shown(machine.id().group()), machine.name() + ": " + machine.reason());
      }
    }
    if (faults.isEmpty()) {
      faults.put(GroupNames.shown(ClusterForm.CONTROL_PLANE), status.reason());
    }
    return faults;
  }
}
