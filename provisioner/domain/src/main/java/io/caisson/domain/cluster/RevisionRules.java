package io.caisson.domain.cluster;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what of a living cluster cannot be made another way: what its machines have in common with
 * each other for as long as it lives, and what nothing could follow.
 */
public final class RevisionRules {
  private RevisionRules() {}

  /**
   * Every problem of making this the desired state, each with its path: those of the spec itself
   * and those of the change. None if the cluster can go from what it is to what is asked for.
   */
  public static List<Problem> problems(Cluster cluster, ClusterSpec next) {
    ClusterSpec now = cluster.spec();
    Problems problems = new Problems();
    SpecRules.problems(next).forEach(one -> problems.add(one.path(), "%s", one.text()));
    fixed(now.networking(), next.networking(), "networking", problems);
    fixed(now.endpoint(), next.endpoint(), "endpoint", problems);
    fixed(now.keyPair(), next.keyPair(), "key_pair", problems);
    fixed(now.osProfile(), next.osProfile(), "os_profile", problems);
    VersionRules.problems(cluster, next, problems);
    controlPlane(cluster, next, problems);
    roles(now, next, problems);
    return problems.found();
  }

  private static void fixed(Object now, Object next, String path, Problems problems) {
    problems.require(
        Objects.equals(now, next),
        path,
        "it cannot be changed while the cluster lives: it is %s",
        now);
  }

  private static void controlPlane(Cluster cluster, ClusterSpec next, Problems problems) {
    ClusterSpec now = cluster.spec();
    Optional<NodeGroup> old = leaders(now);
    Optional<NodeGroup> wanted = leaders(next);
    problems.require(
        old.map(NodeGroup::name).equals(wanted.map(NodeGroup::name)),
        "node_groups",
        "the control plane's group keeps its name");
    boolean same =
        now.kubernetesVersion().equals(next.kubernetesVersion())
            && old.map(NodeGroup::flavor).equals(wanted.map(NodeGroup::flavor))
            && old.map(NodeGroup::image).equals(wanted.map(NodeGroup::image))
            && old.map(one -> one.options().volumes())
                .equals(wanted.map(one -> one.options().volumes()));
    Optional<String> bound = cluster.bound();
    problems.require(
        same || bound.isEmpty(),
        "node_groups",
        "machines of the control plane cannot be replaced: %s; leave its Kubernetes, flavor, image"
            + " and volumes",
        bound.orElse(""));
    int before = old.map(NodeGroup::count).orElse(0);
    int after = wanted.map(NodeGroup::count).orElse(0);
    problems.require(
        after >= before || bound.isEmpty(),
        "node_groups",
        "%d control-plane machines cannot become %d: %s",
        before,
        after,
        bound.orElse(""));
  }

  private static Optional<NodeGroup> leaders(ClusterSpec spec) {
    return spec.groups().stream().filter(one -> one.role() == Role.CONTROL_PLANE).findFirst();
  }

  private static void roles(ClusterSpec now, ClusterSpec next, Problems problems) {
    for (NodeGroup group : next.groups()) {
      now.group(group.name())
          .filter(old -> old.role() != group.role())
          .ifPresent(
              old ->
                  problems.add(
                      "node_groups",
                      "group %s is of %s machines and stays so",
                      group.name(),
                      old.role().label()));
    }
  }
}
