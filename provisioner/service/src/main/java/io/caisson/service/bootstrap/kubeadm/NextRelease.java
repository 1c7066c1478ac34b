package io.caisson.service.bootstrap.kubeadm;

import static io.caisson.service.bootstrap.YamlObject.fields;

import io.caisson.domain.catalogue.EtcdRelease;
import io.caisson.service.bootstrap.YamlObject;
import io.caisson.service.bootstrap.YamlText;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What the settings that kubeadm keeps in a cluster become when machines of another release are to
 * join. As they were, since whoever runs the cluster may have changed them, but for
 *
 * <ol>
 *   <li>the version, which a joining member of the control plane takes its static pods from;
 *   <li>the dialect, if that release's kubeadm writes a newer one;
 *   <li>gates of kubeadm's own that its release does not have, or needs;
 *   <li>gates of components that the release does not let be set: they would not start;
 *   <li>the tag of etcd's image: what is wanted, if the one that is there is older; the one that
 *       was set on the way to etcd 3.6 goes when that has come.
 * </ol>
 *
 * The release is of the minor that the settings are for, or of the next: API servers must not be
 * further apart, and kubeadm joins nothing else. Or of the minor before, as long as no API server
 * is newer than that: then an announcement is taken back.
 */
public final class NextRelease {
  /** kubeadm's own gates, and the minor since which a new cluster has none of that name. */
  private static final Map<String, Integer> KUBEADMS_GONE =
      Map.of(
          "UpgradeAddonsBeforeControlPlane", 31,
          "EtcdLearnerMode", 33,
          "ControlPlaneKubeletLocalMode", 33,
          "WaitForAllControlPlaneComponents", 35);

  private static final String GATES = "featureGates";
  private static final String TAG = "imageTag";

  private final KubernetesVersion version;
  private final Optional<String> etcd;

  private NextRelease(KubernetesVersion version, Optional<String> etcd) {
    this.version = version;
    this.etcd = etcd;
  }

  /**
   * @param version such as {@code 1.35.4}
   * @throws IllegalArgumentException if it is none
   */
  public static NextRelease of(String version) {
    return new NextRelease(KubernetesVersion.parse(version), Optional.empty());
  }

  /**
   * With this etcd, if what the settings name is not newer.
   *
   * @param tag of its image, such as {@code 3.5.32-0}; empty for what the release brings
   * @throws IllegalArgumentException if it is no such tag
   */
  public NextRelease withEtcd(Optional<String> tag) {
    tag.ifPresent(EtcdTag::of);
    return new NextRelease(version, tag);
  }

  public KubernetesVersion version() {
    return version;
  }

  /**
   * The version in a ClusterConfiguration.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static KubernetesVersion announced(String clusterConfiguration) {
    return announced(YamlObject.read(clusterConfiguration));
  }

  private static KubernetesVersion announced(Map<String, Object> configuration) {
    return KubernetesVersion.parse(String.valueOf(configuration.get("kubernetesVersion")));
  }

  /** The tag that kube-proxy is to have; empty if kubeadm is told to leave it to others. */
  public Optional<String> proxyTag(String clusterConfiguration) {
    return enabled(clusterConfiguration, "proxy").map(_ -> "v" + version);
  }

  /** The same for CoreDNS: what the settings name, or else what came with the release. */
  public Optional<String> dnsTag(String clusterConfiguration) {
    return enabled(clusterConfiguration, "dns")
        .map(
            dns ->
                Optional.ofNullable(dns.get("imageTag"))
                    .map(Object::toString)
                    .filter(tag -> !tag.isBlank())
                    .orElseGet(() -> CoreDnsImage.tag(version)));
  }

  private static Optional<Map<String, Object>> enabled(String configuration, String addOn) {
    return Optional.of(fields(YamlObject.read(configuration), addOn).orElse(Map.of()))
        .filter(settings -> !Boolean.TRUE.equals(settings.get("disabled")));
  }

