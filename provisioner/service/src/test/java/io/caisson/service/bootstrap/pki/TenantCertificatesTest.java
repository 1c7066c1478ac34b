package io.caisson.service.bootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final CertificateMint mint =
      new CertificateMint(InstantSource.fixed(NOW), new SecureRandom());
  private final CertificateAuthority authority = mint.authority("kubernetes");
  private final TenantCertificates tenants = new TenantCertificates(mint, TenantCertificates.LIFE);

  @Test
  void whoAsksToBeAMasterBecomesAnAdminOfThisServiceUnderHisOwnName() throws Exception {
    KeyPair keys = rsa(2048);
    X509Certificate signed =
        Pem.certificate(
            tenants.sign(
                authority,
                request(keys, keys, "CN=admin,O=system:masters", "SHA256withRSA"),
                "u1"));
    assertThat(signed.getSubjectX500Principal().getName())
        .isEqualTo("CN=caisson:u1,O=caisson:admins");
    assertThat(signed.getPublicKey()).isEqualTo(keys.getPublic());
    assertThat(signed.getNotAfter()).isEqualTo(Date.from(NOW.plus(Duration.ofDays(30))));
    signed.verify(authority.x509().getPublicKey());
  }

  @Test
  void extensionsThatARequestAsksForAreNotGiven() throws Exception {
    KeyPair keys = ec("secp256r1");
    X509Certificate signed =
        Pem.certificate(
            tenants.sign(authority, request(keys, keys, "CN=x", "SHA256withECDSA"), "u1"));
    assertThat(signed.getBasicConstraints()).isEqualTo(-1);
    assertThat(signed.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(signed.getSubjectAlternativeNames()).isNull();
  }

  @Test
  void aUserNamedLikeAGroupOfKubernetesGainsNothing() {
    X509Certificate signed = tenants.issue(authority, "x,O=system:masters").x509();
    X500Name name = X500Name.getInstance(signed.getSubjectX500Principal().getEncoded());
    assertThat(name.getRDNs()).hasSize(2);
  }

  @Test
  void aRequestSignedByAnotherKeyIsRefused() throws Exception {
    KeyPair keys = rsa(2048);
    String forged = request(keys, rsa(2048), "CN=x", "SHA256withRSA");
    assertRefused(forged, "not signed by the key");
  }

  @Test
  void weakKeysAreRefused() throws Exception {
    KeyPair weak = rsa(1024);
    assertRefused(request(weak, weak, "CN=x", "SHA256withRSA"), "1024 bits");
  }

  @Test
  void keysOfOtherKindsAreRefused() throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    assertRefused(request(keys, keys, "CN=x", "Ed25519"), "neither RSA nor EC");
  }

  @Test
  void aKeyOnACurveThatKubernetesCannotReadIsRefused() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
    generator.initialize(new ECGenParameterSpec("secp256k1"));
    PublicKey key = generator.generateKeyPair().getPublic();
    assertThatThrownBy(() -> new CertificateRequest(key))
        .isInstanceOf(CertificateRefused.class)
        .hasMessageContaining("P-256, P-384 or P-521");
  }

  @Test
  void biggerCurvesAreTaken() throws Exception {
    KeyPair keys = ec("secp384r1");
    String signed = tenants.sign(authority, request(keys, keys, "CN=x", "SHA384withECDSA"), "u1");
    assertThat(Pem.certificate(signed).getPublicKey()).isEqualTo(keys.getPublic());
  }

  @Test
  void theOldNameOfTheFormIsTaken() throws Exception {
    KeyPair keys = ec("secp256r1");
    String request =
        request(keys, keys, "CN=x", "SHA256withECDSA")
            .replace(" CERTIFICATE REQUEST", " NEW CERTIFICATE REQUEST");
    assertThat(tenants.sign(authority, request, "u1")).startsWith("-----BEGIN CERTIFICATE-----");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "\u0000\uD83D\uDE00",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE REQUEST-----\n!!!\n-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE REQUEST-----\n-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE REQUEST-----\n"
            + "MIIBPjCB5QIBADCBgjELMAkGA1UE\n"
            + "-----END CERTIFICATE REQUEST-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      })
  void whatIsNoRequestIsRefused(String text) {
    assertRefused(text, "request");
  }

  @Test
  void aRequestOfFiftyMegabytesIsRefusedUnread() {
    assertRefused("x".repeat(50_000_000), "at most 16384 characters");
  }

  @Test
  void everyRequestWithOneByteChangedIsRefusedOrSignedForTheKeyThatSignedIt() throws Exception {
    KeyPair keys = ec("secp256r1");
    byte[] der = Pem.decode("CERTIFICATE REQUEST", request(keys, keys, "CN=x", "SHA256withECDSA"));
    for (int i = 0; i < der.length; i++) {
      byte[] changed = der.clone();
      changed[i] ^= 0x41;
      try {
        assertThat(CertificateRequest.parse(pem(changed)).key()).isEqualTo(keys.getPublic());
      } catch (CertificateRefused e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aCertificateNeedsAUser() {
    assertThatIllegalArgumentException().isThrownBy(() -> tenants.issue(authority, " "));
  }

  private void assertRefused(String request, String why) {
    assertThatThrownBy(() -> tenants.sign(authority, request, "u1"))
        .isInstanceOf(CertificateRefused.class)
        .hasMessageContaining(why);
  }

  private static String request(KeyPair named, KeyPair signer, String subject, String algorithm)
      throws Exception {
    ExtensionsGenerator wanted = new ExtensionsGenerator();
    wanted.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), named.getPublic())
            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, wanted.generate())
            .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()));
    return pem(request.getEncoded());
  }

  private static String pem(byte[] der) {
    return "-----BEGIN CERTIFICATE REQUEST-----\n%s\n-----END CERTIFICATE REQUEST-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(der));
  }

  private static KeyPair rsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
