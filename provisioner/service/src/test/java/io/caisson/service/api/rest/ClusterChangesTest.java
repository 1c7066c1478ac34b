package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.Sight;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterChangesTest {
  private static final String SERVER = "6f5c1d2e-0000-4000-8000-00000000000a";
  private final ApiFixture api = new ApiFixture();
  private final String id = api.aCluster("demo", api.aTemplate("demo"), "one");
  private final String path = "/api/v1/clusters/" + id;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aResizeIsARevisionAndAnOperation() {
    Answer answer = api.post("demo", path + "/resize", "{\"count\": 5}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("changes").asText()).isEqualTo("worker from 2 to 5 machines");
    assertThat(answer.header("ETag")).startsWith("\"2-");
    assertThat(worker().count()).isEqualTo(5);
    assertThat(cluster().revision().number()).isEqualTo(2);
    assertThat(api.woken).endsWith(new ClusterId(id));
    JsonNode operations = api.get("demo", path + "/operations").json().get("operations");
    assertThat(operations.at("/0/id")).isEqualTo(answer.json().get("operation"));
    assertThat(operations.at("/0/kind").asText()).isEqualTo("RESIZE");
    assertThat(operations.at("/0/outcome/state").asText()).isEqualTo("IN_PROGRESS");
    assertThat(operations.at("/1/outcome/state").asText()).isEqualTo("SUPERSEDED");
    assertThat(api.get("demo", path + "/operations/r2").json().get("what").asText())
        .isEqualTo("worker from 2 to 5 machines");
    assertThat(api.get("demo", path + "/operations/r9").status()).isEqualTo(404);
  }

  @Test
  void aNodeIsNamedByAllThatClientsKnowOfIt() {
    Cluster planned = planned();
    String name = machine(planned, "worker-1").name();
    String address = machine(planned, "worker-1").address();
    for (String given :
        List.of(
            "worker-1",
            name,
            address,
            "0",
            SERVER,
            SERVER.toUpperCase(),
            SERVER.replace("-", ""),
            "openstack:///" + SERVER,
            "openstack://region/" + SERVER)) {
      Answer answer =
          api.post(
              "demo",
              path + "/resize",
              "{\"count\": 1, \"nodes_to_remove\": [\"%s\"]}".formatted(given));
      assertThat(answer.status()).as("%s: %s", given, answer.text()).isEqualTo(202);
      assertThat(machine(cluster(), "worker-1").marked(Mark.REPLACE)).as(given).isTrue();
      assertThat(machine(cluster(), "worker-2").mark()).as(given).isEmpty();
      commit(
          new ClusterRecord.MarkRemoved(
              MachineId.parse("worker-1"), "tester", api.clock.instant()));
    }
    assertThat(worker().count()).isEqualTo(1);
  }

  @Test
  void nodesThatFitNothingAreNamedOneByOne() {
    planned();
    Answer answer =
        api.post(
            "demo",
            path + "/resize",
            """
            {"nodes_to_remove": ["nope", "worker-1", "control-plane-1", "7", "10.9.9.9"]}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("errors")).hasSize(4);
    assertThat(answer.json().at("/errors/1/path").asText()).isEqualTo("nodes_to_remove[2]");
    assertThat(answer.json().at("/errors/1/detail").asText())
        .contains("control-plane-1, which is not of group worker");
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void whatNoClusterCanBeIsRefusedBeforeAnythingIsRecorded() {
    assertThat(resize("{\"node_group\": \"control-plane\", \"count\": 2}")).contains("even number");
    assertThat(resize("{\"node_group\": \"control-plane\", \"count\": 0}"))
        .contains("at least one control plane");
    assertThat(resize("{\"count\": -1}")).contains("not within the bounds");
    assertThat(resize("{\"count\": 9000}")).contains("0 to 5000 are possible");
    assertThat(resize("{}")).contains("count: is missing");
    assertThat(resize("{\"count\": \"3\", \"x\": 1}")).contains("count:", "x: is not known");
    patch("/nodegroups/worker", "{\"bounds\": {\"min\": 1, \"max\": 3}}", 202);
    assertThat(resize("{\"count\": 4}")).contains("bounds of group worker: 1 to 3");
    assertThat(api.post("demo", path + "/resize", "{\"node_group\": \"w\"}").status())
        .isEqualTo(400);
    assertThat(api.post("demo", path + "/resize", "{\"node_group\": \"w\", \"count\": 1}").status())
        .isEqualTo(404);
    assertThat(api.post("reader", path + "/resize", "{\"count\": 1}").status()).isEqualTo(403);
    assertThat(api.post("other", path + "/resize", "{\"count\": 1}").status()).isEqualTo(404);
    assertThat(cluster().revision().number()).isEqualTo(2);
  }

  @Test
  void aClusterThatIsBeingDeletedCannotBeChanged() {
    api.send("DELETE", "demo", path, "");
    assertThat(api.post("demo", path + "/resize", "{\"count\": 3}").status()).isEqualTo(409);
    assertThat(patch("", "{\"timeouts\": {\"create\": \"PT2H\"}}", 409)).contains("being deleted");
  }

  @Test
  void nodeGroupsComeAndGo() {
    Answer made =
        api.post(
            "demo",
            path + "/nodegroups",
            "{\"name\": \"big\", \"count\": 2, \"labels\": {\"size\": \"big\"}}");
    assertThat(made.status()).as(made.text()).isEqualTo(202);
    JsonNode shown = api.get("demo", path + "/nodegroups/big").json();
    assertThat(shown.get("flavor").asText()).isEqualTo("m1.medium");
    assertThat(shown.at("/labels/size").asText()).isEqualTo("big");
    assertThat(api.get("demo", path + "/nodegroups").json().get("node_groups")).hasSize(3);
    patch("/nodegroups/big", "{\"count\": 1, \"bounds\": {\"max\": 3}}", 202);
    assertThat(cluster().spec().group("big").orElseThrow().count()).isEqualTo(1);
    assertThat(api.send("DELETE", "demo", path + "/nodegroups/big", "").status()).isEqualTo(202);
    assertThat(api.get("demo", path + "/nodegroups/big").status()).isEqualTo(404);
    assertThat(api.get("demo", path + "/operations").json().at("/operations/0/kind").asText())
        .isEqualTo("REMOVE_NODE_GROUP");
  }

  @Test
  void groupsThatCannotBeAreRefused() {
    assertThat(group("{\"name\": \"worker\"}", 409)).contains("has a node group worker already");
    assertThat(group("{\"count\": 1}", 400)).contains("name: is missing");
    assertThat(group("{\"name\": \"x\", \"flavor\": \"nope\", \"image\": \"windows\"}", 400))
        .contains("flavor: the project has no flavor", "image: ");
    assertThat(group("{\"name\": \"x\", \"role\": \"control-plane\"}", 400)).contains("one group");
    assertThat(group("{\"name\": \"x\", \"gpus\": [{\"count\": 1}]}", 400)).contains("GPUs");
    assertThat(group("{\"name\": \"x\", \"placement\": \"apart\"}", 400))
        .contains("placement: must be one of [none, anti-affinity,");
    assertThat(patch("/nodegroups/worker", "{\"placement\": \"none\"}", 400))
        .contains("placement: cannot be changed");
    assertThat(patch("/nodegroups/worker", "{\"zones\": [\"nova\"]}", 400))
        .contains("zones: cannot be changed");
    Answer leaders = api.send("DELETE", "demo", path + "/nodegroups/control-plane", "");
    assertThat(leaders.status()).isEqualTo(400);
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void aPatchTouchesOnlyWhatItNames() {
    patch(
        "",
        """
        {"node_groups": [{"name": "worker", "count": 3}], "timeouts": {"create": "PT2H"}}
        """,
        202);
    assertThat(worker().count()).isEqualTo(3);
    assertThat(cluster().spec().timeouts().create()).hasHours(2);
    assertThat(cluster().spec().group("control-plane").orElseThrow().count()).isEqualTo(1);
    assertThat(patch("", "{\"kubernetes_version\": \"1.35.0\", \"key_pair\": \"x\"}", 400))
        .contains("kubernetes_version: is fixed", "key_pair: is fixed");
    assertThat(patch("", "{\"node_groups\": [{\"count\": 3}]}", 400))
        .contains("node_groups[0].name: is missing");
  }

  @Test
  void aChangeOfAnotherVersionIsRefusedWithTheCurrentOne() {
    String tag = api.get("demo", path).header("ETag");
    assertThat(matching(tag, "/resize", "{\"count\": 3}").status()).isEqualTo(202);
    Answer stale = matching(tag, "/resize", "{\"count\": 4}");
    assertThat(stale.status()).isEqualTo(412);
    assertThat(stale.header("ETag")).isEqualTo(api.get("demo", path).header("ETag"));
    assertThat(worker().count()).isEqualTo(3);
    assertThat(matching("*", "/resize", "{\"count\": 4}").status()).isEqualTo(202);
    assertThat(matching("W/x", "/resize", "{\"count\": 4}").status()).isEqualTo(400);
    HttpRequest delete = api.request("demo", path).header("If-Match", tag).DELETE().build();
    assertThat(api.send(delete).status()).isEqualTo(412);
    assertThat(cluster().deleting()).isFalse();
  }

  @Test
  void whatTheServiceDoesIsNoOtherEditionAndWhatPeopleDecideIs() {
    String tag = api.get("demo", path).header("ETag");
    planned();
    assertThat(api.get("demo", path).header("ETag")).as("machines are made").isEqualTo(tag);
    assertThat(matching(tag, "/pause", "{}").status()).isEqualTo(200);
    String paused = api.get("demo", path).header("ETag");
    assertThat(paused).isNotEqualTo(tag);
    assertThat(matching(tag, "/machines/worker-1/protect", "{}").status()).isEqualTo(412);
    assertThat(matching(paused, "/machines/worker-1/protect", "{}").status()).isEqualTo(200);
    assertThat(matching(paused, "/resume", "{}").status()).isEqualTo(412);
  }

  @Test
  void aDryRunOfAChangeTellsWhoComesAndGoes() {
    planned();
    JsonNode plan = api.post("demo", path + "/resize?dry_run=true", "{\"count\": 1}").json();
    assertThat(plan.get("changes").asText()).isEqualTo("worker from 2 to 1 machines");
    assertThat(plan.at("/machines/leaving").toString()).isEqualTo("[\"worker-2\"]");
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void aMachineTellsItsStory() {
    planned();
    JsonNode list = api.get("demo", path + "/machines?limit=2").json();
    assertThat(list.get("machines")).hasSize(2);
    assertThat(list.at("/machines/0/id").asText()).isEqualTo("control-plane-1");
    JsonNode rest = api.get("demo", path + "/machines?cursor=" + list.get("next").asText()).json();
    assertThat(rest.at("/machines/0/id").asText()).isEqualTo("worker-2");
    JsonNode one = api.get("demo", path + "/machines/worker-1").json();
    assertThat(one.get("server").asText()).isEqualTo(SERVER);
    assertThat(one.get("timeline").toString()).contains("Planned as worker machine", SERVER);
    assertThat(one.get("timeline").toString()).doesNotContain("worker-2");
    assertThat(api.get("demo", path + "/machines/worker-9").status()).isEqualTo(404);
    assertThat(api.get("demo", path + "/machines/nope").status()).isEqualTo(404);
    commit(new ClusterRecord.MachineForgotten(MachineId.parse("worker-1"), api.clock.instant()));
    JsonNode gone = api.get("demo", path + "/machines/worker-1").json();
    assertThat(gone.get("state").asText()).isEqualTo("GONE");
    assertThat(gone.get("timeline").toString()).contains("Gone: nothing of it is left");
  }

  @Test
  void templatesAreThoseOfMagnum() {
    Answer made =
        api.post(
            "demo",
            "/api/v1/templates",
            """
            {"name": "small", "image": "ubuntu", "flavor": "m1.medium", "network": "private",
             "external_network": "public", "labels": {"kube_tag": "v1.34.4"}}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String template = made.json().get("id").asText();
    assertThat(api.get("demo", "/v1/clustertemplates/small").json().get("fixed_network").asText())
        .isEqualTo("private");
    assertThat(api.get("demo", "/api/v1/templates/small").json().get("image").asText())
        .isEqualTo("ubuntu");
    assertThat(api.get("demo", "/api/v1/templates").json().get("templates")).hasSize(2);
    Answer wrong =
        api.post("demo", "/api/v1/templates", "{\"flavor\": \"nope\", \"coe\": \"swarm\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("detail").asText())
        .contains("coe: is not known", "image: is missing", "flavor: the project has no flavor");
    assertThat(api.send("DELETE", "demo", "/api/v1/templates/k8s", "").status()).isEqualTo(409);
    assertThat(api.send("DELETE", "demo", "/api/v1/templates/" + template, "").status())
        .isEqualTo(204);
  }

  private String resize(String body) {
    Answer answer = api.post("demo", path + "/resize", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return answer.json().get("detail").asText();
  }

  private String group(String body, int status) {
    Answer answer = api.post("demo", path + "/nodegroups", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json().get("detail").asText();
  }

  private String patch(String what, String body, int status) {
    Answer answer = api.send("PATCH", "demo", path + what, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json().path("detail").asText();
  }

  private Answer matching(String tag, String what, String body) {
    HttpRequest request =
        api.request("demo", path + what)
            .header("If-Match", tag)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return api.send(request);
  }

  /** With its machines, of which worker-1 has a server. */
  private Cluster planned() {
    Cluster cluster = cluster();
    var now = api.clock.instant();
    api.store.commit(
        cluster,
        Optional.empty(),
        Stream.concat(
                new Planner(Policy.DEFAULT)
                    .decide(cluster, Sight.none(now), Heard.NOTHING, 1, now).records().stream(),
                Stream.of(
                    new ClusterRecord.ResourceSeen(
                        ResourceKey.parse("server/worker-1"), SERVER, Optional.empty(), now)))
            .toList());
    return cluster();
  }

  private static Machine machine(Cluster cluster, String id) {
    return Optional.ofNullable(cluster.machines().get(MachineId.parse(id))).orElseThrow();
  }

  private NodeGroup worker() {
    return cluster().spec().group("worker").orElseThrow();
  }

  private Cluster cluster() {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }

  private void commit(ClusterRecord... records) {
    api.store.commit(cluster(), Optional.empty(), List.of(records));
  }
}
