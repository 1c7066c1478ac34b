package io.caisson.domain.plan;

import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.UpgradePath;
import io.caisson.domain.disruption.EtcdUpgradeGuard;
import io.caisson.domain.disruption.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a living cluster goes to another version of Kubernetes, beside what becomes of its machines:
 * stage by stage, as {@link UpgradePath} says. Its rules:
 *
 * <ol>
 *   <li>A machine that joins the control plane runs the version that the cluster announces, not
 *       that of its own kubeadm. So the version is announced first, and nobody joins the control
 *       plane but with the version that is announced.
 *   <li>It is not announced while a member with another one may just be joining, nor while etcd
 *       must be raised before ({@link EtcdUpgradeGuard}).
 *   <li>An announcement stays recorded until the next one is made: that it was made is the reason
 *       for the next.
 *   <li>kube-proxy and CoreDNS follow when the whole control plane has the version: kube-proxy must
 *       not be newer than any API server.
 *   <li>Workers follow after the control plane: {@link Rollout}.
 * </ol>
 *
 * @see <a href="https://kubernetes.io/releases/version-skew-policy/">Version skew policy</a>
 */
final class VersionChange {
  private final Cluster cluster;
  private final Sight sight;
  private final UpgradePath path;
  private final UpgradePath.Stage stage;

  VersionChange(Cluster cluster, Sight sight) {
    this.cluster = cluster;
    this.sight = sight;
    this.path = UpgradePath.of(cluster);
    this.stage = path.members();
  }

  /** Whether all is done that comes with a change of the version, if there ever was one. */
  static boolean done(Cluster cluster) {
    return !begun(cluster, UpgradePath.of(cluster).members())
        || cluster.present(addOns(cluster.spec().kubernetesVersion()));
  }

  /** Whether the cluster has announced a version since it was made, or has to. */
  private static boolean begun(Cluster cluster, UpgradePath.Stage stage) {
    return !cluster.resources(Kind.VERSION, "").isEmpty()
        || behind(cluster, stage).findAny().isPresent();
  }

  /** Members of the control plane that are not of this stage. */
  private static Stream<Machine> behind(Cluster cluster, UpgradePath.Stage stage) {
    return cluster.controlPlane().stream()
        .filter(one -> one.state().keeps())
        .filter(one -> !stage.isOf(one));
  }

  private static ResourceKey announcement(UpgradePath.Stage stage) {
    String etcd = stage.etcd().map(tag -> "-etcd-" + tag).orElse("");
    return new ResourceKey(Kind.VERSION, stage.kubernetes() + etcd);
  }

  private static ResourceKey addOns(String version) {
    return new ResourceKey(Kind.KUBEADM_ADD_ONS, version);
  }

  private boolean begun() {
    return begun(cluster, stage);
  }

  private boolean lags() {
    return behind(cluster, stage).findAny().isPresent();
  }

  List<Want> wants() {
    List<Want> wants = new ArrayList<>();
    if (!cluster.present(Wants.SERVICE_BINDING) || !begun()) {
      return wants;
    }
    ResourceKey key = announcement(stage);
    boolean announced = cluster.present(key);
    String waits = announced ? "" : beforeAnnouncement();
    wants.add(
        waits.isEmpty()
            ? Want.of(key, new Order.AnnounceVersion(stage.kubernetes(), stage.etcd()))
            : Want.after(key, waits));
    if (!announced) {
      others().forEach(other -> wants.add(Want.after(other.key(), "")));
      passed().ifPresent(version -> wants.add(upgrade(version)));
    } else if (!lags()) {
      wants.add(upgrade(stage.kubernetes()));
    }
    return wants;
  }

  private static Want upgrade(String version) {
    return Want.of(addOns(version), new Order.UpgradeKubeadmAddOns(version));
  }

  /** The version that was announced last and that the whole control plane has, on its way on. */
  private Optional<String> passed() {
    UpgradePath.Stage base = path.base();
    boolean on = !base.kubernetes().equals(stage.kubernetes());
    return on && cluster.present(announcement(base))
        ? Optional.of(base.kubernetes())
        : Optional.empty();
  }

  private List<Resource> others() {
    return cluster.resources(Kind.VERSION, "").stream()
        .filter(one -> !one.key().equals(announcement(stage)))
        .toList();
  }

  private String beforeAnnouncement() {
    Optional<Resource> unsure =
        others().stream()
            .filter(one -> one.is(Attempt.State.IN_FLIGHT) || one.is(Attempt.State.IN_DOUBT))
            .findFirst();
    if (unsure.isPresent()) {
      return "certainty about " + unsure.get().key();
    }
    if (cluster.pause().isPresent()) {
      return cluster.pause().map(Hold::reason).orElse("");
    }
    Optional<String> left = passed().filter(version -> !cluster.present(addOns(version)));
    if (left.isPresent()) {
      return "kube-proxy and CoreDNS to follow Kubernetes " + left.get();
    }
    return lags() ? beforeNewMembers() : "";
  }

  private String beforeNewMembers() {
    if (!sight.askedEtcd(cluster)) {
      return Membership.nextLook(cluster, announcement(stage));
    }
    Membership membership = new Membership(cluster, sight);
    Optional<Machine> joining =
        cluster.controlPlane().stream()
            .filter(one -> !stage.isOf(one))
            .filter(one -> membership.mayCome(one) && !one.state().joined())
            .filter(one -> !membership.votes(one))
            .findFirst();
    if (joining.isPresent()) {
      return "%s, which may be joining with Kubernetes %s"
          .formatted(joining.get().id(), joining.get().blueprint().kubernetesVersion());
    }
    Verdict verdict =
        KubernetesVersion.parse(stage.kubernetes())
            .map(new EtcdUpgradeGuard(sight.api().etcd().seen())::mayJoin)
            .orElseGet(Verdict::go);
    return verdict instanceof Verdict.Hold(String why) ? why : "";
  }

  /** What a machine has to wait for before it joins the control plane; empty if nothing. */
  String beforeMember(Machine machine) {
    if (!begun()) {
      return "";
    }
    if (!stage.isOf(machine)) {
      return "its replacement by one with " + stage;
    }
    boolean alone = others().isEmpty();
    return alone && cluster.present(announcement(stage)) ? "" : stage + " to be announced";
  }
}
