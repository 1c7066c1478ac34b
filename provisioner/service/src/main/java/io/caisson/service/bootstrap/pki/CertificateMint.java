package io.caisson.service.bootstrap.pki;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Makes keys (EC P-256) and certificates. Every certificate is valid from five minutes ago. */
public final class CertificateMint {
  /** What kubeadm gives an authority: ten years of 365 days. */
  public static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final SecureRandom random;

  public CertificateMint(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** All keys of a new cluster; the names are kubeadm's. */
  public ClusterPki cluster() {
    return new ClusterPki(
        authority("kubernetes"),
        authority("etcd-ca"),
        authority("front-proxy-ca"),
        serviceAccountKeys());
  }

  /** A new authority that signs itself, for {@link #AUTHORITY_LIFE}. */
  public CertificateAuthority authority(String commonName) {
    KeyPair keys = keys();
    Instant now = clock.instant();
    var form =
        CertificateForm.authority(
            new ClientSubject(commonName, List.of()).x500(), keys.getPublic(), serial());
    return new CertificateAuthority(
        Pem.of(form.signedByItself(keys, now.minus(BACKDATED), now.plus(AUTHORITY_LIFE))),
        Pem.of(keys.getPrivate()));
  }

  /** A new key with a client certificate. It never outlives its authority. */
  public TlsCredential client(
      CertificateAuthority authority, ClientSubject subject, Duration life) {
    KeyPair keys = keys();
    return new TlsCredential(
        clientCertificate(authority, keys.getPublic(), subject, life), Pem.of(keys.getPrivate()));
  }

  /** The service's own way into a cluster. */
  public TlsCredential client(CertificateAuthority authority, ServiceIdentity identity) {
    return client(authority, identity.subject(), ServiceIdentity.LIFE);
  }

  /** A client certificate, as PEM, for somebody else's key. It never outlives its authority. */
  public String clientCertificate(
      CertificateAuthority authority, PublicKey key, ClientSubject subject, Duration life) {
    return sign(authority, CertificateForm.client(subject.x500(), key, serial()), life);
  }

  /**
   * A new key with a server certificate that lives as long as its authority, since its clients pin
   * that authority and the listener need never be restarted for it.
   *
   * @param hosts DNS names and addresses; at least one
   */
  public TlsCredential server(CertificateAuthority authority, List<String> hosts) {
    KeyPair keys = keys();
    CertificateForm form = CertificateForm.server(hosts, keys.getPublic(), serial());
    return new TlsCredential(sign(authority, form, AUTHORITY_LIFE), Pem.of(keys.getPrivate()));
  }

  private String sign(CertificateAuthority authority, CertificateForm form, Duration life) {
    if (!life.isPositive()) {
      throw new IllegalArgumentException("a certificate must live for some time, not " + life);
    }
    Instant now = clock.instant();
    Instant authorityEnd = authority.x509().getNotAfter().toInstant();
    if (!now.isBefore(authorityEnd)) {
      throw new IllegalStateException("the authority expired at " + authorityEnd);
    }
    Instant end = now.plus(life);
    return Pem.of(
        form.signedBy(
            authority, now.minus(BACKDATED), end.isAfter(authorityEnd) ? authorityEnd : end));
  }

  private ServiceAccountKeys serviceAccountKeys() {
    KeyPair keys = keys();
    return new ServiceAccountKeys(Pem.of(keys.getPublic()), Pem.of(keys.getPrivate()));
  }

  private KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC P-256", e);
    }
  }

  /** Positive, at most 20 octets (RFC 5280 §4.1.2.2). */
  private BigInteger serial() {
    return new BigInteger(127, random).add(BigInteger.ONE);
  }
}
