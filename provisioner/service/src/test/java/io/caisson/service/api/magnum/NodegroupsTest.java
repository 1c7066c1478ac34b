package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodegroupsTest {
  private final ApiFixture api = new ApiFixture();
  private final String id = api.aCluster("demo", api.aTemplate("demo"), "one");
  private final String path = "/v1/clusters/" + id;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void twoGroupsAreThereFromBirth() {
    JsonNode list = api.get("demo", path + "/nodegroups/").json().get("nodegroups");
    assertThat(list).hasSize(2);
    assertThat(list.at("/0/name").asText()).isEqualTo("default-master");
    assertThat(list.at("/1/name").asText()).isEqualTo("default-worker");
    assertThat(list.at("/1/is_default").asBoolean()).isTrue();
    assertThat(list.at("/1/max_node_count").isNull()).isTrue();
    assertThat(list.get(1).has("links")).isFalse();
    JsonNode one = api.get("demo", path + "/nodegroups/" + list.at("/1/uuid").asText()).json();
    assertThat(one.get("name").asText()).isEqualTo("default-worker");
    assertThat(one.get("node_count").asInt()).isEqualTo(2);
    assertThat(one.get("status").asText()).isEqualTo("CREATE_IN_PROGRESS");
    assertThat(api.get("demo", path + "/nodegroups?role=master").json().get("nodegroups"))
        .hasSize(1);
    assertThat(api.get("demo", path + "/nodegroups/nope").status()).isEqualTo(404);
    assertThat(api.get("other", path + "/nodegroups").status()).isEqualTo(404);
  }

  @Test
  void aGroupIsMadeAndGoes() {
    Answer made =
        api.post(
            "demo",
            path + "/nodegroups",
            """
            {"name": "big", "node_count": "3", "min_node_count": 1, "max_node_count": null,
             "flavor_id": "m1.medium", "image_id": null, "role": "worker", "labels": {},
             "merge_labels": false}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(202);
    assertThat(made.json().get("node_count").asInt()).isEqualTo(3);
    assertThat(made.json().get("min_node_count").asInt()).isEqualTo(1);
    assertThat(made.json().get("cluster_id").asText()).isEqualTo(id);
    Answer patched =
        api.send(
            "PATCH",
            "demo",
            path + "/nodegroups/big",
            "[{\"op\": \"replace\", \"path\": \"/max_node_count\", \"value\": \"4\"}]");
    assertThat(patched.status()).as(patched.text()).isEqualTo(202);
    assertThat(patched.json().get("max_node_count").asInt()).isEqualTo(4);
    assertThat(resize("{\"node_count\": 5, \"nodegroup\": \"big\"}", 400))
        .contains("bounds of group big: 1 to 4");
    assertThat(api.get("demo", path).json().get("node_count").asInt()).isEqualTo(5);
    assertThat(api.send("DELETE", "demo", path + "/nodegroups/big", "").status()).isEqualTo(204);
    assertThat(api.get("demo", path + "/nodegroups/big").status()).isEqualTo(404);
  }

  @Test
  void groupsThatCannotBeAreRefused() {
    assertThat(create("{\"node_count\": 1}", 400)).contains("name: is missing");
    assertThat(create("{\"name\": \"m\", \"role\": \"master\"}", 400)).contains("masters");
    assertThat(create("{\"name\": \"default-worker\"}", 409)).contains("exists already");
    assertThat(create("{\"name\": \"x\", \"uuid\": \"1\"}", 400)).contains("read-only");
    assertThat(create("{\"name\": \"x\", \"node_count\": 9, \"max_node_count\": 3}", 400))
        .contains("not within the group's bounds");
    for (String name : new String[] {"default-worker", "default-master"}) {
      Answer kept = api.send("DELETE", "demo", path + "/nodegroups/" + name, "");
      assertThat(kept.status()).isEqualTo(400);
      assertThat(kept.title()).contains("default node group");
    }
    Answer patch =
        api.send(
            "PATCH",
            "demo",
            path + "/nodegroups/default-worker",
            "[{\"op\": \"replace\", \"path\": \"/flavor_id\", \"value\": \"x\"}]");
    assertThat(patch.title()).contains("min_node_count, max_node_count can");
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void aResizeIsAnsweredWhenItIsDurable() {
    resize("{\"node_count\": 4, \"nodes_to_remove\": null}", 202);
    assertThat(cluster().spec().group("worker").orElseThrow().count()).isEqualTo(4);
    assertThat(resize("{\"node_count\": 2, \"nodegroup\": \"default-master\"}", 400)).isNotEmpty();
    assertThat(resize("{\"node_count\": 3, \"nodes_to_remove\": [\"nope\"]}", 400))
        .contains("nodes_to_remove[0]: 'nope' is no node");
    assertThat(resize("{\"nodes_to_remove\": []}", 400)).contains("node_count: is missing");
    assertThat(resize("{\"node_count\": 1, \"nodegroup\": \"nope\"}", 404)).contains("nope");
    api.send("DELETE", "demo", path, "");
    assertThat(resize("{\"node_count\": 1}", 409)).contains("being deleted");
  }

  @Test
  void thePatchOfAClusterChangesItsWorkers() {
    assertThat(patch("/node_count", "\"5\"").status()).isEqualTo(202);
    assertThat(api.get("demo", path).json().get("node_count").asInt()).isEqualTo(5);
    assertThat(patch("/master_count", "3").title()).contains("node_count can");
    assertThat(patch("/node_count", "\"many\"").title()).contains("no whole number");
  }

  @Test
  void routesComeWithTheirVersions() {
    assertThat(versioned("/nodegroups", "1.8").status()).isEqualTo(406);
    assertThat(versioned("/nodegroups", "1.9").status()).isEqualTo(200);
    assertThat(versioned("/nodegroups", "latest").status()).isEqualTo(200);
  }

  @Test
  void figuresAreOnesOwnUnlessOneAdministers() {
    JsonNode own = api.get("demo", "/v1/stats").json();
    assertThat(own.get("clusters").asInt()).isEqualTo(1);
    assertThat(own.get("nodes").asInt()).isEqualTo(3);
    assertThat(api.get("other", "/v1/stats").json().get("nodes").asInt()).isZero();
    assertThat(api.get("other", "/v1/stats?project_id=project-demo").status()).isEqualTo(403);
    assertThat(api.get("admin", "/v1/stats?project_id=project-demo").json().get("nodes").asInt())
        .isEqualTo(3);
    assertThat(api.get("demo", "/v1/mservices").status()).isEqualTo(403);
    assertThat(api.get("admin", "/v1/mservices").json().at("/mservices/0/state").asText())
        .isEqualTo("up");
    assertThat(api.get("admin", "/v1/quotas").json().get("quotas")).isEmpty();
    assertThat(api.get("demo", "/v1/quotas/project-demo/Cluster").json().get("hard_limit").asInt())
        .isEqualTo(-1);
    assertThat(api.get("other", "/v1/quotas/project-demo/Cluster").status()).isEqualTo(403);
    assertThat(api.post("admin", "/v1/quotas", "{}").title()).contains("project_id: is missing");
  }

  private String resize(String body, int status) {
    return title(api.post("demo", path + "/actions/resize", body), status);
  }

  private String create(String body, int status) {
    return title(api.post("demo", path + "/nodegroups", body), status);
  }

  private static String title(Answer answer, int status) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.title();
  }

  private Answer patch(String what, String value) {
    return api.send(
        "PATCH",
        "demo",
        path,
        "[{\"op\": \"replace\", \"path\": \"%s\", \"value\": %s}]".formatted(what, value));
  }

  private Answer versioned(String what, String version) {
    HttpRequest request =
        api.request("demo", path + what)
            .header("OpenStack-API-Version", "container-infra " + version)
            .build();
    return api.send(request);
  }

  private Cluster cluster() {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }
}
