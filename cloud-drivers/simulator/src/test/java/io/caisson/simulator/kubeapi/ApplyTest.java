package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Server-side apply: who owns which field. */
class ApplyTest {
  private static final String MAP = "/api/v1/namespaces/default/configmaps/s";
  private final TestCluster cluster = new TestCluster();
  private final Client admin = cluster.admin();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void whatIsNotThereIsCreatedWithItsOwner() {
    Answer made = apply("caisson", "{\"k\":\"1\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(owners(made)).isEqualTo(owners(Recorded.body("40-ssa-create")));
  }

  @Test
  void anotherValueOfAnothersFieldConflictsUnlessForced() {
    apply("caisson", "{\"k\":\"1\"}");
    Answer refused = apply("other", "{\"k\":\"2\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asText())
        .isEqualTo("Apply failed with 1 conflict: conflict with \"caisson\": .data.k");
    JsonNode cause = refused.json().path("details").path("causes").path(0);
    assertThat(cause.path("reason").asText()).isEqualTo("FieldManagerConflict");
    assertThat(cause.path("field").asText()).isEqualTo(".data.k");
    Answer forced = apply("other&force=true", "{\"k\":\"2\"}");
    assertThat(forced.status()).isEqualTo(200);
    assertThat(owners(forced)).isEqualTo(owners(Recorded.body("42-ssa-force")));
  }

  @Test
  void theSameValueIsSharedAndStaysUntilTheLastLetsGo() {
    apply("a", "{\"k\":\"1\",\"l\":\"1\"}");
    apply("b", "{\"k\":\"1\"}");
    assertThat(apply("a", "{\"m\":\"1\"}").json().path("data").toString())
        .isEqualTo("{\"k\":\"1\",\"m\":\"1\"}");
    assertThat(apply("b", "{}").json().path("data").toString()).isEqualTo("{\"m\":\"1\"}");
  }

  @Test
  void applyingTheSameAgainIsNoChange() {
    String version =
        apply("a", "{\"k\":\"1\"}").json().path("metadata").path("resourceVersion").asText();
    assertThat(apply("a", "{\"k\":\"1\"}").json().path("metadata").path("resourceVersion").asText())
        .isEqualTo(version);
  }

  @Test
  void anyOtherWriteTakesWhatItChanges() {
    apply("a", "{\"k\":\"1\",\"l\":\"1\"}");
    admin.send(
        "PATCH",
        MAP + "?fieldManager=hand",
        "{\"data\":{\"k\":\"9\"}}",
        "application/merge-patch+json");
    Answer refused = apply("a", "{\"k\":\"1\",\"l\":\"1\"}");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("message").asText()).contains("conflict with \"hand\" using v1");
  }

  @Test
  void elementsOfListsBelongToWhomAppliedThem() {
    String path = "/api/v1/namespaces/default/pods/p?fieldManager=";
    String pod =
        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[%s]}}";
    String first = "{\"name\":\"a\",\"image\":\"app:1\"}";
    String second = "{\"name\":\"b\",\"image\":\"app:1\"}";
    send(path + "one", pod.formatted(first));
    send(path + "two", pod.formatted(second));
    assertThat(send(path + "one", pod.formatted(first)).json().path("spec").path("containers"))
        .extracting(c -> c.path("name").asText())
        .containsExactly("a", "b");
    Answer refused = send(path + "two", pod.formatted("{\"name\":\"a\",\"image\":\"app:2\"}"));
    assertThat(refused.json().path("details").path("causes").path(0).path("field").asText())
        .isEqualTo(".spec.containers[name=\"a\"].image");
  }

  @Test
  void whoAppliesMustSayWho() {
    assertThat(send(MAP, "{}").status()).isEqualTo(422);
  }

  private Answer apply(String manager, String data) {
    return send(
        MAP + "?fieldManager=" + manager,
        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"s\"},\"data\":"
            + data
            + "}");
  }

  private Answer send(String path, String body) {
    return admin.send("PATCH", path, body, "application/apply-patch+yaml");
  }

  private static String owners(Answer answer) {
    return owners(answer.json());
  }

  private static String owners(JsonNode object) {
    return object
        .path("metadata")
        .path("managedFields")
        .toString()
        .replaceAll("\"time\":\"[^\"]*\"", "TIME");
  }
}
