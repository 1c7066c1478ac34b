package io.caisson.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.engine.Vitals;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those see who run the service. */
class OperatedTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void aReplicaIsReadyWhileTheDatabaseTellsWhatIsWhose() {
    assertThat(api.get("", "/health/readiness").status()).isEqualTo(503);
    api.vitals.looked = Optional.of(api.clock.instant());
    assertThat(api.get("", "/health/readiness").status()).isEqualTo(200);
    assertThat(api.get("", "/health/readiness").text()).contains("\"ownership\":\"known\"");
    api.vitals.looked = Optional.of(api.clock.instant().minus(Vitals.BLIND));
    assertThat(api.get("", "/health/readiness").status()).isEqualTo(503);
    assertThat(api.get("", "/health/readiness").text()).contains("does not answer");
  }

  @Test
  void aReplicaWithoutADatabaseLivesAllTheSame() {
    assertThat(api.get("", "/health/liveness").status()).isEqualTo(200);
  }

  @Test
  void metricsCountRequestsByWhatBecameOfThem() {
    api.get(FakeIdentity.TOKEN, "/v1/clusters");
    api.get("", "/api/v1/clusters");
    assertThat(api.get("", "/prometheus").text())
        .contains("caisson_request_seconds_count{api=\"magnum\",method=\"GET\",status=\"2xx\"} 1")
        .contains("caisson_request_seconds_count{api=\"own\",method=\"GET\",status=\"4xx\"} 1");
  }

  @Test
  void metricsAreForThisMachineAndNotThroughAProxy() {
    HttpRequest proxied =
        api.request("", "/prometheus").header("X-Forwarded-For", "192.0.2.1").build();
    assertThat(api.send(proxied).status()).isEqualTo(403);
  }

  @Test
  void everyAnswerTellsTheRequestsId() {
    String given = "req-11111111-2222-3333-4444-555555555555";
    HttpRequest followed =
        api.request(FakeIdentity.TOKEN, "/v1/clusters")
            .header("X-Openstack-Request-Id", given)
            .build();
    assertThat(api.send(followed).header("X-Openstack-Request-Id")).isEqualTo(given);
    HttpRequest forged =
        api.request(FakeIdentity.TOKEN, "/v1/clusters/none")
            .header("X-Openstack-Request-Id", "evil")
            .build();
    ApiFixture.Answer answer = api.send(forged);
    assertThat(answer.header("X-Openstack-Request-Id")).matches("req-[0-9a-f-]{36}");
    assertThat(answer.json().at("/errors/0/request_id").asText())
        .isEqualTo(answer.header("X-Openstack-Request-Id"));
  }

  @Test
  void nothingTakesLongerThanItsMetricsSay() {
    api.exposition.meters().turn("ok", Duration.ofMillis(40));
    assertThat(api.get("", "/prometheus").text())
        .contains("caisson_turn_seconds_bucket{outcome=\"ok\",le=\"0.05\"} 1")
        .contains("caisson_turn_seconds_bucket{outcome=\"ok\",le=\"0.01\"} 0");
  }
}
