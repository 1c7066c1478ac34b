package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Wait;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterResourcesTest {
  private final ApiFixture api = new ApiFixture();
  private final String id = api.aCluster("demo", api.aTemplate("demo"), "one");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aClusterTellsWhatItDoesAndWaitsFor() {
    commit(
        new ClusterRecord.HoldPlaced(
            new Hold("quota", "cores: 8 needed, 2 free", false, api.clock.instant())),
        new ClusterRecord.WaitNoted(
            new Wait(
                "cluster",
                "its first server",
                api.clock.instant(),
                api.clock.instant().plus(Duration.ofMinutes(1)))));
    Answer answer = api.get("demo", "/api/v1/clusters/" + id);
    JsonNode shown = answer.json();
    assertThat(shown.at("/cluster/id").asText()).isEqualTo(id);
    assertThat(shown.at("/cluster/state/status").asText()).isEqualTo("CREATE_IN_PROGRESS");
    assertThat(shown.at("/cluster/state/reason").asText()).isEqualTo("cores: 8 needed, 2 free");
    assertThat(shown.at("/cluster/state/progress/machines").asInt()).isEqualTo(3);
    assertThat(shown.at("/holds/0/name").asText()).isEqualTo("quota");
    assertThat(shown.at("/waits/0/reason").asText()).isEqualTo("its first server");
    assertThat(shown.at("/resources/0/key").asText()).isEqualTo("credential/cluster");
    assertThat(shown.at("/spec/kubernetes_version").asText()).isEqualTo("1.34.4");
    assertThat(answer.header("ETag")).startsWith("\"1-");
    JsonNode list = api.get("demo", "/api/v1/clusters").json();
    assertThat(list.at("/clusters/0/name").asText()).isEqualTo("one");
  }

  @Test
  void errorsAreProblems() {
    Answer missing = api.get("demo", "/api/v1/clusters/nope");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.header("Content-Type")).startsWith("application/problem+json");
    assertThat(missing.json().get("detail").asText()).contains("nope could not be found");
    assertThat(missing.json().get("status").asInt()).isEqualTo(404);
    assertThat(api.get("", "/api/v1/clusters").status()).isEqualTo(401);
    assertThat(api.get("other", "/api/v1/clusters/" + id).status()).isEqualTo(404);
    assertThat(api.get("other", "/api/v1/clusters/" + id + "/journal").status()).isEqualTo(404);
    assertThat(api.get("other", "/api/v1/clusters/" + id + "/events").status()).isEqualTo(404);
    assertThat(api.get("other", "/api/v1/clusters/" + id + "/kubeconfig").status()).isEqualTo(404);
    assertThat(api.get("demo", "/api/v1/clusters/" + id + "/journal?after=-1").status())
        .isEqualTo(400);
    assertThat(api.get("demo", "/api/v1/nope").json().get("title").asText()).isEqualTo("Not Found");
  }

  @Test
  void theJournalIsReadOnFromACursor() {
    commit(hold("a"));
    commit(hold("b"));
    JsonNode first = api.get("demo", "/api/v1/clusters/" + id + "/journal?limit=1").json();
    assertThat(first.get("entries")).hasSize(1);
    JsonNode rest =
        api.get("demo", "/api/v1/clusters/" + id + "/journal?after=" + first.get("next")).json();
    assertThat(rest.get("entries").toString()).contains("on hold b").doesNotContain("accepted");
  }

  @Test
  void eventsGoOnWhereTheReaderWasAndEndWhenTheClusterIsGone() {
    commit(hold("a"));
    long seen = api.get("demo", "/api/v1/clusters/" + id + "/journal").json().get("next").asLong();
    commit(hold("b"));
    commit(new ClusterRecord.ClusterGone("nothing is left", api.clock.instant()));
    HttpRequest request =
        api.request("demo", "/api/v1/clusters/" + id + "/events")
            .header("Accept", "text/event-stream")
            .header("Last-Event-ID", Long.toString(seen))
            .timeout(Duration.ofSeconds(20))
            .build();
    String events = api.send(request).text();
    assertThat(events).contains("event: journal", "on hold b", "event: gone");
    assertThat(events).doesNotContain("on hold a");
    assertThat(events.lines().filter(line -> line.startsWith("id: ")))
        .allSatisfy(line -> assertThat(Long.parseLong(line.substring(4))).isGreaterThan(seen));
  }

  @Test
  void aKubeconfigNeedsAnAddress() {
    Answer answer = api.get("demo", "/api/v1/clusters/" + id + "/kubeconfig");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().get("detail").asText()).contains("has no address yet");
    assertThat(api.get("reader", "/api/v1/clusters/" + id + "/kubeconfig").status()).isEqualTo(403);
  }

  @Test
  void deletingIsAccepted() {
    assertThat(api.send("DELETE", "demo", "/api/v1/clusters/one", "").status()).isEqualTo(202);
    assertThat(api.store.load(new ClusterId(id)).orElseThrow().deleting()).isTrue();
    assertThat(api.send("DELETE", "reader", "/api/v1/clusters/one", "").status()).isEqualTo(403);
  }

  private ClusterRecord hold(String name) {
    return new ClusterRecord.HoldPlaced(
        new Hold(name, "on hold " + name, false, api.clock.instant()));
  }

  private void commit(ClusterRecord... records) {
    Cluster cluster = api.store.load(new ClusterId(id)).orElseThrow();
    api.store.commit(cluster, Optional.empty(), List.of(records));
  }
}
