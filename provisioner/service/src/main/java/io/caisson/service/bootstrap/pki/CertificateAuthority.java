package io.caisson.service.bootstrap.pki;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate authority with its key, both as PEM.
 *
 * @param privateKey PKCS #8, not encrypted; {@link #toString()} leaves it out
 */
public record CertificateAuthority(String certificate, String privateKey) {
  public CertificateAuthority {
    if (Pem.certificate(certificate).getBasicConstraints() < 0) {
      throw new IllegalArgumentException("the certificate is not one of an authority");
    }
    Pem.privateKey(privateKey);
  }

  /**
   * What {@code kubeadm join} pins: SHA-256 over the certificate's SubjectPublicKeyInfo.
   *
   * @see <a href="https://kubernetes.io/docs/reference/setup-tools/kubeadm/kubeadm-join/">kubeadm
   *     join</a>
   */
  public String caCertHash() {
    try {
      byte[] spki = x509().getPublicKey().getEncoded();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(spki);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** For encrypted storage. */
  public byte[] toBytes() {
    return (certificate + privateKey).getBytes(StandardCharsets.UTF_8);
  }

  /** The reverse of {@link #toBytes()}. */
  public static CertificateAuthority ofBytes(byte[] bytes) {
    List<String> blocks = Pem.blocks(new String(bytes, StandardCharsets.UTF_8));
    if (blocks.size() != 2) {
      throw new IllegalArgumentException("not the bytes of a certificate authority");
    }
    return new CertificateAuthority(blocks.get(0), blocks.get(1));
  }

  X509Certificate x509() {
    return Pem.certificate(certificate);
  }

  PrivateKey key() {
    return Pem.privateKey(privateKey);
  }

  @Override
  public String toString() {
    return "CertificateAuthority[" + x509().getSubjectX500Principal().getName() + "]";
  }
}
