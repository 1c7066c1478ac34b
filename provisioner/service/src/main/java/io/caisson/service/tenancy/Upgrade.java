package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Role;
import io.caisson.service.tenancy.ClusterRevisions.Change;
import io.caisson.service.tenancy.ClusterRevisions.Desired;
import io.caisson.spi.cloud.Facts;
import java.util.Optional;

/**
 * A cluster's machines are made anew, of another Kubernetes or another image:
 *
 * <ol>
 *   <li>Kubernetes is the cluster's: all its machines get another one, the control plane first.
 *   <li>Without a named group an image is for the control plane, for the first group of workers,
 *       and for all groups that had the same image as that one: they were made together and stay
 *       so.
 *   <li>With one it is for that group alone.
 * </ol>
 *
 * @param kubernetes version, with or without a {@code v}
 * @param image id or name
 * @param group name
 * @param template id of the template that the cluster has from now on
 * @param facts of the caller's project
 */
public record Upgrade(
    Optional<String> kubernetes,
    Optional<String> image,
    Optional<String> group,
    Optional<String> template,
    Optional<Pace> pace,
    Facts facts)
    implements Change {

  @Override
  public Desired of(Cluster cluster) {
    ClusterSpec spec =
        kubernetes
            .map(version -> cluster.spec().withKubernetes(version.replaceFirst("^v", "")))
            .orElse(cluster.spec());
    if (image.isPresent()) {
      group.ifPresent(name -> GroupChanges.group(cluster, name));
      for (NodeGroup one : cluster.spec().groups()) {
        if (goesAlong(cluster, one)) {
          spec = spec.with(made(cluster, one));
        }
      }
    }
    return Desired.of(spec).at(pace).madeBy(template);
  }

  @Override
  public void check(Cluster after) {
    SpecUpdate.mustFit(after, facts);
  }

  private boolean goesAlong(Cluster cluster, NodeGroup one) {
    if (group.isPresent()) {
      return one.name().equals(group.get());
    }
    String usual =
        cluster.spec().groups().stream()
            .filter(other -> other.role() == Role.WORKER)
            .findFirst()
            .map(NodeGroup::image)
            .orElse(one.image());
    return one.role() == Role.CONTROL_PLANE || one.image().equals(usual);
  }

  private NodeGroup made(Cluster cluster, NodeGroup one) {
    return new GroupUpdate(
            one.name(), "", Optional.empty(), Optional.empty(), Optional.empty(), image)
        .of(cluster, facts);
  }
}
