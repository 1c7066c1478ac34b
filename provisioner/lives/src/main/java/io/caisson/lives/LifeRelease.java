package io.caisson.lives;

import io.caisson.spi.kubernetes.ClusterRelease;
import io.caisson.spi.kubernetes.KubernetesException;
import java.util.Optional;

/**
 * kubeadm's settings in the one cluster of a life: a machine that joins its control plane runs what
 * was announced last, whatever it is of itself.
 */
final class LifeRelease implements ClusterRelease {
  private String announced;
  private String addOns;
  private String etcd;

  LifeRelease() {
    announced = "1.34.4";
    addOns = announced;
    etcd = brought(announced);
  }

  /** What {@code kubeadm init} of this version leaves. */
  void init(String version) {
    announced = version;
    addOns = version;
    etcd = brought(version);
  }

  /** The version of the static pods of a machine that joins the control plane now. */
  String announced() {
    return announced;
  }

  /** That of kube-proxy and CoreDNS. */
  String addOns() {
    return addOns;
  }

  @Override
  public Versions versions() {
    return new Versions(
        announced, Optional.of("r/kube-proxy:v" + addOns), Optional.of("r/coredns:v" + addOns));
  }

  @Override
  public void announce(String version, Optional<String> tag) {
    announced = version;
    etcd = tag.map(one -> one.replaceFirst("-.*", "")).orElseGet(() -> brought(version));
  }

  /** As kubeadm of this version brings it. */
  private static String brought(String version) {
    return version.startsWith("1.33.") ? "3.5.24" : "3.6.5";
  }

  /** The version of etcd of a machine that joins the control plane now. */
  String etcd() {
    return etcd;
  }

  @Override
  public void upgradeAddOns(String version) {
    if (!version.equals(announced)) {
      throw new KubernetesException(
          KubernetesException.Kind.CONFLICT, announced + " is announced, not " + version);
    }
    addOns = version;
  }
}
