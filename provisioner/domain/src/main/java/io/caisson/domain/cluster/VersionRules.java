package io.caisson.domain.cluster;

import io.caisson.domain.catalogue.KubernetesVersion;
import java.util.Optional;

/**
 * To which version of Kubernetes a cluster can go from what its machines have:
 *
 * <ol>
 *   <li>The control plane leaves no minor version out: API servers are at most one apart.
 *   <li>It does not go back by one: what a newer API server has written to etcd may be of a form
 *       that an older one cannot read.
 * </ol>
 *
 * @see <a href="https://kubernetes.io/releases/version-skew-policy/">Version skew policy</a>
 */
public final class VersionRules {
  private static final String PATH = "kubernetes_version";

  private VersionRules() {}

  static void problems(Cluster cluster, ClusterSpec next, Problems problems) {
    Optional<KubernetesVersion> wanted = KubernetesVersion.parse(next.kubernetesVersion());
    if (wanted.isEmpty() || cluster.spec().kubernetesVersion().equals(next.kubernetesVersion())) {
      return;
    }
    cluster.machines().values().stream()
        .filter(machine -> machine.state().keeps())
        .flatMap(machine -> problem(machine, wanted.get()).stream())
        .findFirst()
        .ifPresent(text -> problems.add(PATH, "%s", text));
  }

  /** A machine for whose sake the control plane does not go back to this version. */
  public static Optional<Machine> keeping(Cluster cluster, String version) {
    Optional<KubernetesVersion> wanted = KubernetesVersion.parse(version);
    return cluster.controlPlane().stream()
        .filter(machine -> machine.state().keeps())
        .filter(machine -> wanted.filter(one -> goesBack(machine, one)).isPresent())
        .findFirst();
  }

  private static boolean goesBack(Machine machine, KubernetesVersion wanted) {
    return machine.mayServe()
        && KubernetesVersion.parse(machine.blueprint().kubernetesVersion())
            .filter(runs -> wanted.major() != runs.major() || wanted.minor() < runs.minor())
            .isPresent();
  }

  private static Optional<String> problem(Machine machine, KubernetesVersion wanted) {
    return KubernetesVersion.parse(machine.blueprint().kubernetesVersion())
        .flatMap(runs -> problem(machine, runs, wanted));
  }

  private static Optional<String> problem(
      Machine machine, KubernetesVersion runs, KubernetesVersion wanted) {
    if (goesBack(machine, wanted)) {
      return Optional.of(
          ("%s runs %s, and a control plane does not go back to %s: what the newer one has written"
                  + " to etcd may be of a form that the older one cannot read")
              .formatted(machine.id(), runs, wanted));
    }
    return machine.role() == Role.CONTROL_PLANE
        ? UpgradePath.gap(runs, wanted)
            .map(
                minor ->
                    "%s runs %s: upgrade to a version of 1.%d first, for a control plane leaves no minor version out and no release of that one is known"
                        .formatted(machine.id(), runs, minor))
        : Optional.empty();
  }
}
