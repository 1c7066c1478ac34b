package io.caisson.simulator.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each project may have; −1 means as much as it likes. Resources have the names that Nova
 * and Neutron give them: {@code instances}, {@code cores}, {@code ram} (MiB), {@code port}, …
 */
public final class Quotas {
  private final Map<String, Long> usual = new LinkedHashMap<>();
  private final Map<String, Map<String, Long>> own = new LinkedHashMap<>();

  Quotas() {
    usual.put("instances", 10_000L);
    usual.put("cores", 40_000L);
    usual.put("ram", 160_000_000L);
    usual.put("metadata_items", 128L);
    usual.put("key_pairs", 100L);
    usual.put("server_groups", 1_000L);
    usual.put("server_group_members", 1_000L);
    usual.put("injected_files", 5L);
    usual.put("injected_file_content_bytes", 10_240L);
    usual.put("injected_file_path_bytes", 255L);
    usual.put("volumes", 10_000L);
    usual.put("gigabytes", 1_000_000L);
    usual.put("load_balancer", 1_000L);
    usual.put("network", 1_000L);
    usual.put("subnet", 1_000L);
    usual.put("port", 20_000L);
    usual.put("router", 1_000L);
    usual.put("floatingip", 10_000L);
    usual.put("security_group", 10_000L);
    usual.put("security_group_rule", 100_000L);
    usual.put("rbac_policy", 10L);
    usual.put("subnetpool", -1L);
  }

  public long limit(String project, String resource) {
    Map<String, Long> mine = own.getOrDefault(project, Map.of());
    Long limit = mine.getOrDefault(resource, usual.get(resource));
    if (limit == null) {
      throw new IllegalArgumentException("no such quota: " + resource);
    }
    return limit;
  }

  public long usual(String resource) {
    Long limit = usual.get(resource);
    if (limit == null) {
      throw new IllegalArgumentException("no such quota: " + resource);
    }
    return limit;
  }

  public boolean knows(String resource) {
    return usual.containsKey(resource);
  }

  public void limit(String project, String resource, long limit) {
    usual(resource);
    own.computeIfAbsent(project, _ -> new LinkedHashMap<>()).put(resource, limit);
  }

  /** Back to what every project has. */
  public void forget(String project, String resource) {
    own.getOrDefault(project, new LinkedHashMap<>()).remove(resource);
  }

  boolean exceeded(String project, String resource, long used, long more) {
    long limit = limit(project, resource);
    return limit >= 0 && used + more > limit;
  }

  /** Refuses as Neutron does if the project has no room for one more. */
  void needRoomInNetwork(String project, String resource, long used) {
    if (exceeded(project, resource, used, 1)) {
      throw Refusal.quota("OverQuota", "Quota exceeded for resources: ['" + resource + "'].");
    }
  }
}
