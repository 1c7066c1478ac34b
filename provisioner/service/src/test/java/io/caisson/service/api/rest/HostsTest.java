package io.caisson.service.api.rest;

import static io.caisson.service.api.ApiFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.spi.cloud.CloudFault;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostsTest {
  private static final String HOST = "/api/v1/hosts/compute-1";

  private final ApiFixture api = new ApiFixture();
  private final String one = made("demo", "one");
  private final String two = made("other", "two");

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void onlyOperatorsSeeHosts() {
    assertThat(api.get("demo", HOST).status()).isEqualTo(403);
    assertThat(api.post("demo", HOST + "/drain", "").status()).isEqualTo(403);
    assertThat(api.get("admin", HOST).status()).isEqualTo(200);
  }

  @Test
  void whatIsOnAHostOfAllProjectsIsReplacedAndNothingElse() {
    api.servers(
        server("one/worker-1", "compute-1"),
        server("one/worker-2", "compute-2"),
        server("two/control-plane-1", "compute-1"),
        server("foreign", "compute-1"));
    JsonNode shown = api.get("admin", HOST).json();
    assertThat(shown.at("/clusters").findValuesAsText("server"))
        .containsExactly("one/worker-1", "two/control-plane-1");
    assertThat(shown.findValuesAsText("standing")).containsOnly("stays");
    assertThat(api.post("admin", HOST + "/drain?dry_run=true", "").json()).isEqualTo(shown);
    assertThat(cluster(one).revision().number()).isEqualTo(1);

    JsonNode drained = drain();

    assertThat(drained.findValuesAsText("standing")).containsOnly("marked");
    assertThat(drained.findValuesAsText("just_marked")).containsOnly("true");
    assertThat(drained.get("advice").asText()).contains("--disable compute-1");
    assertThat(marks(one)).containsExactly("worker-1");
    assertThat(marks(two)).containsExactly("control-plane-1");
    assertThat(cluster(one).reached()).as("it is a change that can be watched").isFalse();
    String journal = api.get("demo", "/api/v1/clusters/" + one + "/journal").text();
    assertThat(journal).contains("user-admin (host drain)").doesNotContain("compute-1");
  }

  @Test
  void whatWasAskedForBeforeIsNothingNew() {
    api.servers(server("one/worker-1", "compute-1"));
    drain();
    long version = cluster(one).version();
    JsonNode again = drain();
    assertThat(cluster(one).version()).isEqualTo(version);
    assertThat(again.findValuesAsText("standing")).containsExactly("marked");
    assertThat(again.findValuesAsText("just_marked")).containsExactly("false");
    api.servers(server("one/worker-1", "compute-1"), server("one/worker-2", "compute-1"));
    assertThat(api.get("admin", HOST).json().findValuesAsText("standing"))
        .as("one that has come since")
        .containsExactly("marked", "stays");
    assertThat(drain().findValuesAsText("just_marked")).containsExactly("false", "true");
  }

  @Test
  void whoIsProtectedStaysAndSaysWhyAndKeepsNoOther() {
    api.servers(
        server("one/worker-1", "compute-1"),
        server("one/worker-2", "compute-1"),
        server("two/worker-1", "compute-1"));
    commit(
        one,
        new ClusterRecord.MachineMarked(
            MachineId.parse("worker-1"), Mark.PROTECT, "tester", api.clock.instant()));
    api.send("DELETE", "other", "/api/v1/clusters/" + two, "");
    JsonNode drained = drain();
    assertThat(drained.findValuesAsText("standing")).containsExactly("refuses", "marked", "leaves");
    assertThat(drained.findValuesAsText("reason").toString())
        .contains("it has the mark PROTECT", "its cluster is being deleted");
    assertThat(marks(one)).containsExactly("worker-2");
  }

  @Test
  void aProjectThatDoesNotAnswerIsUnknownAndNotEmpty() {
    api.servers(server("one/worker-1", "compute-1"));
    api.fail(new CloudFault.Unreachable(true, "connection refused"));
    JsonNode drained = drain();
    assertThat(drained.get("clusters")).isEmpty();
    assertThat(drained.at("/unknown").findValuesAsText("project"))
        .containsExactly("project-demo", "project-other");
    assertThat(drained.at("/unknown/0/clusters/0").asText()).isEqualTo(one);
    assertThat(drained.at("/unknown/0/reason").asText()).contains("connection refused");
    api.mend();
    assertThat(drain().findValuesAsText("standing")).containsExactly("marked");
  }

  private String made(String token, String name) {
    String id = api.aCluster(token, api.aTemplate(token), name);
    api.planned(id);
    cluster(id).machines().values().forEach(machine -> built(id, name, machine));
    return id;
  }

  private void built(String id, String name, Machine machine) {
    Effect effect =
        new Effect(
            machine.server(), 1, Attempt.Verb.CREATE, new Order.PutBootstrapToken(machine.id()));
    commit(
        id,
        new ClusterRecord.EffectIntended(effect, 1, api.clock.instant()),
        new ClusterRecord.EffectSettled(
            machine.server(),
            1,
            new Outcome.Done(Optional.of(name + "/" + machine.id())),
            api.clock.instant()));
  }

  private JsonNode drain() {
    Answer answer = api.post("admin", HOST + "/drain", "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private List<String> marks(String id) {
    return cluster(id).machines().values().stream()
        .filter(machine -> machine.marked(Mark.RENEW))
        .map(machine -> machine.id().toString())
        .toList();
  }

  private Cluster cluster(String id) {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }

  private void commit(String id, ClusterRecord... records) {
    api.store.commit(cluster(id), Optional.empty(), List.of(records));
  }
}
