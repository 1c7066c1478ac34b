package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Pace;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollRequestsTest {
  private final ApiFixture api = new ApiFixture();
  private final String id = api.aCluster("demo", api.aTemplate("demo"), "one");
  private final String path = "/api/v1/clusters/" + id;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void machinesOfAGroupAreMadeOfAnotherFlavorAndImageAtAPace() {
    Answer answer =
        patch(
            "/nodegroups/worker",
            """
            {"flavor": "m1.large", "image": "ubuntu-next",
             "pace": {"max_surge": "30%", "max_unavailable": 0}}
            """);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().get("changes").asText())
        .isEqualTo(
            "worker with flavor m1.large, not m1.medium; worker with image image-4, not image-1");
    assertThat(cluster().spec().group("worker").orElseThrow().flavor().id()).isEqualTo("f-large");
    Pace pace = cluster().revision().pace();
    assertThat(pace.surge(5)).as("30 % of 5, rounded up").isEqualTo(2);
    assertThat(pace.unavailable(5)).isZero();
  }

  @Test
  void whatTheCloudLacksAndWhatDoesNotFitIsRefusedBeforeAnything() {
    assertThat(refused("{\"flavor\": \"nope\"}")).contains("flavor: the project has no flavor");
    assertThat(refused("{\"flavor\": \"m1.tiny\"}")).contains("flavor: flavor 'm1.tiny' has 1 GiB");
    assertThat(refused("{\"image\": \"windows\"}")).contains("image: ");
    assertThat(refused("{\"pace\": {\"max_surge\": 0, \"max_unavailable\": 0}}"))
        .contains("pace.max_unavailable: must be above 0");
    assertThat(refused("{\"pace\": {\"max_surge\": \"x\"}}")).contains("pace.max_surge: must be");
    assertThat(refused("{\"pace\": {\"surge\": 1}}")).contains("pace.surge: is not known");
    Answer group = patch("", "{\"node_groups\": [{\"name\": \"worker\", \"flavor\": \"nope\"}]}");
    assertThat(group.json().at("/errors/0/path").asText()).isEqualTo("node_groups[0].flavor");
    assertThat(cluster().revision().number()).isEqualTo(1);
  }

  @Test
  void aRollThatTheQuotaWouldStopIsRefusedAndOneInPlaceIsNot() {
    api.planned(id);
    api.quotas(List.of(new QuotaFact("instances", 3, 3), new QuotaFact("cores", 100, 6)));
    Answer refused = patch("/nodegroups/worker", "{\"image\": \"ubuntu-next\"}");
    assertThat(refused.status()).as(refused.text()).isEqualTo(409);
    assertThat(refused.json().get("detail").asText())
        .contains("quota instances: 4 needed, 0 free", "max_surge of 0");
    JsonNode plan = patch("/nodegroups/worker?dry_run=true", "{\"image\": \"ubuntu-next\"}").json();
    assertThat(plan.get("lacking").toString()).contains("quota instances");
    api.quotas(List.of(new QuotaFact("instances", 6, 3)));
    Answer inPlace =
        patch("/nodegroups/worker", "{\"image\": \"ubuntu-next\", \"pace\": {\"max_surge\": 0}}");
    assertThat(inPlace.status()).as(inPlace.text()).isEqualTo(202);
    assertThat(cluster().revision().pace()).isEqualTo(new Pace(0, 1));
  }

  @Test
  void aResizeInTheMiddleOfARollKeepsItsPace() {
    patch("/nodegroups/worker", "{\"image\": \"ubuntu-next\", \"pace\": {\"max_surge\": 3}}");
    api.post("demo", path + "/resize", "{\"count\": 4}");
    assertThat(cluster().revision().pace()).isEqualTo(new Pace(3, 0));
  }

  private String refused(String body) {
    Answer answer = patch("/nodegroups/worker", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return answer.json().get("detail").asText();
  }

  private Answer patch(String what, String body) {
    return api.send("PATCH", "demo", path + what, body);
  }

  private Cluster cluster() {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }
}
