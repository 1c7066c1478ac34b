package io.caisson.lives;

import io.caisson.domain.catalogue.KubernetesVersion;
import java.util.List;
import java.util.TreeMap;

/** Which version of Kubernetes runs where, and whether that may be. */
final class LifeVersions {
  /** The last before etcd 3.6. */
  static final String OLD = "1.33.13";

  static final String FIRST = "1.34.4";

  private static final List<String> ALL = List.of(FIRST, "1.35.4", "1.36.0");

  /** An image for any version: what it lacks is installed. */
  static final String ANY_IMAGE = "ubuntu";

  private final LifeRelease release;
  private final List<String> broken;
  private final TreeMap<String, KubernetesVersion> kubelets = new TreeMap<>();
  private final TreeMap<String, KubernetesVersion> servers = new TreeMap<>();
  private final TreeMap<String, String> etcds = new TreeMap<>();

  LifeVersions(LifeRelease release, List<String> broken) {
    this.release = release;
    this.broken = broken;
  }

  /**
   * One that a cluster can go to from this one; the last leads to itself.
   *
   * @param minors how far
   */
  static String after(String version, int minors) {
    return ALL.get(Math.min(ALL.indexOf(version) + minors, ALL.size() - 1));
  }

  /** The name of an image that holds this version. */
  static String image(String version, boolean other) {
    KubernetesVersion one = parsed(version);
    return "ubuntu-%d.%d%s".formatted(one.major(), one.minor(), other ? "-other" : "");
  }

  /** Names of the images that only a cluster of the old version has. */
  static List<String> oldImages() {
    return List.of(image(OLD, false), image(OLD, true), ANY_IMAGE);
  }

  /** Names of all other images. */
  static List<String> images() {
    return ALL.stream()
        .flatMap(one -> List.of(image(one, false), image(one, true)).stream())
        .toList();
  }

  private static KubernetesVersion parsed(String version) {
    return KubernetesVersion.parse(version).orElseThrow();
  }

  /**
   * A machine whose configuration is of this version has booted.
   *
   * @param image its name; empty if it booted from a volume
   */
  void booted(String node, String version, String image) {
    kubelets.put(node, parsed(version));
    boolean known = !image.isEmpty() && !image.equals(ANY_IMAGE);
    if (known && !List.of(image(version, false), image(version, true)).contains(image)) {
      broken.add("%s is configured for %s and booted %s".formatted(node, version, image));
    }
  }

  void founds(String node) {
    servers.put(node, version(node));
    release.init(version(node).toString());
    etcds.put(node, release.etcd());
  }

  /** The version of etcd that its static pod is of. */
  String etcd(String node) {
    return etcds.getOrDefault(node, release.etcd());
  }

  /** Its static pods are of what is announced. */
  void joinsControlPlane(String node) {
    KubernetesVersion announced = parsed(release.announced());
    servers.put(node, announced);
    etcds.put(node, release.etcd());
    if (!announced.equals(version(node))) {
      broken.add(
          "%s of %s joined while %s was announced".formatted(node, version(node), announced));
    }
    if (announced.minor()
            - servers.values().stream().mapToInt(KubernetesVersion::minor).min().orElse(0)
        > 1) {
      broken.add("API servers of " + servers);
    }
  }

  /** A worker's kubelet must not be newer than any API server that it may be led to. */
  void workerJoins(String node) {
    servers.forEach(
        (server, its) -> {
          if (version(node).compareTo(its) > 0 && version(node).minor() > its.minor()) {
            broken.add(
                "%s of %s joined while %s was of %s".formatted(node, version(node), server, its));
          }
        });
  }

  void gone(String node) {
    kubelets.remove(node);
    servers.remove(node);
    etcds.remove(node);
  }

  /** What is not of this version though the cluster is complete. */
  void complete(String version) {
    kubelets.forEach(
        (node, its) -> {
          if (!its.toString().equals(version)) {
            broken.add("complete with %s of %s, wanted %s".formatted(node, its, version));
          }
        });
    if (!release.addOns().equals(version)) {
      broken.add("complete with kube-proxy of %s, wanted %s".formatted(release.addOns(), version));
    }
  }

  private KubernetesVersion version(String node) {
    return kubelets.getOrDefault(node, parsed(ALL.getFirst()));
  }
}
