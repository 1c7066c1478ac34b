package io.caisson.service.bootstrap;

import io.caisson.service.bootstrap.guest.GuestAccess;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.kubeadm.ApiServerSettings;
import io.caisson.service.bootstrap.kubeadm.ClusterFeatures;
import io.caisson.service.bootstrap.kubeadm.ClusterSettings;
import io.caisson.service.bootstrap.kubeadm.Discovery;
import io.caisson.service.bootstrap.kubeadm.EncryptionKey;
import io.caisson.service.bootstrap.kubeadm.Endpoint;
import io.caisson.service.bootstrap.kubeadm.FeatureGates;
import io.caisson.service.bootstrap.kubeadm.KubernetesVersion;
import io.caisson.service.bootstrap.kubeadm.NodeOrder;
import io.caisson.service.bootstrap.kubeadm.NodeRegistration;
import io.caisson.service.bootstrap.kubeadm.Taint;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.service.bootstrap.pki.ClusterPki;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster whose keys, secret and tokens are fixed, so that its documents can be compared. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final MachineSecret SECRET = new MachineSecret("A".repeat(43));
  public static final Endpoint ENDPOINT = new Endpoint("203.0.113.10", 6443);

  private Samples() {}

  public static ClusterPki pki() {
    return ClusterPki.ofBytes(Golden.bytes("test-pki.pem"));
  }

  public static GuestAccess access(URI url) {
    return new GuestAccess(url, pki().kubernetes().certificate(), "machine-1", SECRET);
  }

  public static NodeOrder.Init init(String version) {
    return new NodeOrder.Init(
        new ClusterSettings(
            "blue",
            KubernetesVersion.parse(version),
            ENDPOINT,
            "10.100.0.0/16",
            "10.254.0.0/16",
            List.of("203.0.113.10", "blue.example"),
            Optional.of("registry.example/kubernetes")),
        node("blue-control-1", "10.0.0.11"),
        new BootstrapToken("aaaaaa", "bbbbbbbbbbbbbbbb", "nobody uses this", NOW));
  }

  /** With everything that a cluster may have. */
  public static NodeOrder.Init fullInit(String version) {
    NodeOrder.Init plain = init(version);
    ClusterFeatures features =
        new ClusterFeatures(FeatureGates.parse("APIResponseCompression=true"), apiServer());
    return new NodeOrder.Init(plain.cluster().with(features), plain.node(), plain.unusedToken());
  }

  public static NodeOrder.JoinControlPlane fullMember(String version) {
    NodeOrder.JoinControlPlane plain = member(version);
    return new NodeOrder.JoinControlPlane(
        plain.version(), plain.node(), plain.discovery(), apiServer());
  }

  private static ApiServerSettings apiServer() {
    return new ApiServerSettings(true, Optional.of(EncryptionKey.of(new byte[32])));
  }

  public static NodeOrder.JoinWorker worker(String version) {
    return new NodeOrder.JoinWorker(
        KubernetesVersion.parse(version),
        new NodeRegistration(
            "blue-worker-1",
            "10.0.0.21",
            Optional.of("openstack:///11111111-2222-3333-4444-555555555555"),
            OsProfiles.named("ubuntu-24.04").criSocket(),
            Map.of("pool", "no", "example.com/zone", "012"),
            List.of(new Taint("dedicated", "yes", Taint.Effect.NO_SCHEDULE))),
        discovery());
  }

  public static NodeOrder.JoinControlPlane member(String version) {
    return new NodeOrder.JoinControlPlane(
        KubernetesVersion.parse(version), node("blue-control-2", "10.0.0.12"), discovery());
  }

  private static NodeRegistration node(String name, String address) {
    return new NodeRegistration(
        name,
        address,
        Optional.empty(),
        OsProfiles.named("ubuntu-24.04").criSocket(),
        Map.of(),
        List.of());
  }

  private static Discovery discovery() {
    return new Discovery(
        ENDPOINT,
        new BootstrapToken("cccccc", "dddddddddddddddd", "blue-worker-1", NOW),
        pki().kubernetes().certificate());
  }
}
