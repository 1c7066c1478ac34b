package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Pace;
import io.caisson.service.tenancy.GroupUpdate;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.SpecUpdate;
import io.caisson.spi.cloud.Facts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads what of a cluster is to be different, in the form of a request that makes one. Node groups
 * are told apart by their names; those that are not named stay as they are.
 */
final class ClusterPatch {
  private static final Set<String> POSSIBLE = Set.of("node_groups", "timeouts");

  private ClusterPatch() {}

  /**
   * @param facts of the caller's project
   * @throws Refused with all that is wrong
   */
  static SpecUpdate read(JsonNode body, Facts facts) {
    Part part = Part.of(body, Forms.CLUSTER_PATCH.names());
    for (String name : Forms.CLUSTER.names()) {
      if (!POSSIBLE.contains(name) && part.has(name)) {
        part.problem(name, "is fixed when a cluster is made; it cannot be changed in this version");
      }
    }
    SortedMap<String, GroupUpdate> groups = groups(part);
    Optional<Duration> timeout = ClusterRequest.timeout(part);
    Optional<Pace> pace = PaceRequest.read(part);
    part.check();
    return new SpecUpdate(groups.values().stream().toList(), timeout, pace, facts);
  }

  private static SortedMap<String, GroupUpdate> groups(Part part) {
    TreeMap<String, GroupUpdate> groups = new TreeMap<>();
    for (Part group : part.parts("node_groups", Forms.NODE_GROUP.names())) {
      String name = group.text("name").orElse("");
      if (name.isEmpty()) {
        group.problem("name", "is missing: it says which node group is meant");
      }
      groups.put(name, GroupPatch.read(group, name));
    }
    return groups;
  }

  /** Of one group alone. */
  static SpecUpdate ofGroup(JsonNode body, String group, Facts facts) {
    Part part = Part.of(body, Forms.NODE_GROUP_PATCH.names());
    GroupUpdate update = GroupPatch.read(part, group);
    Optional<Pace> pace = PaceRequest.read(part);
    part.check();
    return new SpecUpdate(List.of(update), Optional.empty(), pace, facts);
  }
}
