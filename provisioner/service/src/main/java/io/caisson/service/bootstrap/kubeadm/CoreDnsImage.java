package io.caisson.service.bootstrap.kubeadm;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The CoreDNS that the last patch of a minor puts into a cluster. From 1.31's on, no plugin or
 * option of a Corefile went with any of them (coredns/corefile-migration's versions.go up to
 * 1.13.1, release notes of 1.14), so a cluster's Corefile stays when its CoreDNS becomes a newer
 * one.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/constants/constants.go">
 *     kubeadm's constants</a>
 */
public final class CoreDnsImage {
  /** From the first minor that has it. */
  private static final NavigableMap<Integer, String> TAGS =
      new TreeMap<>(
          Map.of(
              23, "v1.8.6", 25, "v1.9.3", 27, "v1.10.1", 29, "v1.11.1", 30, "v1.11.3", 33,
              "v1.12.0", 34, "v1.12.1", 35, "v1.13.1", 36, "v1.14.2"));

  private CoreDnsImage() {}

  /** As in {@code registry.k8s.io/coredns/coredns:v1.13.1}. */
  public static String tag(KubernetesVersion version) {
    return TAGS.floorEntry(Math.max(version.minor(), TAGS.firstKey())).getValue();
  }
}
