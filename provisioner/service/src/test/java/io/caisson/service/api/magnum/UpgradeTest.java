package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Pace;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpgradeTest {
  private final ApiFixture api = new ApiFixture();
  private final String template = api.aTemplate("demo");
  private final String id = api.aCluster("demo", template, "one");
  private final String path = "/v1/clusters/" + id + "/actions/upgrade";

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aTemplateAndABatchAreNeededAndJudgedAtOnce() {
    assertThat(refused("{}", 400)).contains("cluster_template: is missing");
    assertThat(refused("{\"cluster_template\": \"nope\"}", 404)).contains("could not be found");
    assertThat(refused("{\"cluster_template\": \"k8s\", \"max_batch_size\": 0}", 400))
        .contains("max_batch_size: must be 1 or more");
    assertThat(refused("{\"cluster_template\": \"k8s\", \"nodegroup\": \"x\"}", 404))
        .contains("Nodegroup x");
    assertThat(refused("{\"cluster_template\": \"k8s\", \"speed\": 1}", 400)).contains("speed");
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void theSameTemplateOnceMoreIsAcceptedWithItsBatch() {
    Answer answer =
        api.post(
            "demo",
            path,
            "{\"cluster_template\": \"%s\", \"max_batch_size\": 3, \"nodegroup\": null}"
                .formatted(template));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("uuid").asText()).isEqualTo(id);
    assertThat(cluster().revision().pace()).isEqualTo(new Pace(3, 0));
  }

  @Test
  void anotherGroupGoesOnlyToTheTemplateThatItsClusterHas() {
    String next = template("next", "ubuntu-next");
    api.post("demo", "/v1/clusters/" + id + "/nodegroups", "{\"name\": \"extra\"}");
    String extra = "{\"cluster_template\": \"%s\", \"nodegroup\": \"extra\"}";
    assertThat(refused(extra.formatted(next), 409))
        .contains("Nodegroup extra can be upgraded only to match cluster's template");
    Answer own = api.post("demo", path, extra.formatted(template));
    assertThat(own.status()).as(own.text()).isEqualTo(202);
    assertThat(cluster().spec().group("extra").orElseThrow().image()).isEqualTo("image-1");
  }

  private String template(String name, String image) {
    return api.post(
            "demo",
            "/v1/clustertemplates",
            """
            {"name": "%s", "coe": "kubernetes", "image_id": "%s", "labels": {"kube_tag": "v1.34.4"}}
            """
                .formatted(name, image))
        .json()
        .get("uuid")
        .asText();
  }

  private String refused(String body, int status) {
    Answer answer = api.post("demo", path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.title();
  }

  private Cluster cluster() {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }
}
