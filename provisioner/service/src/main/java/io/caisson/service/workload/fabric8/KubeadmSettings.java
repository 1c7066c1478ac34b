package io.caisson.service.workload.fabric8;

import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.kubeadm.NextRelease;
import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ConfigMaps that {@code kubeadm init} uploads, as kubeadm itself changes them when it upgrades
 * a cluster (app/phases/uploadconfig, app/phases/kubelet, app/phases/addons). {@code
 * kubeadm-config} comes last, so that its version says that all is done.
 *
 * <p>Who may read them stays as {@code kubeadm init} set it: the names of the ConfigMaps, and of
 * the roles for them, are the same in all releases since 1.24.
 */
final class KubeadmSettings implements ClusterRelease {
  private static final String CLUSTER = "kubeadm-config";
  private static final String CLUSTER_KEY = "ClusterConfiguration";
  private static final String KUBELET = "kubelet-config";
  private static final String PROXY = "kube-proxy";

  private final SystemMaps maps;
  private final SystemImages images;
  private final ApiServers servers;

  KubeadmSettings(KubernetesClient client) {
    this.maps = new SystemMaps(client);
    this.images = new SystemImages(client);
    this.servers = new ApiServers(client);
  }

  @Override
  public Versions versions() {
    return new Versions(
        announced(configuration()).toString(),
        images.kubeProxy().image(),
        images.coreDns().image());
  }

  private String configuration() {
    return maps.text(CLUSTER, CLUSTER_KEY);
  }

  private static KubernetesVersion announced(String configuration) {
    return fitting(() -> NextRelease.announced(configuration));
  }

  @Override
  public void announce(String version, Optional<String> etcd) {
    NextRelease next = fitting(() -> NextRelease.of(version).withEtcd(etcd));
    String configuration = configuration();
    // refused before anything is written
    fitting(() -> next.clusterConfiguration(configuration));
    if (next.version().minor() < announced(configuration).minor()) {
      servers.mustNotBeNewerThan(next.version());
    }
    maps.change(KUBELET, "kubelet", text -> fitting(() -> next.kubeletConfiguration(text)));
    maps.change(CLUSTER, CLUSTER_KEY, text -> fitting(() -> next.clusterConfiguration(text)));
  }

  @Override
  public void upgradeAddOns(String version) {
    NextRelease release = fitting(() -> NextRelease.of(version));
    String configuration = configuration();
    KubernetesVersion announced = announced(configuration);
    if (!announced.equals(release.version())) {
      throw new KubernetesException(
          Kind.CONFLICT,
          "the machines of the control plane are told to be of %s, so kube-proxy and CoreDNS do not become those of %s"
              .formatted(announced, version));
    }
    Optional<String> proxy = fitting(() -> release.proxyTag(configuration));
    if (proxy.isPresent() && images.kubeProxy().image().isPresent()) {
      maps.change(PROXY, "config.conf", text -> fitting(() -> release.proxyConfiguration(text)));
      images.kubeProxy().raise(proxy.get());
    }
    fitting(() -> release.dnsTag(configuration)).ifPresent(images.coreDns()::raise);
  }

  private static <T> T fitting(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException misfit) {
      throw new KubernetesException(
          Kind.CONFLICT, "kubeadm's settings in the cluster: " + misfit.getMessage(), misfit);
    }
  }
}
