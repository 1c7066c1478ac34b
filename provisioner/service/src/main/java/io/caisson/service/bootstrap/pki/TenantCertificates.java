package io.caisson.service.bootstrap.pki;

import java.time.Duration;
import java.util.List;

/**
 * Signs certificate requests of a cluster's users. Whatever subject a request asks for, its sender
 * becomes the user {@code caisson:<Keystone user>} in the one group {@value #GROUP}; so no request
 * can reach {@code system:masters}, which RBAC could never take back.
 */
public final class TenantCertificates {
  /** To be bound to {@code cluster-admin} in the cluster. */
  public static final String GROUP = "caisson:admins";

  public static final Duration LIFE = Duration.ofDays(30);

  private final CertificateMint mint;
  private final Duration life;

  public TenantCertificates(CertificateMint mint, Duration life) {
    this.mint = mint;
    this.life = life;
  }

  /**
   * A client certificate as PEM.
   *
   * @param keystoneUser the id of the authenticated caller
   * @throws CertificateRefused if the request is not one that we sign
   */
  public String sign(CertificateAuthority authority, String request, String keystoneUser) {
    var subject = subject(keystoneUser);
    return mint.clientCertificate(
        authority, CertificateRequest.parse(request).key(), subject, life);
  }

  /** A new key with its certificate, for a caller who sends no request. */
  public TlsCredential issue(CertificateAuthority authority, String keystoneUser) {
    return mint.client(authority, subject(keystoneUser), life);
  }

  private static ClientSubject subject(String keystoneUser) {
    if (keystoneUser.isBlank()) {
      throw new IllegalArgumentException("a certificate needs a user");
    }
    return new ClientSubject("caisson:" + keystoneUser, List.of(GROUP));
  }
}
