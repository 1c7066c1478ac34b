package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class Fabric8FaultsTest {
  private static final String WORDS =
      """
      {"kind":"Status","apiVersion":"v1","status":"Failure","message":"the server's own words",
       "reason":"X","code":%d}
      """;

  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());

  @AfterEach
  void close() {
    kubernetes.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID",
    "401, DENIED",
    "403, DENIED",
    "404, NOT_FOUND",
    "405, INVALID",
    "409, CONFLICT",
    "410, BROKEN",
    "415, INVALID",
    "422, INVALID",
    "429, THROTTLED",
    "500, BROKEN",
    "503, BROKEN"
  })
  void eachStatusHasItsKindAndItsWordsAndIsAskedForOnce(int status, Kind kind) throws Exception {
    try (ScriptedApiServer server =
        new ScriptedApiServer(ScriptedApiServer.status(status, WORDS.formatted(status)))) {
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> server.dialedBy(kubernetes).nodes())
          .withMessage("the server's own words")
          .extracting(KubernetesException::kind)
          .isEqualTo(kind);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void whoeverIsNotWellIsNotAskedAgainByTheSameConnection() throws Exception {
    List<InetSocketAddress> callers = new CopyOnWriteArrayList<>();
    try (ScriptedApiServer server =
        new ScriptedApiServer(
            exchange -> {
              callers.add(exchange.getRemoteAddress());
              ScriptedApiServer.send(exchange, callers.size() == 2 ? 500 : 200, "ok");
            })) {
      KubernetesApi api = server.dialedBy(kubernetes);
      assertThat(Stream.generate(api::ready).limit(4)).containsExactly(true, false, true, true);
    }
    assertThat(callers.get(1)).isEqualTo(callers.get(0));
    assertThat(callers.get(2)).isNotEqualTo(callers.get(1));
    assertThat(callers.get(3)).isEqualTo(callers.get(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "<html>It works</html>",
        "{\"kind\":\"NodeList\",\"items\":[{",
        "{\"kind\":\"NodeList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[null]}",
        "{\"kind\":\"NodeList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[{}]}",
        "{\"kind\":\"NodeList\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":\"none\"}"
      })
  void anAnswerOfTheWrongShapeIsNeverAnEmptyList(String body) throws Exception {
    assertKind(ScriptedApiServer.status(200, body), Kind.BROKEN);
  }

  @Test
  void aListWhoseNextPageHasExpiredIsReadInOnePiece() throws Exception {
    try (ScriptedApiServer server =
        new ScriptedApiServer(
            exchange -> {
              String query = String.valueOf(exchange.getRequestURI().getQuery());
              if (query.contains("continue=")) {
                ScriptedApiServer.send(exchange, 410, WORDS.formatted(410));
              } else if (query.contains("limit=")) {
                ScriptedApiServer.send(exchange, 200, nodes("next", "n1"));
              } else {
                ScriptedApiServer.send(exchange, 200, nodes("", "n1", "n2"));
              }
            })) {
      assertThat(server.dialedBy(kubernetes).nodes())
          .extracting(KubernetesApi.Node::name)
          .containsExactly("n1", "n2");
    }
  }

  private static String nodes(String next, String... names) {
    String items =
        Stream.of(names)
            .map("{\"metadata\":{\"name\":\"%s\",\"uid\":\"u\"},\"status\":{}}"::formatted)
            .collect(Collectors.joining(","));
    return "{\"kind\":\"NodeList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\",\"continue\":\"%s\"},\"items\":[%s]}"
        .formatted(next, items);
  }

  @Test
  void anAnswerThatIsCutOffIsUnknown() throws Exception {
    assertKind(
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        },
        Kind.UNREACHABLE);
  }

  @Test
  void aServerThatHangsIsUnknownAfterTheCallLimit() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (Fabric8Kubernetes hasty = new Fabric8Kubernetes(Duration.ofMillis(800), Meters.unread());
        ScriptedApiServer server =
            new ScriptedApiServer(
                exchange -> {
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })) {
      KubernetesApi api = server.dialedBy(hasty);
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(api::nodes)
          .extracting(KubernetesException::kind)
          .isEqualTo(Kind.UNREACHABLE);
      assertThat(api.ready()).isFalse();
    }
  }

  @Test
  void whoeverDripsAnAnswerIsCutOffByTheCallLimitToo() throws Exception {
    try (Fabric8Kubernetes hasty = new Fabric8Kubernetes(Duration.ofSeconds(2), Meters.unread());
        ScriptedApiServer server =
            new ScriptedApiServer(
                exchange -> {
                  exchange.sendResponseHeaders(200, 0);
                  while (true) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                  }
                })) {
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> server.dialedBy(hasty).nodes())
          .extracting(KubernetesException::kind)
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  @Test
  void anEndlessAnswerIsCutOff() throws Exception {
    byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    assertKind(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(spaces);
          }
        },
        Kind.UNREACHABLE);
  }

  @Test
  void aTenantsServerCannotSendUsElsewhere() throws Exception {
    try (ScriptedApiServer elsewhere = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"))) {
      try (ScriptedApiServer server =
          new ScriptedApiServer(
              exchange -> {
                exchange.getResponseHeaders().set("Location", elsewhere.url() + "/secret");
                exchange.sendResponseHeaders(302, -1);
              })) {
        assertThat(server.dialedBy(kubernetes).ready()).isFalse();
        assertThatExceptionOfType(KubernetesException.class)
            .isThrownBy(() -> server.dialedBy(kubernetes).nodes());
      }
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void aServerOfAnotherAuthorityIsUnknown() throws Exception {
    CertificateAuthority other = ScriptedApiServer.MINT.authority("kubernetes");
    try (ScriptedApiServer server = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"))) {
      KubernetesApi api =
          kubernetes.dial(
              server.url(),
              other.certificate(),
              ScriptedApiServer.MINT.client(other, ServiceIdentity.BOUND));
      assertThat(api.ready()).isFalse();
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(api::nodes)
          .withMessageContaining("trust anchors")
          .extracting(KubernetesException::kind)
          .isEqualTo(Kind.UNREACHABLE);
      assertThat(server.requests()).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereIsUnknown() throws Exception {
    ScriptedApiServer server = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"));
    KubernetesApi api = server.dialedBy(kubernetes);
    server.close();
    assertThat(api.ready()).isFalse();
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.deleteNode("n1"))
        .extracting(KubernetesException::kind)
        .isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void oneHangingClusterKeepsNoOtherWaiting() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ScriptedApiServer hanging =
            new ScriptedApiServer(
                exchange -> {
                  try {
                    release.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
        ScriptedApiServer healthy = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"))) {
      KubernetesApi stuck = hanging.dialedBy(kubernetes);
      for (int i = 0; i < 100; i++) {
        Thread.ofVirtual().start(stuck::ready);
      }
      assertThat(healthy.dialedBy(kubernetes).ready()).isTrue();
      release.countDown();
    }
  }

  @Test
  void closingOneClustersApiLeavesTheOthersAlone() throws Exception {
    try (ScriptedApiServer one = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"));
        ScriptedApiServer two = new ScriptedApiServer(ScriptedApiServer.status(200, "ok"))) {
      KubernetesApi first = one.dialedBy(kubernetes);
      KubernetesApi second = two.dialedBy(kubernetes);
      assertThat(first.ready()).isTrue();
      first.close();
      assertThat(second.ready()).isTrue();
    }
  }

  @Test
  void nobodyIsSpokenToInTheClear() {
    CertificateAuthority authority = ScriptedApiServer.MINT.authority("kubernetes");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                kubernetes.dial(
                    URI.create("http://127.0.0.1:1"),
                    authority.certificate(),
                    ScriptedApiServer.MINT.client(authority, ServiceIdentity.BOUND)));
  }

  private void assertKind(ScriptedApiServer.Script script, Kind kind) throws Exception {
    try (ScriptedApiServer server = new ScriptedApiServer(script)) {
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> server.dialedBy(kubernetes).nodes())
          .extracting(KubernetesException::kind)
          .isEqualTo(kind);
    }
  }
}
