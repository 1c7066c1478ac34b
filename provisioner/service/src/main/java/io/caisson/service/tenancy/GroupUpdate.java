package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Problem;
import io.caisson.spi.cloud.Facts;
import java.util.List;
import java.util.Optional;

/**
 * What of a node group is to be different; what is empty stays as it is. Machines are never
 * altered: another flavor or image means other machines.
 *
 * @param path of the group in the request, or empty
 * @param flavor id or name
 * @param image id or name
 */
public record GroupUpdate(
    String group,
    String path,
    Optional<Integer> count,
    Optional<NodeGroup.Bounds> bounds,
    Optional<String> flavor,
    Optional<String> image) {

  /** Whether its machines are to be made of something else. */
  boolean rolls() {
    return flavor.isPresent() || image.isPresent();
  }

  /**
   * The group as it is to be.
   *
   * @param facts of the caller's project
   * @throws Refused with all that is wrong
   */
  NodeGroup of(Cluster cluster, Facts facts) {
    NodeGroup old = GroupChanges.group(cluster, group);
    NodeGroup next =
        GroupChanges.bound(group, bounds.orElse(old.bounds()), count)
            .of(cluster)
            .spec()
            .group(group)
            .orElseThrow();
    return rolls() ? made(cluster, next, new CloudFacts(facts)) : next;
  }

  private NodeGroup made(Cluster cluster, NodeGroup next, CloudFacts facts) {
    ClusterWish.Group wish =
        new ClusterWish.Group(
            group,
            next.role(),
            flavor.orElse(next.flavor().id()),
            image.orElse(next.image()),
            next.count(),
            next.bounds(),
            next.options());
    NodeGroup found =
        new GroupResolver(facts, SystemChoice.of(cluster.spec(), facts)).group(wish, path);
    if (!facts.problems().isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, relative(facts.problems()));
    }
    return next.madeOf(flavor.isPresent() ? found.flavor() : next.flavor(), found.image());
  }

  /** Without the dot that stands before a name of the outermost object. */
  static List<Problem> relative(List<Problem> problems) {
    return problems.stream()
        .map(one -> new Problem(one.path().replaceFirst("^\\.", ""), one.text()))
        .toList();
  }
}
