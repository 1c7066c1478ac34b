package io.caisson.domain.cluster;

import io.caisson.domain.catalogue.Catalogue;
import io.caisson.domain.catalogue.EtcdRelease;
import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.domain.catalogue.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * By which stages a cluster goes from what its machines are to the Kubernetes that is asked for.
 * Its rules:
 *
 * <ol>
 *   <li>The control plane leaves no minor version out. Of a minor that it only passes through it
 *       takes what a member has already, or else the newest patch that is known.
 *   <li>Before the first minor with etcd 3.6 all members run an etcd 3.5 that is new enough ({@link
 *       EtcdRelease}): on the way into the minor before, or by a stage of its own with the same
 *       Kubernetes. What was raised stays raised.
 *   <li>Workers skip what the skew allows: a kubelet is at most three minors older than any API
 *       server. Those that are too old for the next stage are replaced before it.
 *   <li>Nothing is remembered: the path begins at what the oldest member is, so a crash, a change
 *       of mind and a machine that is replaced meanwhile are no cases of their own.
 * </ol>
 *
 * @see <a href="https://kubernetes.io/releases/version-skew-policy/">Version skew policy</a>
 */
public final class UpgradePath {
  private static final int KUBELETS_BEHIND = 3;
  private static final String WHY_RAISED =
      ", since members of etcd before 3.5.26 must not meet those of 3.6";

  private static final Comparator<Stage> ORDER =
      Comparator.comparing((Stage one) -> one.version().orElse(new KubernetesVersion(0, 0, 0)))
          .thenComparing(one -> one.etcd().isPresent());

  private final Cluster cluster;
  private final List<Stage> members;
  private final Stage goal;

  /**
   * What the members of the control plane are.
   *
   * @param kubernetes its version
   * @param etcd the tag of its image; empty for what kubeadm brings
   */
  public record Stage(String kubernetes, Optional<String> etcd) {
    private static Stage of(Machine machine) {
      return new Stage(machine.blueprint().kubernetesVersion(), machine.blueprint().etcd());
    }

    private Optional<KubernetesVersion> version() {
      return KubernetesVersion.parse(kubernetes);
    }

    /** Whether a member is at this stage. */
    public boolean isOf(Machine machine) {
      return equals(of(machine));
    }

    /** For people, such as {@code Kubernetes 1.33.13 with etcd 3.5.32-0}. */
    @Override
    public String toString() {
      return "Kubernetes " + kubernetes + etcd.map(tag -> " with etcd " + tag).orElse("");
    }
  }

  private UpgradePath(Cluster cluster) {
    this.cluster = cluster;
    this.members =
        cluster.controlPlane().stream().filter(one -> one.state().keeps()).map(Stage::of).toList();
    Stage plain = new Stage(cluster.spec().kubernetesVersion(), Optional.empty());
    this.goal = kept(plain, members);
  }

  /** From what the cluster's machines are recorded to be. */
  public static UpgradePath of(Cluster cluster) {
    return new UpgradePath(cluster);
  }

  /** The goal with the etcd that a member was raised to, as long as there is no newer minor. */
  private static Stage kept(Stage goal, List<Stage> members) {
    return members.stream()
        .map(Stage::etcd)
        .flatMap(Optional::stream)
        .findFirst()
        .filter(_ -> !has36(goal))
        .map(tag -> new Stage(goal.kubernetes(), Optional.of(tag)))
        .orElse(goal);
  }

  private List<Stage> stages() {
    List<Stage> all = new ArrayList<>();
    if (members.stream().allMatch(goal::equals)) {
      return all;
    }
    Stage base = base();
    Optional<KubernetesVersion> from = base.version();
    Optional<KubernetesVersion> to = goal.version();
    if (from.isPresent() && to.isPresent()) {
      boolean into36 = EtcdRelease.brings36(to.get());
      if (into36
          && members.stream().noneMatch(UpgradePath::has36)
          && needsRaising(base, from.get())) {
        all.add(new Stage(base.kubernetes(), Optional.of(EtcdRelease.RAISED)));
      }
      for (int minor = from.get().minor() + 1; minor < to.get().minor(); minor++) {
        passing(minor).map(one -> through(one, base, into36)).ifPresent(all::add);
      }
    }
    all.add(goal);
    return all;
  }

