package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenStackSiteTest {
  @Test
  void cloudsUsedAtTheSameTimeKeepTheirOwnTokensAndEndpoints() throws Exception {
    List<ScriptedCloud> scripts = List.of(new ScriptedCloud(), new ScriptedCloud());
    for (int i = 0; i < 2; i++) {
      String group = "{\"security_group\": {\"id\": \"g\", \"name\": \"of-cloud-%d\"}}";
      scripts
          .get(i)
          .on("GET /network/v2.0/security-groups/g", ScriptedCloud.json(200, group.formatted(i)));
    }
    List<Cloud> clouds = scripts.stream().map(ScriptedCloud::cloud).toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> names = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Cloud cloud = clouds.get(i % 2);
        names.add(threads.submit(() -> cloud.network().securityGroup("g").orElseThrow().name()));
      }
      for (int i = 0; i < 100; i++) {
        assertThat(names.get(i).get()).isEqualTo("of-cloud-" + i % 2);
      }
    }
    scripts.forEach(script -> assertThat(script.signIns()).isEqualTo(1));
    scripts.forEach(ScriptedCloud::close);
  }

  @Test
  void aPrivateCaIsTrustedOnlyWhereItIsNamed(@TempDir Path folder) throws Exception {
    HeldCertificate ca = new HeldCertificate.Builder().certificateAuthority(0).build();
    HeldCertificate server =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .signedBy(ca)
            .build();
    var keys = new HandshakeCertificates.Builder().heldCertificate(server).build();
    Path pem = Files.writeString(folder.resolve("ca.pem"), ca.certificatePem());
    try (ScriptedCloud script = new ScriptedCloud(Optional.of(keys.sslSocketFactory()))) {
      script.on("GET /network/v2.0/ports", ScriptedCloud.json(200, "{\"ports\": []}"));
      assertThat(ports(script.endpoint().trusting(pem))).isEmpty();
      assertThatThrownBy(() -> ports(script.endpoint()))
          .isInstanceOfSatisfying(
              CloudException.class,
              e -> assertThat(e.fault()).isInstanceOf(CloudFault.Unreachable.class));
    }
  }

  @Test
  void aCaFileWithoutCertificatesIsToldAtOnce(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("ca.pem"), "");
    try (ScriptedCloud script = new ScriptedCloud()) {
      assertThatThrownBy(() -> ports(script.endpoint().trusting(empty)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ca.pem");
    }
  }

  private static List<?> ports(OpenStackEndpoint endpoint) {
    return OpenStackCloud.connect(endpoint, ScriptedCloud.MEMBER, CloudLimits.USUAL)
        .network()
        .ports();
  }
}
