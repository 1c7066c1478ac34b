package io.caisson.service.bootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.caisson.service.bootstrap.Samples;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificateMintTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
  private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  private final CertificateMint mint = mintAt(NOW);

  @Test
  void aClustersAuthoritiesAreThoseOfKubeadmAndLiveTenYears() {
    ClusterPki pki = mint.cluster();
    assertThat(authorities(pki).map(x -> x.getSubjectX500Principal().getName()))
        .containsExactly("CN=kubernetes", "CN=etcd-ca", "CN=front-proxy-ca");
    assertThat(authorities(pki))
        .allSatisfy(
            x -> {
              assertThat(x.getNotBefore()).isEqualTo(Date.from(NOW.minus(Duration.ofMinutes(5))));
              assertThat(x.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(3650))));
              assertThat(((ECPublicKey) x.getPublicKey()).getParams().toString())
                  .contains("secp256r1");
              assertThat(x.getBasicConstraints()).isNotNegative();
            });
  }

  @Test
  void noTwoClustersShareAKey() {
    assertThat(mint.cluster().kubernetes().caCertHash())
        .isNotEqualTo(mint.cluster().kubernetes().caCertHash());
  }

  @Test
  void theKeyOfAnAuthorityBelongsToItsCertificate() throws Exception {
    CertificateAuthority authority = mint.authority("x");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(authority.key());
    byte[] signed = signature.sign();
    signature.initVerify(authority.x509());
    assertThat(signature.verify(signed)).isTrue();
  }

  @Test
  void theHashThatAJoinPinsIsTheOneThatOpensslComputes() {
    // openssl x509 -pubkey | openssl pkey -pubin -outform der | sha256sum, on golden/test-pki.pem
    assertThat(Samples.pki().kubernetes().caCertHash())
        .isEqualTo("sha256:743de21407991b8c5e896d1c8f1a94396a3d9ba60c019e9f9800d5e08a90b907");
  }

  @Test
  void aClientCertificateIsForClientsOnlyAndTrustedByItsAuthority() throws Exception {
    CertificateAuthority authority = mint.authority("kubernetes");
    ClientSubject subject = new ClientSubject("jane", List.of("readers", "writers"));
    X509Certificate client = mint.client(authority, subject, Duration.ofHours(1)).x509();
    assertThat(client.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
    assertThat(client.getBasicConstraints()).isEqualTo(-1);
    assertThat(client.getSubjectX500Principal().getName("RFC1779"))
        .contains("CN=jane", "O=readers", "O=writers");
    assertThat(client.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(1))));
    validate(client, authority);
  }

  @Test
  void namesThatLookLikeFurtherNamesStayOneName() {
    ClientSubject subject =
        new ClientSubject("x,O=system:masters+CN=\"y\" \uD83D\uDE00", List.of());
    TlsCredential client = mint.client(mint.authority("ca"), subject, Duration.ofHours(1));
    var name =
        org.bouncycastle.asn1.x500.X500Name.getInstance(
            client.x509().getSubjectX500Principal().getEncoded());
    assertThat(name.getRDNs()).hasSize(1);
    assertThat(name.getRDNs()[0].getFirst().getValue()).hasToString(subject.user());
  }

  @Test
  void nobodyOutlivesTheAuthority() {
    CertificateAuthority authority = mint.authority("kubernetes");
    CertificateMint nearTheEnd = mintAt(NOW.plus(Duration.ofDays(3649)));
    TlsCredential late =
        nearTheEnd.client(authority, new ClientSubject("a", List.of()), Duration.ofDays(30));
    assertThat(late.x509().getNotAfter()).isEqualTo(authority.x509().getNotAfter());
  }

  @Test
  void anExpiredAuthoritySignsNothing() {
    CertificateAuthority authority = mint.authority("kubernetes");
    CertificateMint afterwards = mintAt(NOW.plus(Duration.ofDays(3650)));
    assertThatIllegalStateException()
        .isThrownBy(() -> afterwards.client(authority, ServiceIdentity.BOUND))
        .withMessageContaining("expired");
  }

  @Test
  void theServiceIsAMasterOnlyAtFirstAndNeverForMoreThanADay() {
    CertificateAuthority authority = mint.authority("kubernetes");
    X509Certificate first = mint.client(authority, ServiceIdentity.FIRST_CONTACT).x509();
    X509Certificate bound = mint.client(authority, ServiceIdentity.BOUND).x509();
    assertThat(first.getSubjectX500Principal().getName()).contains("O=system:masters");
    assertThat(bound.getSubjectX500Principal().getName())
        .contains("O=caisson:service")
        .doesNotContain("system:");
    assertThat(List.of(first, bound))
        .allSatisfy(
            x -> assertThat(x.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofHours(24)))));
  }

  @Test
  void aServerCertificateNamesItsHostsAndAddresses() throws Exception {
    CertificateAuthority authority = mint.authority("guests");
    X509Certificate server =
        mint.server(authority, List.of("caisson.example", "192.0.2.7", "2001:db8::7")).x509();
    assertThat(server.getExtendedKeyUsage()).containsExactly(SERVER_AUTH);
    assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
        .containsExactly("caisson.example", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
    assertThat(server.getNotAfter()).isEqualTo(authority.x509().getNotAfter());
    validate(server, authority);
  }

  @Test
  void keysSurviveStorage() {
    ClusterPki pki = mint.cluster();
    assertThat(ClusterPki.ofBytes(pki.toBytes())).isEqualTo(pki);
    assertThat(CertificateAuthority.ofBytes(pki.etcd().toBytes())).isEqualTo(pki.etcd());
  }

  @Test
  void bytesThatAreNoKeysAreRefusedWithoutBeingShown() {
    byte[] whole = mint.cluster().toBytes();
    String text = new String(whole, StandardCharsets.UTF_8);
    String broken = text.replaceFirst("-----END PRIVATE KEY-----\\n", "");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterPki.ofBytes(broken.getBytes(StandardCharsets.UTF_8)))
        .withMessageNotContaining("BEGIN");
    String mangled = text.replaceAll("(?m)^M.*$", "bm90IGEga2V5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClusterPki.ofBytes(mangled.getBytes(StandardCharsets.UTF_8)))
        .withMessageNotContaining("bm90");
  }

  @Test
  void noTextOfTheseRecordsHoldsAKey() {
    ClusterPki pki = mint.cluster();
    assertThat(
            Stream.of(
                    pki,
                    pki.kubernetes(),
                    pki.serviceAccount(),
                    mint.client(pki.kubernetes(), ServiceIdentity.BOUND))
                .map(Object::toString))
        .noneMatch(text -> text.contains("PRIVATE") || text.contains("MIG"));
  }

  private static Stream<X509Certificate> authorities(ClusterPki pki) {
    return Stream.of(pki.kubernetes(), pki.etcd(), pki.frontProxy())
        .map(CertificateAuthority::x509);
  }

  private static CertificateMint mintAt(Instant instant) {
    return new CertificateMint(InstantSource.fixed(instant), new SecureRandom());
  }

  private static void validate(X509Certificate leaf, CertificateAuthority authority)
      throws Exception {
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(authority.x509(), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW));
    CertPathValidator.getInstance("PKIX")
        .validate(
            CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
  }
}
