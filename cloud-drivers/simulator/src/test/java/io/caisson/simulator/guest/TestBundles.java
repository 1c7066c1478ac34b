package io.caisson.simulator.guest;

import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The bundles of one cluster's machines. */
final class TestBundles {
  static final String TOKEN = "abcdef.0123456789abcdef";
  final ClusterPki ca = ClusterPki.selfSigned("kubernetes", Instant.now());
  private final ClusterPki etcd = ClusterPki.selfSigned("etcd-ca", Instant.now());
  private final ClusterPki frontProxy = ClusterPki.selfSigned("front-proxy-ca", Instant.now());
  private final String endpoint;

  /**
   * @param endpoint host and port of the cluster
   */
  TestBundles(String endpoint) {
    this.endpoint = endpoint;
  }

  Map<String, String> init(String name, String address) {
    Map<String, String> files = keys();
    files.put("run/caisson/action", "init\n");
    files.put("run/caisson/kubeadm.yaml", initConfiguration(name, address));
    return files;
  }

  Map<String, String> join(String name) {
    Map<String, String> files = common();
    files.put("run/caisson/action", "join\n");
    files.put("run/caisson/kubeadm.yaml", joinConfiguration(name));
    return files;
  }

  /** The same, but that a file names the cluster and its authority. */
  Map<String, String> joinByFile(String name) {
    Map<String, String> files = join(name);
    files.computeIfPresent(
        "run/caisson/kubeadm.yaml",
        (path, text) ->
            text.replaceFirst(
                "  bootstrapToken:\n.*\n.*\n.*\n",
                """
                  file: {kubeConfigPath: /run/caisson/cluster-info.yaml}
                  tlsBootstrapToken: %s
                """
                    .formatted(TOKEN)));
    files.put(
        "run/caisson/cluster-info.yaml",
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: ""
          cluster: {server: "https://%s", certificate-authority-data: %s}
        """
            .formatted(
                endpoint,
                Base64.getEncoder()
                    .encodeToString(
                        Pem.text(ca.certificate()).getBytes(StandardCharsets.US_ASCII))));
    return files;
  }

  Map<String, String> joinControlPlane(String name, String address) {
    Map<String, String> files = keys();
    files.put("run/caisson/action", "join\n");
    files.put(
        "run/caisson/kubeadm.yaml",
        joinConfiguration(name)
            + "controlPlane: {localAPIEndpoint: {advertiseAddress: %s, bindPort: 6443}}\n"
                .formatted(address));
    return files;
  }

  /** The same files of a machine that is to run this Kubernetes. */
  static Map<String, String> running(String version, Map<String, String> files) {
    files.put("run/caisson/kubernetes-version", version + "\n");
    return files;
  }

  /** The same files and those of keepalived, which keeps the address. */
  static Map<String, String> keeping(String address, Map<String, String> files) {
    files.put(
        "etc/keepalived/keepalived.conf",
        """
        vrrp_instance endpoint {
          virtual_ipaddress {
            %s/32 dev $INTERFACE
          }
        }
        """
            .formatted(address));
    return files;
  }

  String initConfiguration(String name, String address) {
    return """
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: InitConfiguration
    bootstrapTokens: [{token: %s, ttl: 30m0s}]
    nodeRegistration:
      name: %s
      kubeletExtraArgs:
      - {name: node-ip, value: %s}
      - {name: provider-id, value: "openstack:///%s"}
    localAPIEndpoint: {advertiseAddress: %s, bindPort: 6443}
    skipPhases: [show-join-command]
    timeouts: {kubernetesAPICall: 1s, controlPlaneComponentHealthCheck: 1s, kubeletHealthCheck: 1s}
    ---
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: ClusterConfiguration
    clusterName: test
    kubernetesVersion: v1.34.4
    controlPlaneEndpoint: "%s"
    encryptionAlgorithm: ECDSA-P256
    networking: {podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/16}
    ---
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    serverTLSBootstrap: true
    ---
    apiVersion: kubeproxy.config.k8s.io/v1alpha1
    kind: KubeProxyConfiguration
    mode: iptables
    """
        .formatted(TOKEN, name, address, name, address, endpoint);
  }

  String joinConfiguration(String name) {
    return """
    apiVersion: kubeadm.k8s.io/v1beta4
    kind: JoinConfiguration
    discovery:
      bootstrapToken:
        apiServerEndpoint: "%s"
        token: %s
        caCertHashes: ["%s"]
    nodeRegistration:
      name: %s
      kubeletExtraArgs:
      - {name: provider-id, value: "openstack:///%s"}
      - {name: node-labels, value: "pool=a,node.kubernetes.io/x=y"}
    timeouts: {etcdAPICall: 1s, discovery: 1s, tlsBootstrap: 2s, kubeletHealthCheck: 1s}
    """
        .formatted(endpoint, TOKEN, pin(), name, name);
  }

  private String pin() {
    try {
      byte[] key = ca.certificate().getPublicKey().getEncoded();
      return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, String> keys() {
    Map<String, String> files = common();
    put(files, "ca", ca);
    put(files, "front-proxy-ca", frontProxy);
    put(files, "etcd/ca", etcd);
    files.put("etc/kubernetes/pki/sa.key", Pem.text(ClusterPki.newKey().getPrivate()));
    files.put("etc/kubernetes/pki/sa.pub", "public");
    return files;
  }

  private static void put(Map<String, String> files, String name, ClusterPki authority) {
    files.put("etc/kubernetes/pki/" + name + ".crt", Pem.text(authority.certificate()));
    files.put("etc/kubernetes/pki/" + name + ".key", Pem.text(authority.key()));
  }

  private static Map<String, String> common() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("etc/sysctl.d/90-caisson.conf", "net.ipv4.ip_forward = 1\n");
    return files;
  }
}
