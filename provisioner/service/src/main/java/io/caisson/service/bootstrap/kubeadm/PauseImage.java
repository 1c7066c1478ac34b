package io.caisson.service.bootstrap.kubeadm;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The image that holds a pod's namespaces, by release: kubeadm warns of a runtime that uses another
 * one, and an offline registry has this one only.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/master/cmd/kubeadm/app/constants/constants.go">
 *     kubeadm's constants</a>
 */
public final class PauseImage {
  /** From the first minor that has it. */
  private static final NavigableMap<Integer, String> TAGS =
      new TreeMap<>(
          Map.of(
              15, "3.1", 18, "3.2", 21, "3.4.1", 22, "3.5", 23, "3.6", 24, "3.7", 25, "3.8", 26,
              "3.9", 31, "3.10", 34, "3.10.1"));

  private static final int NEWER = 36;

  private PauseImage() {}

  public static String tag(KubernetesVersion version) {
    return version.minor() >= NEWER
        ? "3.10.2"
        : TAGS.floorEntry(Math.max(version.minor(), TAGS.firstKey())).getValue();
  }
}
