package io.caisson.service.bootstrap.pki;

/** A certificate request that is not signed. The message says why, in words for its sender. */
public final class CertificateRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CertificateRefused(String why) {
    super(why);
  }
}
