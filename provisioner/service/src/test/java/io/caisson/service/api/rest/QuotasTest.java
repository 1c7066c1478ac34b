package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static final String QUOTA = "/api/v1/quotas/project-demo";

  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void operatorsSetThemAndTenantsSeeTheirOwn() {
    assertThat(put("demo", "{\"nodes\": 5}").status()).isEqualTo(403);
    assertThat(put("admin", "{\"nodes\": -1, \"cores\": 5}").status()).isEqualTo(400);
    assertThat(put("admin", "{\"clusters\": 2, \"nodes\": 5}").status()).isEqualTo(200);
    api.aCluster("demo", api.aTemplate("demo"), "one");
    JsonNode own = api.get("demo", QUOTA).json();
    assertThat(own.at("/limits/nodes").asInt()).isEqualTo(5);
    assertThat(own.at("/limits/gpus").isNull()).isTrue();
    assertThat(own.at("/used/nodes").asInt()).isEqualTo(3);
    assertThat(api.get("demo", "/api/v1/quotas").json().at("/quotas/0")).isEqualTo(own);
    assertThat(api.get("admin", "/api/v1/quotas").json().at("/quotas/0")).isEqualTo(own);
    assertThat(api.get("other", QUOTA).status()).isEqualTo(403);
  }

  @Test
  void aClusterThatDoesNotFitIsRefusedBeforeAnythingIsMade() {
    String template = api.aTemplate("demo");
    put("admin", "{\"nodes\": 2}");
    Answer refused = api.post("app-demo", "/v1/clusters", magnum(template));
    assertThat(refused.status()).as("a token that can make no credential").isEqualTo(409);
    assertThat(refused.title()).contains("3 more nodes needed, 0 of 2 used");
    assertThat(api.get("demo", "/api/v1/clusters").json().get("clusters")).isEmpty();
  }

  @Test
  void whatGrowsAClusterIsRefusedWithFigures() {
    String id = api.aCluster("demo", api.aTemplate("demo"), "one");
    put("admin", "{\"nodes\": 4, \"gpus\": 1}");
    String cluster = "/api/v1/clusters/" + id;
    Answer resize = api.post("demo", cluster + "/resize", "{\"count\": 4}");
    assertThat(resize.status()).isEqualTo(409);
    assertThat(resize.json().at("/errors/0/path").asText()).isEqualTo("quota.nodes");
    assertThat(resize.json().at("/errors/0/detail").asText())
        .isEqualTo("2 more nodes needed, 3 of 4 used");
    String group = "{\"name\": \"more\", \"count\": 1, \"gpus\": [{\"count\": 2}]}";
    assertThat(api.post("demo", cluster + "/nodegroups", group).status()).isIn(400, 409);
    assertThat(api.post("demo", cluster + "/resize", "{\"count\": 3}").status()).isEqualTo(202);
    assertThat(api.post("demo", cluster + "/nodegroups", "{\"name\": \"more\"}").status())
        .isEqualTo(409);
  }

  @Test
  void magnumsClientsSetTheLimitOfClusters() {
    Answer made =
        api.post(
            "admin",
            "/v1/quotas",
            "{\"project_id\": \"project-demo\", \"resource\": \"Cluster\", \"hard_limit\": 1}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("hard_limit").asInt()).isEqualTo(1);
    String template = api.aTemplate("demo");
    api.aCluster("demo", template, "one");
    assertThat(api.post("demo", "/v1/clusters", magnum(template)).title())
        .contains("1 more clusters needed, 1 of 1 used");
    String path = "/v1/quotas/project-demo/Cluster";
    assertThat(api.send("PATCH", "admin", path, "{\"hard_limit\": 2}").status()).isEqualTo(202);
    assertThat(api.get("demo", path).json().get("hard_limit").asInt()).isEqualTo(2);
    assertThat(api.get("admin", "/v1/quotas").json().at("/quotas/0/hard_limit").asInt())
        .isEqualTo(2);
    assertThat(api.send("DELETE", "admin", path, "").status()).isEqualTo(204);
    assertThat(api.get("demo", path).json().get("hard_limit").asInt()).isEqualTo(-1);
    assertThat(api.send("PATCH", "demo", path, "{\"hard_limit\": 2}").status()).isEqualTo(403);
  }

  private static String magnum(String template) {
    return "{\"name\": \"two\", \"cluster_template_id\": \"%s\", \"node_count\": 2}"
        .formatted(template);
  }

  private Answer put(String token, String body) {
    return api.send("PUT", token, QUOTA, body);
  }
}
