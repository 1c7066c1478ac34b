package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private final ApiFixture api = new ApiFixture();
  private final String cluster = api.aCluster("demo", api.aTemplate("demo"), "one");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theAuthorityIsShownWhileTheClusterIsStillBeingMade() throws GeneralSecurityException {
    Answer answer = api.get("demo", "/v1/certificates/" + cluster);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("csr").isNull()).isTrue();
    assertThat(answer.json().get("cluster_uuid").asText()).isEqualTo(cluster);
    assertThat(x509(answer).getBasicConstraints()).isNotNegative();
    String etcd = api.get("demo", "/v1/certificates/one?ca_cert_type=etcd").text();
    assertThat(etcd).contains("BEGIN CERTIFICATE").isNotEqualTo(answer.text());
    assertThat(api.get("demo", "/v1/certificates/one?ca_cert_type=x").status()).isEqualTo(400);
  }

  @Test
  void whateverSubjectIsAskedForTheSenderIsSigned() throws Exception {
    Answer answer = sign("demo", "cluster_uuid", csr("CN=admin,O=system:masters"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    X509Certificate signed = x509(answer);
    assertThat(signed.getSubjectX500Principal().getName())
        .contains("CN=caisson:demo", "O=caisson:admins")
        .doesNotContain("system:masters");
    Duration life = Duration.between(api.clock.instant(), signed.getNotAfter().toInstant());
    assertThat(life).isBetween(Duration.ofDays(29), Duration.ofDays(30));
    signed.verify(x509(api.get("demo", "/v1/certificates/one")).getPublicKey());
  }

  @Test
  void theOldNameOfTheClusterAttributeIsTaken() throws Exception {
    assertThat(sign("demo", "bay_uuid", csr("CN=x")).status()).isEqualTo(201);
  }

  @Test
  void badRequestsAreRefused() throws Exception {
    assertThat(sign("demo", "cluster_uuid", "nonsense").title()).startsWith("csr: ");
    assertThat(sign("reader", "cluster_uuid", csr("CN=x")).status()).isEqualTo(403);
    assertThat(sign("other", "cluster_uuid", csr("CN=x")).status()).isEqualTo(400);
    assertThat(api.post("demo", "/v1/certificates", "{}").title())
        .contains("cluster_uuid: is missing", "csr: is missing");
  }

  private Answer sign(String token, String name, String csr) throws IOException {
    return api.post(
        token,
        "/v1/certificates",
        new ObjectMapper().writeValueAsString(Map.of(name, cluster, "csr", csr)));
  }

  private static X509Certificate x509(Answer answer) throws GeneralSecurityException {
    byte[] pem = answer.json().get("pem").asText().getBytes(StandardCharsets.US_ASCII);
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private static String csr(String subject)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair keys = generator.generateKeyPair();
    var request =
        new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate()));
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(request);
    }
    return text.toString();
  }
}
