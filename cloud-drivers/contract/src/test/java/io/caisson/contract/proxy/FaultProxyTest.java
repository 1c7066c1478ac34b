package io.caisson.contract.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private final SmallCloud cloud = new SmallCloud();
  private final FaultProxy proxy = new FaultProxy(cloud.authUrl(), Optional.empty());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private String compute = "";
  private String network = "";

  @BeforeEach
  void signIn() throws Exception {
    HttpResponse<String> answer =
        post(proxy.authUrl() + "/auth/tokens", "{\"password\": \"hush\"}");
    JsonNode catalogue = new JsonMapper().readTree(answer.body()).at("/token/catalog");
    compute = catalogue.at("/0/endpoints/0/url").asText();
    network = catalogue.at("/1/endpoints/0/url").asText();
  }

  @AfterEach
  void close() {
    client.close();
    proxy.close();
    cloud.close();
  }

  @Test
  void theCatalogueLeadsEachServiceThroughADoorOfItsOwn() {
    assertThat(compute).startsWith("http://127.0.0.1:").endsWith("/v2.1");
    assertThat(URI.create(compute).getPort())
        .isNotIn(
            cloud.authUrl().getPort(), proxy.authUrl().getPort(), URI.create(network).getPort());
  }

  @Test
  void requestsArriveUnchangedAndLinksInAnswersLeadThroughTheProxy() throws Exception {
    HttpResponse<String> answer = post(compute + "/servers?limit=1&a=%20b", "{\"name\": \"ü\"}");
    assertThat(cloud.seen()).endsWith("POST /v2.1/servers?limit=1&a=%20b {\"name\": \"ü\"}");
    assertThat(answer.body()).contains("\"é\"").contains(compute + "/more");
    assertThat(answer.body()).doesNotContain(cloud.origin());
  }

  @Test
  void everyExchangeIsRecordedWithoutItsSecrets() throws Exception {
    get(compute + "/servers");
    assertThat(proxy.exchanges()).hasSize(2);
    assertThat(proxy.signIns()).hasSize(1);
    Exchange last = proxy.exchanges().getLast();
    assertThat(last.service()).isEqualTo("compute");
    assertThat(last.status()).contains(200);
    assertThat(last.done()).isTrue();
    assertThat(last.words()).contains("é", "***");
    assertThat(proxy.exchanges().toString()).doesNotContain("hush");
    assertThat(proxy.exchanges())
        .allSatisfy(
            e -> {
              assertThat(e.requestBody() + e.replyBody()).doesNotContain("hush");
              assertThat(e.requestHeaders().values()).doesNotContain("the-token");
              assertThat(e.replyHeaders().values()).noneMatch(v -> v.startsWith("t-"));
            });
  }

  @Test
  void onceIsOnceAndAlwaysIsUntilHealed() throws Exception {
    proxy.once(r -> r.path().endsWith("/servers"), Answers.unauthorized());
    assertThat(get(compute + "/flavors").statusCode()).isEqualTo(200);
    assertThat(get(compute + "/servers").statusCode()).isEqualTo(401);
    assertThat(get(compute + "/servers").statusCode()).isEqualTo(200);
    proxy.always(r -> r.service().equals("network"), Answers.html(502));
    assertThat(get(network + "/ports").statusCode()).isEqualTo(502);
    assertThat(get(network + "/ports").body()).startsWith("<html>");
    proxy.heal();
    assertThat(get(network + "/ports").statusCode()).isEqualTo(200);
  }

  @Test
  void answersOfTheProxyItselfDoNotReachTheCloud() throws Exception {
    int before = cloud.seen().size();
    proxy.once(Request::changes, Answers.error(500, "no"));
    post(compute + "/servers", "{}");
    assertThat(cloud.seen()).hasSize(before);
    proxy.once(Request::changes, Answers.errorThoughDone(500, "no"));
    assertThat(post(compute + "/servers", "{}").statusCode()).isEqualTo(500);
    assertThat(cloud.seen()).hasSize(before + 1);
    assertThat(proxy.changes()).extracting(Exchange::done).containsExactly(false, true);
  }

  @Test
  void aWaitIsToldInSecondsOrAsADate() throws Exception {
    proxy.once(Request::looks, Answers.throttled(Duration.ofSeconds(7)));
    proxy.once(Request::looks, Answers.throttledUntil(Instant.parse("2026-11-20T10:00:00Z")));
    assertThat(get(compute).headers().firstValue("retry-after")).contains("7");
    assertThat(get(compute).headers().firstValue("retry-after"))
        .contains("Fri, 20 Nov 2026 10:00:00 GMT");
  }

  @Test
  void aCutBeforeForwardingKeepsTheRequestFromTheCloud() {
    int before = cloud.seen().size();
    proxy.once(Request::changes, new Fault.CutBefore());
    assertThatThrownBy(() -> post(compute + "/servers", "{}")).isInstanceOf(IOException.class);
    assertThat(cloud.seen()).hasSize(before);
    assertThat(proxy.changes()).hasSize(1).noneMatch(Exchange::done);
  }

  @Test
  void aLostReplyIsLostAfterTheCloudHasDoneIt() {
    int before = cloud.seen().size();
    proxy.once(Request::changes, new Fault.CutAfter());
    assertThatThrownBy(() -> post(compute + "/servers", "{}")).isInstanceOf(IOException.class);
    assertThat(cloud.seen()).hasSize(before + 1);
    assertThat(proxy.changes()).hasSize(1).allMatch(Exchange::done);
  }

  @Test
  void aBodyIsCutInTheMiddleOrHalvedWithTheRightLength() throws Exception {
    proxy.once(Request::looks, new Fault.CutInBody());
    assertThatThrownBy(() -> get(compute + "/servers")).isInstanceOf(IOException.class);
    proxy.once(Request::looks, new Fault.HalfBody());
    String whole = get(compute + "/servers").body();
    assertThat(get(compute + "/servers").body())
        .startsWith(whole)
        .hasSizeGreaterThan(whole.length());
  }

  @Test
  void theFirstByteOrTheBodyComesSlowly() throws Exception {
    proxy.once(Request::looks, new Fault.SlowFirstByte(Duration.ofMinutes(1)));
    assertThatThrownBy(() -> get(compute + "/servers")).isInstanceOf(HttpTimeoutException.class);
    proxy.once(Request::looks, new Fault.SlowBody(Duration.ofMillis(300)));
    assertThat(get(compute + "/servers").body()).isEqualTo(get(compute + "/servers").body());
  }

  @Test
  void connectionsAreRefusedAndTakenAgainAtTheSamePort() throws Exception {
    get(compute + "/servers");
    proxy.refuseConnections();
    assertThatThrownBy(() -> get(compute + "/servers")).isInstanceOf(ConnectException.class);
    proxy.acceptConnections();
    assertThat(get(compute + "/servers").statusCode()).isEqualTo(200);
  }

  @Test
  void tokensThatWereUsedAreEndedAndLaterOnesAreNot() throws Exception {
    get(compute + "/servers");
    proxy.expireTokens();
    assertThat(get(compute + "/servers").statusCode()).isEqualTo(401);
    assertThat(get(compute + "/servers", "another").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String url) throws Exception {
    return get(url, "the-token");
  }

  private HttpResponse<String> get(String url, String token) throws Exception {
    return client.send(request(url).header("X-Auth-Token", token).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String url, String body) throws Exception {
    return client.send(
        request(url).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(2));
  }
}
