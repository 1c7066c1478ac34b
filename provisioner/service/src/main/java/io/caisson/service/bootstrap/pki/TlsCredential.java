package io.caisson.service.bootstrap.pki;

import java.security.cert.X509Certificate;

/**
 * A certificate and its key, both as PEM.
 *
 * @param privateKey PKCS #8, not encrypted; {@link #toString()} leaves it out
 */
public record TlsCredential(String certificate, String privateKey) {
  public TlsCredential {
    Pem.certificate(certificate);
    Pem.privateKey(privateKey);
  }

  /** The certificate, parsed. */
  public X509Certificate x509() {
    return Pem.certificate(certificate);
  }

  @Override
  public String toString() {
    return "TlsCredential[" + x509().getSubjectX500Principal().getName() + "]";
  }
}
