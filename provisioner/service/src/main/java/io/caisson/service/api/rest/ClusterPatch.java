package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.service.tenancy.Refused;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What of a cluster is to be different, in the form of a request that makes one. Node groups are
 * told apart by their names; those that are not named stay as they are.
 *
 * @param groups by name
 */
record ClusterPatch(SortedMap<String, GroupPatch> groups, Optional<Duration> timeout)
    implements Change {
  private static final Set<String> POSSIBLE = Set.of("node_groups", "timeouts");

  /**
   * @throws Refused with all that is wrong
   */
  static ClusterPatch read(JsonNode body) {
    Part part = Part.of(body, ClusterRequest.NAMES);
    for (String name : new TreeSet<>(ClusterRequest.NAMES)) {
      if (!POSSIBLE.contains(name) && part.has(name)) {
        part.problem(name, "is fixed when a cluster is made; it cannot be changed in this version");
      }
    }
    TreeMap<String, GroupPatch> groups = new TreeMap<>();
    for (Part group : part.parts("node_groups", GroupRequest.NAMES)) {
      GroupPatch patch = GroupPatch.read(group);
      group
          .text("name")
          .ifPresentOrElse(
              name -> groups.put(name, patch),
              () -> group.problem("name", "is missing: it says which node group is meant"));
    }
    Optional<Duration> timeout = ClusterRequest.timeout(part);
    if (!part.problems().isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, part.problems());
    }
    return new ClusterPatch(groups, timeout);
  }

  @Override
  public Desired of(Cluster cluster) {
    ClusterSpec spec = cluster.spec();
    for (Map.Entry<String, GroupPatch> group : groups.entrySet()) {
      ClusterSpec one = group.getValue().of(group.getKey()).of(cluster).spec();
      spec = spec.with(one.group(group.getKey()).orElseThrow());
    }
    return Desired.of(timeout.map(spec::with).orElse(spec));
  }
}
