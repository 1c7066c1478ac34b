package io.caisson.domain.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What Magnum's labels mean here. Magnum and its drivers know about 150 labels and check none; here
 * a label that has no effect is a warning, so that a typing error does not stay unseen.
 */
final class LabelRules {
  private static final int LIMIT = 255;

  /** Labels that shape a cluster; the values are judged where they are put into the spec. */
  private static final Set<String> HONOURED =
      Set.of(
          "kube_tag",
          "flannel_network_cidr",
          "service_cluster_ip_range",
          "availability_zone",
          "nodes_affinity_policy",
          "fixed_subnet_cidr",
          "min_node_count",
          "max_node_count",
          "container_infra_prefix",
          "flannel_backend",
          "os_profile",
          "feature_gates",
          "audit_enabled",
          "encryption_at_rest_enabled",
          "certificate_names",
          "drain_deadline",
          "drain_late",
          "drain_rules",
          "min_ready_seconds",
          "api_address_keeper",
          "api_name",
          "octavia_provider",
          "boot_volume_size",
          "boot_volume_type",
          "docker_volume_size",
          "docker_volume_type",
          "etcd_volume_size",
          "etcd_volume_type");

  /** What this version always does, so that asking for it needs no warning. */
  private static final Map<String, Set<String>> ALWAYS_SO =
      Map.of(
          "container_runtime", Set.of("containerd"),
          "cgroup_driver", Set.of("systemd"),
          "flannel_network_subnetlen", Set.of("24"),
          "cloud_provider_enabled", Set.of("false"),
          "cinder_csi_enabled", Set.of("false"),
          "auto_healing_enabled", Set.of("false"),
          "auto_scaling_enabled", Set.of("false"),
          "monitoring_enabled", Set.of("false"));

  private LabelRules() {}

  static void check(SortedMap<String, String> labels, Problems problems) {
    labels.forEach(
        (key, value) ->
            problems.require(
                plain(key) && !key.isBlank() && plain(value),
                "labels",
                "a label has a key and a value of at most %d characters, and no control"
                    + " characters",
                LIMIT));
  }

  static List<Problem> warnings(SortedMap<String, String> labels) {
    List<Problem> warnings = new ArrayList<>();
    labels.forEach(
        (key, value) -> {
          boolean always = ALWAYS_SO.getOrDefault(key, Set.of()).contains(value.toLowerCase());
          if (!HONOURED.contains(key) && !always) {
            warnings.add(new Problem("labels." + key, "this label has no effect in this version"));
          }
        });
    return warnings;
  }

  private static boolean plain(String text) {
    return text.length() <= LIMIT && text.chars().noneMatch(Character::isISOControl);
  }
}
