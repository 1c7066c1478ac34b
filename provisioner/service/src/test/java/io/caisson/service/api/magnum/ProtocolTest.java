package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.spi.cloud.CloudFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {
  private static final ApiFixture api = new ApiFixture();

  @BeforeAll
  static void start() {
    api.aTemplate("demo");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void theVersionDocumentsArePublic() {
    JsonNode root = api.get("", "/").json();
    assertThat(root.at("/versions/0/id").asText()).isEqualTo("v1");
    assertThat(root.at("/versions/0/max_version").asText()).isEqualTo("1.14");
    for (String path : new String[] {"/v1", "/v1/"}) {
      JsonNode v1 = api.get("", path).json();
      assertThat(v1.get("id").asText()).isEqualTo("v1");
      assertThat(v1.at("/clusters/0/href").asText()).isEqualTo(api.uri("/v1/clusters").toString());
    }
    assertThat(api.get("", "/health/liveness").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "wrong", "wrong token with spaces"})
  void nobodyPassesWithoutAValidToken(String token) {
    for (String path : new String[] {"/v1/clusters", "/nope", "/v1/clusters/x", "/metrics"}) {
      Answer answer = api.get(token, path);
      assertThat(answer.status()).as(path).isEqualTo(401);
      assertThat(answer.json().at("/error/title").asText()).isEqualTo("Unauthorized");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Keystone");
    }
  }

  @Test
  void anIdentityServiceThatDoesNotAnswerIs503() {
    api.identity.fault = Optional.of(new CloudFault.Unreachable(true, "refused"));
    try {
      assertThat(api.get("demo", "/v1/clusters").status()).isEqualTo(503);
    } finally {
      api.identity.fault = Optional.empty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',container-infra 1.1",
    "container-infra 1.9,container-infra 1.9",
    "container-infra latest,container-infra 1.14",
    "container-infrastructure-management 1.13,container-infrastructure-management 1.13",
    "'compute 2.1,container-infra 1.3',container-infra 1.3"
  })
  void theVersionIsNegotiated(String header, String answered) {
    Answer answer = versioned(header);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("OpenStack-API-Version")).isEqualTo(answered);
    assertThat(answer.header("OpenStack-API-Minimum-Version")).isEqualTo("container-infra 1.1");
    assertThat(answer.header("OpenStack-API-Maximum-Version")).isEqualTo("container-infra 1.14");
    assertThat(answer.header("vary")).isEqualTo("OpenStack-API-Version");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.9", "compute 2.1", "container-infra", "container-infra x", "a b c"})
  void aVersionThatCannotBeReadIs406(String header) {
    assertThat(versioned(header).status()).isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.15", "2.1", "0.1"})
  void aVersionOutsideTheRangeIs406WithTheRange(String version) {
    Answer answer = versioned("container-infra " + version);
    assertThat(answer.status()).isEqualTo(406);
    JsonNode error = answer.json().at("/errors/0");
    assertThat(error.get("code").asText()).isEqualTo("magnum.microversion-unsupported");
    assertThat(error.get("max_version").asText()).isEqualTo("1.14");
    assertThat(error.get("min_version").asText()).isEqualTo("1.1");
  }

  @Test
  void anUnknownRouteIs404AndAWrongMethod405WithAllow() {
    Answer unknown = api.get("demo", "/v1/nope");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().at("/errors/0/status").asInt()).isEqualTo(404);
    Answer wrong = api.send("PUT", "demo", "/v1/clusters", "{}");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).contains("GET", "POST");
  }

  @Test
  void anEmptyAcceptHeaderAndOddContentTypesAreTaken() {
    for (String path : new String[] {"/v1/clusters", "/v1/clustertemplates/k8s"}) {
      HttpRequest request =
          HttpRequest.newBuilder(api.uri(path))
              .header("X-Auth-Token", "demo")
              .header("Accept", "")
              .header("Content-Type", "application/octet-stream")
              .build();
      assertThat(api.send(request).status()).as(path).isEqualTo(200);
    }
    HttpRequest post =
        HttpRequest.newBuilder(api.uri("/v1/clustertemplates"))
            .header("X-Auth-Token", "demo")
            .POST(HttpRequest.BodyPublishers.ofString("{\"image_id\": \"ubuntu\"}"))
            .build();
    assertThat(api.send(post).status()).isEqualTo(201);
  }

  @Test
  void aBodyOf50MegabytesIsRefusedBeforeItIsRead() throws IOException {
    URI uri = api.uri("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nX-Auth-Token: demo\r\nContent-Type:"
              + " application/json\r\nContent-Length: 52428800\r\n\r\n{\"name\": \"";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(firstLine(socket.getInputStream())).contains("413");
    }
  }

  @Test
  void aBodyThatGrowsBeyondTheLimitIsRefused() throws IOException {
    URI uri = api.uri("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST /v1/clusters HTTP/1.1\r\nHost: x\r\nX-Auth-Token: demo\r\nContent-Type:"
              + " application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] chunk =
          ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 20; i++) {
        socket.getOutputStream().write(chunk);
      }
      assertThat(firstLine(socket.getInputStream())).contains("413");
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int letter = in.read(); letter >= 0 && letter != '\n'; letter = in.read()) {
      line.write(letter);
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  private static Answer versioned(String header) {
    HttpRequest.Builder request = api.request("demo", "/v1/clusters");
    return api.send(
        (header.isEmpty() ? request : request.header("OpenStack-API-Version", header)).build());
  }
}
