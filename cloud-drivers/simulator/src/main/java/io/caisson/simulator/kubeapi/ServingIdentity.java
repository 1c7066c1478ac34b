package io.caisson.simulator.kubeapi;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** The certificate that a listener shows, and its key. */
public record ServingIdentity(X509Certificate certificate, PrivateKey key) {
  /** Without the key. */
  @Override
  public String toString() {
    return "ServingIdentity[" + certificate.getSubjectX500Principal() + "]";
  }
}
