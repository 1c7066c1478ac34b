package io.caisson.service.bootstrap.pki;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * All keys that a cluster starts with. They exist before its first machine, so that the service can
 * reach the cluster without asking a machine for anything; kubeadm uses the files that it finds.
 */
public record ClusterPki(
    CertificateAuthority kubernetes,
    CertificateAuthority etcd,
    CertificateAuthority frontProxy,
    ServiceAccountKeys serviceAccount) {
  private static final String FORM = "caisson-cluster-pki 1\n";

  /** For encrypted storage: a line that names the form, then PEM blocks. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(FORM);
    for (CertificateAuthority authority : List.of(kubernetes, etcd, frontProxy)) {
      text.append(authority.certificate()).append(authority.privateKey());
    }
    text.append(serviceAccount.publicKey()).append(serviceAccount.privateKey());
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The reverse of {@link #toBytes()}. */
  public static ClusterPki ofBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> pem = Pem.blocks(text);
    if (!text.startsWith(FORM) || pem.size() != 8) {
      throw new IllegalArgumentException("not the bytes of a cluster's PKI");
    }
    return new ClusterPki(
        new CertificateAuthority(pem.get(0), pem.get(1)),
        new CertificateAuthority(pem.get(2), pem.get(3)),
        new CertificateAuthority(pem.get(4), pem.get(5)),
        new ServiceAccountKeys(pem.get(6), pem.get(7)));
  }

  /** Without any key. */
  @Override
  public String toString() {
    return "ClusterPki[" + kubernetes.caCertHash() + "]";
  }
}