  private static boolean has36(Stage member) {
    return member.version().filter(EtcdRelease::brings36).isPresent();
  }

  private static boolean needsRaising(Stage base, KubernetesVersion from) {
    return EtcdRelease.isLastBefore36(from) && base.etcd().isEmpty();
  }

  private Optional<KubernetesVersion> passing(int minor) {
    Optional<KubernetesVersion> there =
        members.stream()
            .flatMap(one -> one.version().stream())
            .filter(one -> one.minor() == minor)
            .max(Comparator.naturalOrder());
    return there.or(
        () -> Catalogue.release(new KubernetesVersion(1, minor, 0)).map(Release::newest));
  }

  private static Stage through(KubernetesVersion version, Stage base, boolean into36) {
    boolean raised =
        !EtcdRelease.brings36(version)
            && (base.etcd().isPresent() || (into36 && EtcdRelease.isLastBefore36(version)));
    return new Stage(
        version.toString(),
        raised ? base.etcd().or(() -> Optional.of(EtcdRelease.RAISED)) : Optional.empty());
  }

  /** A minor between these two of which no release is known. */
  static Optional<Integer> gap(KubernetesVersion from, KubernetesVersion to) {
    for (int minor = from.minor() + 1; minor < to.minor(); minor++) {
      if (Catalogue.release(new KubernetesVersion(1, minor, 0)).isEmpty()) {
        return Optional.of(minor);
      }
    }
    return Optional.empty();
  }

  /** What all members of the control plane are by now at least. */
  public Stage base() {
    return members.stream().min(ORDER).orElse(goal);
  }

  /** What machines of the control plane are to be now. */
  public Stage members() {
    List<Stage> stages = stages();
    if (stages.isEmpty()) {
      return goal;
    }
    Stage next = stages.getFirst();
    boolean begun = members.contains(next);
    return !begun && workers().anyMatch(one -> isTooOld(one, next)) ? base() : next;
  }

  /** The version of workers that are made now: that of the oldest member, until all are there. */
  String kubelets() {
    return members.stream()
        .filter(one -> !one.kubernetes().equals(goal.kubernetes()))
        .min(ORDER)
        .orElse(goal)
        .kubernetes();
  }

  private Stream<Machine> workers() {
    return cluster.machines().values().stream()
        .filter(one -> one.role() == Role.WORKER && one.state().keeps());
  }

  /** Whether a worker of another version stays as it is for now: it skips this stage. */
  boolean isSkippedBy(Machine worker) {
    List<Stage> stages = stages();
    return !stages.isEmpty() && !isTooOld(worker, stages.getFirst());
  }

  private static boolean isTooOld(Machine worker, Stage stage) {
    return isTooOld(worker.blueprint().kubernetesVersion(), stage);
  }

  private static boolean isTooOld(String kubelet, Stage stage) {
    Optional<KubernetesVersion> runs = KubernetesVersion.parse(kubelet);
    return stage
        .version()
        .filter(one -> runs.filter(its -> one.minor() - its.minor() > KUBELETS_BEHIND).isPresent())
        .isPresent();
  }

  /** What is still to be done, a sentence each; nothing if all machines have what is asked for. */
  public List<String> steps() {
    List<String> steps = new ArrayList<>();
    TreeSet<String> kubelets = new TreeSet<>();
    workers().map(one -> one.blueprint().kubernetesVersion()).forEach(kubelets::add);
    Stage now = base();
    Stage raised = new Stage(now.kubernetes(), Optional.of(EtcdRelease.RAISED));
    for (Stage stage : stages()) {
      if (kubelets.stream().anyMatch(one -> isTooOld(one, stage))) {
        steps.add("workers that are too old for what follows: Kubernetes " + now.kubernetes());
        kubelets.removeIf(one -> isTooOld(one, stage));
        kubelets.add(now.kubernetes());
      }
      steps.add("control plane: " + stage + (stage.equals(raised) ? WHY_RAISED : ""));
      now = stage;
    }
    if (kubelets.stream().anyMatch(one -> !one.equals(goal.kubernetes()))) {
      steps.add("workers: Kubernetes " + goal.kubernetes());
    }
    return steps;
  }
}
