package io.caisson.service.api.rest;

import io.caisson.domain.cluster.NodeGroup;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.GroupChanges;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a node group is to be different. Machines are never altered in place: what they are made
 * of stays as it is in this version.
 *
 * @param bounds as they were, if empty
 */
record GroupPatch(Optional<Integer> count, Optional<NodeGroup.Bounds> bounds) {
  private static final Set<String> POSSIBLE = Set.of("name", "count", "bounds");

  static GroupPatch read(Part part) {
    for (String name : new TreeSet<>(GroupRequest.NAMES)) {
      if (!POSSIBLE.contains(name) && part.has(name)) {
        part.problem(
            name,
            "cannot be changed in this version: make another node group, and remove this one");
      }
    }
    return new GroupPatch(part.number("count"), GroupRequest.bounds(part));
  }

  Change of(String group) {
    return cluster ->
        GroupChanges.bound(
                group, bounds.orElseGet(() -> GroupChanges.group(cluster, group).bounds()), count)
            .of(cluster);
  }
}