  /**
   * Of {@code kubeadm-config}.
   *
   * @throws IllegalArgumentException if the cluster cannot go to this release
   */
  public String clusterConfiguration(String yaml) {
    return changed(
        yaml,
        configuration -> {
          mustFollow(announced(configuration));
          ConfigurationDialect dialect = new ConfigurationDialect(configuration);
          dialect.raise(ApiVersion.of(version));
          dialect.gates(this::settable);
          kubeadmsOwnGates(configuration);
          etcdTag(configuration);
          configuration.put("kubernetesVersion", "v" + version);
        });
  }

  /** Of {@code kubelet-config}. */
  public String kubeletConfiguration(String yaml) {
    return changed(yaml, this::componentsGates);
  }

  /** Of {@code kube-proxy}. */
  public String proxyConfiguration(String yaml) {
    return changed(yaml, this::componentsGates);
  }

  /** The same text if nothing of it changes. */
  private static String changed(String yaml, Consumer<Map<String, Object>> change) {
    Map<String, Object> next = YamlObject.read(yaml);
    change.accept(next);
    return next.equals(YamlObject.read(yaml)) ? yaml : YamlText.of(next);
  }

  private void mustFollow(KubernetesVersion now) {
    if (version.minor() < now.minor() - 1) {
      throw new IllegalArgumentException(
          "machines are told to be of %s; that is taken back to a version of 1.%d, not to %s"
              .formatted(now, now.minor() - 1, version));
    }
    if (version.minor() > now.minor() + 1) {
      throw new IllegalArgumentException(
          "it is of %s, and cannot go to %s before it was of 1.%d: no minor is left out"
              .formatted(now, version, now.minor() + 1));
    }
  }

  private void etcdTag(Map<String, Object> configuration) {
    fields(configuration, "etcd")
        .flatMap(all -> fields(all, "local"))
        .ifPresent(
            local -> {
              String named = String.valueOf(local.getOrDefault(TAG, ""));
              if (etcd.filter(wanted -> isOlder(named, wanted)).isPresent()) {
                local.put(TAG, etcd.get());
              } else if (etcd.isEmpty() && named.equals(EtcdRelease.RAISED)) {
                local.remove(TAG);
              }
            });
  }

  /** A tag that names no version is somebody's own, and stays. */
  private static boolean isOlder(String named, String wanted) {
    return named.isBlank()
        || EtcdTag.parse(named).filter(one -> one.isBefore(EtcdTag.of(wanted))).isPresent();
  }

  private void kubeadmsOwnGates(Map<String, Object> configuration) {
    Map<String, Object> gates = fields(configuration, GATES).orElseGet(TreeMap::new);
    gates.keySet().removeIf(name -> version.minor() >= gone(name));
    if (ClusterDocument.LOCAL_MODE_BY_GATE.contains(version.minor())) {
      gates.putIfAbsent("ControlPlaneKubeletLocalMode", true);
    }
    put(configuration, gates);
  }

  private static int gone(String gate) {
    return KUBEADMS_GONE.getOrDefault(gate, Integer.MAX_VALUE);
  }

  private void componentsGates(Map<String, Object> configuration) {
    fields(configuration, GATES)
        .ifPresent(
            gates -> {
              gates.keySet().removeIf(name -> !KnownGates.maySet(name, version));
              put(configuration, gates);
            });
  }

  private static void put(Map<String, Object> configuration, Map<String, Object> gates) {
    if (gates.isEmpty()) {
      configuration.remove(GATES);
    } else {
      configuration.put(GATES, gates);
    }
  }

  /** Of an argument such as {@code A=true,B=false}. */
  private Optional<String> settable(String argument) {
    return Optional.of(
            Arrays.stream(argument.split(",", -1))
                .filter(gate -> KnownGates.maySet(gate.strip().replaceFirst("=.*", ""), version))
                .collect(Collectors.joining(",")))
        .filter(left -> !left.isBlank());
  }
}
