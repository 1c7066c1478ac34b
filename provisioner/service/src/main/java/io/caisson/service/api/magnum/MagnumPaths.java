package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Problem;
import java.util.List;
import java.util.Map;

/** Says of a spec's problems where they are in the words that a caller of Magnum's API knows. */
final class MagnumPaths {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("kubernetes_version", "labels.kube_tag"),
          Map.entry("node_groups", "node_count"),
          Map.entry("node_groups[0].count", "master_count"),
          Map.entry("node_groups[0].flavor", "master_flavor_id"),
          Map.entry("node_groups[0].image", "image_id"),
          Map.entry("node_groups[0].zones", "labels.availability_zone"),
          Map.entry("node_groups[1].count", "node_count"),
          Map.entry("node_groups[1].bounds", "labels.max_node_count"),
          Map.entry("node_groups[1].flavor", "flavor_id"),
          Map.entry("node_groups[1].image", "image_id"),
          Map.entry("node_groups[1].zones", "labels.availability_zone"),
          Map.entry("networking.network", "fixed_network"),
          Map.entry("networking.subnet", "fixed_subnet"),
          Map.entry("networking.subnet.cidr", "fixed_subnet"),
          Map.entry("networking.subnet.pools", "fixed_subnet"),
          Map.entry("networking.create.cidr", "labels.fixed_subnet_cidr"),
          Map.entry("networking.create.external_network", "external_network_id"),
          Map.entry("networking.create.dns_servers", "dns_nameserver"),
          Map.entry("networking.pod_cidr", "labels.flannel_network_cidr"),
          Map.entry("networking.service_cidr", "labels.service_cluster_ip_range"),
          Map.entry("networking.cni", "network_driver"),
          Map.entry("endpoint", "floating_ip_enabled"),
          Map.entry("endpoint.external_network", "external_network_id"),
          Map.entry("endpoint.name", "labels.api_name"),
          Map.entry("endpoint.provider", "labels.octavia_provider"),
          Map.entry("key_pair", "keypair"),
          Map.entry("timeouts.create", "create_timeout"));

  private MagnumPaths() {}

  /** The same problems, each once. */
  static List<Problem> of(List<Problem> problems) {
    return problems.stream()
        .map(
            problem ->
                new Problem(NAMES.getOrDefault(problem.path(), problem.path()), problem.text()))
        .distinct()
        .toList();
  }
}
