package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.ServingIdentity;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The certificates that kubeadm itself signs on a machine of a control plane. */
final class Certificates {
  private static final Duration YEAR = Duration.ofDays(365);

  private final ClusterPki pki;
  private final Instant now;

  Certificates(ClusterPki pki, Instant now) {
    this.pki = pki;
    this.now = now;
  }

  /** The API server's, with the names that kubeadm puts into it. */
  ServingIdentity apiServer(InitPlan.ClusterSettings cluster, String node, String address) {
    Set<String> names =
        new LinkedHashSet<>(
            List.of(
                node,
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc." + cluster.dnsDomain()));
    Set<String> addresses = new LinkedHashSet<>(List.of(serviceAddress(cluster), address));
    cluster.endpoint().ifPresent(e -> (e.isAddress() ? addresses : names).add(e.host()));
    for (String name : cluster.certificateNames()) {
      (new HostPort(name, 0).isAddress() ? addresses : names).add(name);
    }
    GeneralName[] all =
        Stream.concat(
                names.stream().map(n -> new GeneralName(GeneralName.dNSName, n)),
                addresses.stream().map(a -> new GeneralName(GeneralName.iPAddress, a)))
            .toArray(GeneralName[]::new);
    return sign("CN=kube-apiserver", List.of(KeyPurposeId.id_kp_serverAuth), new GeneralNames(all));
  }

  /** What etcd shows to its clients and its peers. */
  ServingIdentity etcd(String node, String address) {
    GeneralName[] names =
        Stream.concat(
                Stream.of(node, "localhost").map(n -> new GeneralName(GeneralName.dNSName, n)),
                Stream.of(address, "127.0.0.1", "::1")
                    .distinct()
                    .map(a -> new GeneralName(GeneralName.iPAddress, a)))
            .toArray(GeneralName[]::new);
    return sign(
        "CN=" + node,
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
        new GeneralNames(names));
  }

  /** A kubelet's own, which a first control plane needs before anybody can sign a request. */
  ServingIdentity kubelet(String node) {
    return sign(
        "O=system:nodes,CN=system:node:" + node,
        List.of(KeyPurposeId.id_kp_clientAuth),
        new GeneralNames(new GeneralName[0]));
  }

  static String serviceAddress(InitPlan.ClusterSettings cluster) {
    return Subnets.parse(cluster.serviceSubnet()).orElseThrow().getFirst().nth(1);
  }

  private ServingIdentity sign(String subject, List<KeyPurposeId> purposes, GeneralNames names) {
    KeyPair key = ClusterPki.newKey();
    ClusterPki.Request request =
        new ClusterPki.Request(new X500Name(subject), purposes, names, now, YEAR);
    return new ServingIdentity(pki.issue(key.getPublic(), request), key.getPrivate());
  }
}
