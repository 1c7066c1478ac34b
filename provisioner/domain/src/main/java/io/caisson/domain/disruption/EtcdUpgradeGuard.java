package io.caisson.domain.disruption;

import io.caisson.domain.catalogue.EtcdRelease;
import io.caisson.domain.catalogue.KubernetesVersion;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether a member of a release's etcd may join the members that are there:
 *
 * <ol>
 *   <li>Kubernetes 1.34 is the first that brings etcd 3.6. To releases before it, all is well.
 *   <li>In 3.6, members come back that were removed while 3.5 was older than 3.5.26, and replacing
 *       machines is what removes members. So each one must be of 3.5.26 or newer first, and have
 *       said so itself: one that is silent may be older.
 *   <li>While etcd is unknown, nothing joins.
 * </ol>
 *
 * @see <a href="https://etcd.io/blog/2025/zombie_members_upgrade/">etcd's own words</a>
 */
public final class EtcdUpgradeGuard {
  private static final int LEAST_PATCH_OF_3_5 = 26;
  private static final Pattern VERSION =
      Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(\\D.*)?");

  private static final String CURE =
      "name such a version as etcd.local.imageTag in ConfigMap kube-system/kubeadm-config, replace"
          + " the machines of the control plane, and take the tag out again";

  private final Optional<List<EtcdMember>> seen;

  /**
   * @param seen all members in the last look; empty if etcd did not answer
   */
  public EtcdUpgradeGuard(Optional<List<EtcdMember>> seen) {
    this.seen = seen.map(List::copyOf);
  }

  /** Whether machines of this release may join the control plane, or what is to be done first. */
  public Verdict mayJoin(KubernetesVersion release) {
    if (!EtcdRelease.brings36(release)) {
      return Verdict.go();
    }
    return seen.map(members -> judge(members, release))
        .orElseGet(() -> Verdict.hold("etcd does not say which version its members have"));
  }

  private static Verdict judge(List<EtcdMember> members, KubernetesVersion release) {
    List<EtcdMember> old = members.stream().filter(member -> !isNewEnough(member)).toList();
    if (old.isEmpty()) {
      return Verdict.go();
    }
    boolean answered = old.stream().allMatch(member -> member.status().isPresent());
    return Verdict.hold(
        "%s of etcd must be of 3.5.26 or newer before Kubernetes %s brings 3.6, in which members that were removed come back from older ones; %s"
            .formatted(
                old.stream().map(EtcdUpgradeGuard::called).collect(Collectors.joining(", ")),
                release,
                answered ? CURE : "wait until each of them answers"));
  }

  private static String called(EtcdMember member) {
    return "member %s (%s)"
        .formatted(
            member.called(),
            member.status().map(EtcdMember.Status::version).orElse("which does not answer"));
  }

  private static boolean isNewEnough(EtcdMember member) {
    return member
        .status()
        .map(EtcdMember.Status::version)
        .filter(EtcdUpgradeGuard::isNewEnough)
        .isPresent();
  }

  /** A version that cannot be read is not known to be new enough. */
  private static boolean isNewEnough(String version) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return false;
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    return major > 3
        || (major == 3 && minor > 5)
        || (major == 3 && minor == 5 && Integer.parseInt(parts.group(3)) >= LEAST_PATCH_OF_3_5);
  }
}
