package io.caisson.domain.catalogue;

/**
 * Which etcd the releases of Kubernetes bring, as far as an upgrade has to mind it: kubeadm up to
 * 1.33 brings etcd 3.5 (1.33.13: 3.5.24), from 1.34 on 3.6. In 3.6 members come back that were
 * removed while 3.5 was older than 3.5.26.
 *
 * @see <a href="https://etcd.io/blog/2025/zombie_members_upgrade/">etcd's own words</a>
 */
public final class EtcdRelease {
  /** The tag of the image that is new enough to be followed by 3.6. */
  public static final String RAISED = "3.5.32-0";

  private static final int FIRST_MINOR_WITH_3_6 = 34;

  private EtcdRelease() {}

  public static boolean brings36(KubernetesVersion release) {
    return release.minor() >= FIRST_MINOR_WITH_3_6;
  }

  /** Whether the next minor is the first with etcd 3.6. */
  public static boolean isLastBefore36(KubernetesVersion release) {
    return release.minor() == FIRST_MINOR_WITH_3_6 - 1;
  }
}
