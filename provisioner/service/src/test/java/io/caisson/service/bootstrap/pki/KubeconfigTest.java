package io.caisson.service.bootstrap.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.bootstrap.Samples;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class KubeconfigTest {
  @Test
  void aClientReadsFromItWhatWasPutIn() {
    CertificateAuthority authority = Samples.pki().kubernetes();
    TlsCredential credential =
        new CertificateMint(InstantSource.fixed(Samples.NOW), new SecureRandom())
            .client(authority, ServiceIdentity.BOUND);
    String yaml =
        new Kubeconfig(
                "no: \"blue\"",
                URI.create("https://203.0.113.10:6443"),
                authority.certificate(),
                "on",
                credential)
            .yaml();

    Config read = Config.fromKubeconfig(yaml);

    assertThat(read.getMasterUrl()).isEqualTo("https://203.0.113.10:6443/");
    assertThat(read.getCurrentContext().getContext().getCluster()).isEqualTo("no: \"blue\"");
    assertThat(decoded(read.getCaCertData())).isEqualTo(authority.certificate());
    assertThat(decoded(read.getClientCertData())).isEqualTo(credential.certificate());
    assertThat(decoded(read.getClientKeyData())).isEqualTo(credential.privateKey());
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
