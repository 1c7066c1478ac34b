package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every answer of the eviction subresource, as a real kube-apiserver gave it. */
class EvictionTest {
  private final TestCluster cluster = new TestCluster();
  private final Client admin = cluster.admin();

  @BeforeEach
  void threeReadyPods() {
    cluster.client().create(Json.yaml("{apiVersion: v1, kind: Namespace, metadata: {name: x}}"));
    cluster.client().create(Samples.node("mute"));
    for (String name : List.of("db-1", "db-2", "db-3")) {
      pod(name, "db", "Running", true);
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void withoutABudgetAPodGoes() {
    assertThat(evict("db-1").json()).isEqualTo(Recorded.body("17-evict-ok"));
    assertThat(get("db-1").path("metadata").has("deletionTimestamp")).isTrue();
    assertThat(get("db-1").path("status").path("conditions").toString())
        .contains("DisruptionTarget", "EvictionByEvictionAPI");
  }

  @Test
  void aDryRunChangesNothing() {
    Answer answer = evict("db-1", "policy/v1", "{\"dryRun\":[\"All\"]}");
    assertThat(answer.json()).isEqualTo(Recorded.body("16-evict-dry-run"));
    assertThat(get("db-1").path("metadata").has("deletionTimestamp")).isFalse();
  }

  @Test
  void theOldVersionOfTheBodyIsUnderstood() {
    Answer answer = evict("db-1", "policy/v1beta1", "{\"gracePeriodSeconds\":0}");
    assertThat(answer.json()).isEqualTo(Recorded.body("21-evict-v1beta1"));
    assertThat(admin.get("/api/v1/namespaces/x/pods/db-1").status()).isEqualTo(404);
  }

  @Test
  void aPodThatIsNotThereIsNotFound() {
    assertThat(evict("nope").json()).isEqualTo(Recorded.body("18-evict-404"));
  }

  @Test
  void anotherUidConflictsAndAnotherNameIsABadRequest() {
    Answer uid = evict("db-1", "policy/v1", "{\"preconditions\":{\"uid\":\"other\"}}");
    assertThat(uid.status()).isEqualTo(409);
    assertThat(uid.json().path("reason").asText()).isEqualTo("Conflict");
    assertThat(uid.json().path("message").asText()).contains("the UID in the precondition (other)");
    Answer name =
        admin.post("/api/v1/namespaces/x/pods/db-1/eviction", body("db-2", "policy/v1", "{}"));
    assertThat(name.status()).isEqualTo(400);
    assertThat(name.json().path("message").asText())
        .isEqualTo("name in URL does not match name in Eviction object");
  }

  @Test
  void aBudgetThatIsUsedUpRefusesWithoutRetryAfter() {
    budget("db", "db", "\"minAvailable\":3");
    Answer refused = evict("db-1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json()).isEqualTo(Recorded.body("22-evict-pdb-429"));
    assertThat(refused.response().headers().firstValue("Retry-After")).isEmpty();
    assertThat(evict("db-1", "policy/v1", "{\"dryRun\":[\"All\"]}").status()).isEqualTo(429);
  }

  @Test
  void aBudgetSaysWhatItCounts() {
    budget("db", "db", "\"minAvailable\":3");
    JsonNode status = budgetStatus("db");
    JsonNode real = Recorded.body("24-pdb-get").path("status");
    assertThat(names(status)).isEqualTo(names(real));
    for (String count :
        List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
      assertThat(status.path(count)).isEqualTo(real.path(count));
    }
    assertThat(status.path("conditions").path(0).path("reason").asText())
        .isEqualTo("InsufficientPods");
  }

  @Test
  void anAllowanceIsSpentAtOnce() {
    budget("db", "db", "\"minAvailable\":2");
    cluster.cluster().pauseControllers(true);
    assertThat(evict("db-1").json()).isEqualTo(Recorded.body("26-evict-pdb-allowed"));
    assertThat(evict("db-2").json()).isEqualTo(Recorded.body("27-evict-pdb-429-second"));
    assertThat(budgetStatus("db").path("disruptedPods").has("db-1")).isTrue();
    assertThat(names(budgetStatus("db")))
        .containsAll(names(Recorded.body("28-pdb-get-disrupted").path("status")));
  }

  @Test
  void aBudgetThatNobodyHasLookedAtAsksToComeAgain() {
    cluster.cluster().pauseControllers(true);
    create("db", "db", "\"minAvailable\":1");
    Answer refused = evict("db-1");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.response().headers().firstValue("Retry-After")).contains("10");
    assertThat(refused.json().path("details").path("retryAfterSeconds").asInt()).isEqualTo(10);
    assertThat(refused.json().path("details").path("causes").path(0).path("message").asText())
        .isEqualTo("The disruption budget db is still being processed by the server.");
  }

  @Test
  void twoBudgetsAreAnError() {
    budget("db", "db", "\"minAvailable\":1");
    budget("db2", "db", "\"minAvailable\":1");
    assertThat(evict("db-1").json()).isEqualTo(Recorded.body("29-evict-two-pdbs-500"));
  }

  @Test
  void pendingAndTerminatingPodsDoNotAskTheBudget() {
    pod("pend", "pend", "Pending", false);
    budget("pend", "pend", "\"minAvailable\":1");
    assertThat(evict("pend").json()).isEqualTo(Recorded.body("30-evict-pending"));
    pod("term", "term", "Running", false);
    budget("term", "term", "\"minAvailable\":1");
    admin.send("DELETE", "/api/v1/namespaces/x/pods/term?gracePeriodSeconds=600", "", "");
    assertThat(get("term").path("metadata").path("deletionGracePeriodSeconds").asInt())
        .isEqualTo(600);
    assertThat(names(get("term").path("metadata")))
        .containsAll(names(Recorded.body("33-pod-get-terminating").path("metadata")));
    assertThat(names(get("term").path("spec")))
        .containsAll(names(Recorded.body("33-pod-get-terminating").path("spec")));
    assertThat(evict("term").json()).isEqualTo(Recorded.body("34-evict-terminating"));
  }

  @Test
  void anUnreadyPodGoesByPolicyOrWhereTheBudgetIsHealthy() {
    pod("sick", "sick", "Running", false);
    budget("sick", "sick", "\"minAvailable\":1");
    assertThat(evict("sick").status()).isEqualTo(429);
    pod("sick2", "sick2", "Running", false);
    budget("sick2", "sick2", "\"minAvailable\":1,\"unhealthyPodEvictionPolicy\":\"AlwaysAllow\"");
    assertThat(evict("sick2").status()).isEqualTo(201);
    pod("db-4", "db", "Running", false);
    budget("db", "db", "\"minAvailable\":3");
    assertThat(evict("db-4").status()).isEqualTo(201);
  }

  private void pod(String name, String app, String phase, boolean ready) {
    ObjectNode pod = Samples.pod("x", name, "mute").deepCopy();
    Json.child(Json.child(pod, "metadata"), "labels").put("app", app);
    ObjectNode status = Json.child(pod, "status").put("phase", phase);
    status
        .withArray("conditions")
        .addObject()
        .put("type", "Ready")
        .put("status", ready ? "True" : "False");
    cluster.client().create(pod);
  }

  private void budget(String name, String app, String spec) {
    create(name, app, spec);
    await().until(() -> budgetStatus(name).has("observedGeneration"));
  }

  private void create(String name, String app, String spec) {
    Answer made =
        admin.post(
            "/apis/policy/v1/namespaces/x/poddisruptionbudgets",
            "{\"metadata\":{\"name\":\"%s\"},\"spec\":{%s,\"selector\":{\"matchLabels\":{\"app\":\"%s\"}}}}"
                .formatted(name, spec, app));
    assertThat(made.status()).isEqualTo(201);
  }

  private JsonNode budgetStatus(String name) {
    return admin
        .get("/apis/policy/v1/namespaces/x/poddisruptionbudgets/" + name)
        .json()
        .path("status");
  }

  private JsonNode get(String pod) {
    return admin.get("/api/v1/namespaces/x/pods/" + pod).json();
  }

  private Answer evict(String pod) {
    return evict(pod, "policy/v1", "{}");
  }

  private Answer evict(String pod, String version, String options) {
    return admin.post(
        "/api/v1/namespaces/x/pods/" + pod + "/eviction", body(pod, version, options));
  }

  private static String body(String pod, String version, String options) {
    return "{\"apiVersion\":\"%s\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\"},\"deleteOptions\":%s}"
        .formatted(version, pod, options);
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(java.util.Map.Entry::getKey).sorted().toList();
  }
}
