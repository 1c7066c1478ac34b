package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The API over plain HTTPS: verbs, refusals, callers, watches. */
class ApiTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private final TestCluster cluster = new TestCluster();
  private final Client admin = cluster.admin();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void anUpdateWithAnOldVersionConflicts() {
    ObjectNode created = (ObjectNode) admin.post(MAPS, map("c")).json();
    created.putObject("data").put("a", "new");
    assertThat(put(created).status()).isEqualTo(200);
    assertThat(put(created).json().path("reason").asText()).isEqualTo("Conflict");
  }

  @Test
  void aWriteThatChangesNothingKeepsTheVersion() {
    admin.post(MAPS, map("c"));
    String version = version(admin.get(MAPS + "/c").json());
    Answer patched =
        admin.send(
            "PATCH", MAPS + "/c", "{\"data\":{\"a\":\"b\"}}", "application/merge-patch+json");
    assertThat(version(patched.json())).isEqualTo(version);
  }

  @Test
  void patchesOfThreeKindsAreUnderstood() {
    admin.post(MAPS, map("c"));
    patch("c", "{\"data\":{\"x\":\"1\"}}", "application/merge-patch+json");
    patch("c", "{\"data\":{\"a\":null}}", "application/strategic-merge-patch+json");
    Answer last =
        patch(
            "c",
            "[{\"op\":\"add\",\"path\":\"/data/y\",\"value\":\"2\"}]",
            "application/json-patch+json");
    assertThat(last.json().path("data").toString()).isEqualTo("{\"x\":\"1\",\"y\":\"2\"}");
    assertThat(patch("c", "{}", "text/plain").status()).isEqualTo(415);
  }

  @Test
  void aStrategicPatchMergesConditionsByTheirType() {
    cluster.client().create(Samples.node("n1"));
    Answer patched =
        admin.send(
            "PATCH",
            "/api/v1/nodes/n1/status",
            "{\"status\":{\"conditions\":[{\"type\":\"Extra\",\"status\":\"True\"}]}}",
            "application/strategic-merge-patch+json");
    assertThat(patched.json().path("status").path("conditions")).hasSize(2);
  }

  @Test
  void listsComeInPagesOfOneVersion() {
    for (String name : List.of("a", "b", "c")) {
      admin.post(MAPS, map(name));
    }
    JsonNode first = admin.get(MAPS + "?limit=2").json();
    assertThat(names(first)).containsExactly("a", "b");
    assertThat(first.path("metadata").path("remainingItemCount").asInt()).isEqualTo(2);
    admin.post(MAPS, map("d"));
    String token = first.path("metadata").path("continue").asText();
    assertThat(names(admin.get(MAPS + "?limit=2&continue=" + token).json()))
        .containsExactly("c", "kube-root-ca.crt");
    cluster.cluster().store().compact();
    assertThat(admin.get(MAPS + "?limit=2&continue=" + token).status()).isEqualTo(410);
  }

  @Test
  void selectorsNarrowAList() {
    cluster.client().create(Samples.node("n1"));
    cluster.client().create(Samples.node("n2"));
    cluster.client().create(Samples.pod("default", "p1", "n1"));
    cluster.client().create(Samples.pod("default", "p2", "n2"));
    assertThat(names(admin.get("/api/v1/pods?fieldSelector=spec.nodeName%3Dn2").json()))
        .containsExactly("p2");
    assertThat(
            names(
                admin
                    .get(
                        "/api/v1/nodes?labelSelector=type%20in%20(test),kubernetes.io/hostname!%3Dn1")
                    .json()))
        .containsExactly("n2");
    assertThat(admin.get("/api/v1/nodes?fieldSelector=spec.foo%3Dx").status()).isEqualTo(400);
  }

  @Test
  void aWatchTellsWhatChangesAfterAVersion() {
    admin.post(MAPS, map("a"));
    String from = version(admin.get(MAPS).json());
    admin.post(MAPS, map("b"));
    patchMap("b");
    admin.send("DELETE", MAPS + "/b", "", "");
    List<JsonNode> events =
        admin.get(MAPS + "?watch=1&timeoutSeconds=1&resourceVersion=" + from).events();
    assertThat(events)
        .extracting(e -> e.path("type").asText() + " " + Metadata.name(e.path("object")))
        .containsExactly("ADDED b", "MODIFIED b", "DELETED b");
  }

  @Test
  void aWatchListEndsItsBeginningWithABookmark() {
    admin.post(MAPS, map("a"));
    List<JsonNode> events =
        admin
            .get(
                MAPS
                    + "?watch=1&allowWatchBookmarks=true&sendInitialEvents=true"
                    + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1")
            .events();
    assertThat(events.getFirst().path("type").asText()).isEqualTo("ADDED");
    JsonNode last = events.getLast();
    assertThat(last.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(
            last.path("object")
                .path("metadata")
                .path("annotations")
                .path("k8s.io/initial-events-end")
                .asText())
        .isEqualTo("true");
  }

  @Test
  void aWatchFromAForgottenVersionIsTold410() {
    admin.post(MAPS, map("a"));
    cluster.cluster().store().compact();
    Answer answer = admin.get(MAPS + "?watch=1&timeoutSeconds=1&resourceVersion=1");
    assertThat(answer.status()).isEqualTo(200);
    JsonNode only = answer.events().getFirst();
    assertThat(only.path("type").asText()).isEqualTo("ERROR");
    assertThat(only.path("object").path("code").asInt()).isEqualTo(410);
    assertThat(only.path("object").path("reason").asText()).isEqualTo("Expired");
  }

  @Test
  void whatLeavesASelectionIsDeletedForItsWatcher() {
    admin.post(MAPS, map("a"));
    patch("a", "{\"metadata\":{\"labels\":{\"in\":\"yes\"}}}");
    String from = version(admin.get(MAPS).json());
    patch("a", "{\"metadata\":{\"labels\":{\"in\":\"no\"}}}");
    List<JsonNode> events =
        admin
            .get(MAPS + "?watch=1&timeoutSeconds=1&labelSelector=in%3Dyes&resourceVersion=" + from)
            .events();
    assertThat(events).extracting(e -> e.path("type").asText()).containsExactly("DELETED");
  }

  @Test
  void finalizersKeepAnObjectUntilTheyAreGone() {
    admin.post(MAPS, "{\"metadata\":{\"name\":\"c\",\"finalizers\":[\"x/y\"]}}");
    assertThat(
            admin
                .send("DELETE", MAPS + "/c", "", "")
                .json()
                .path("metadata")
                .has("deletionTimestamp"))
        .isTrue();
    patch("c", "{\"metadata\":{\"finalizers\":null}}");
    assertThat(admin.get(MAPS + "/c").status()).isEqualTo(404);
  }

  @Test
  void aDryRunKeepsNothing() {
    assertThat(admin.post(MAPS + "?dryRun=All", map("c")).status()).isEqualTo(201);
    assertThat(admin.get(MAPS + "/c").status()).isEqualTo(404);
  }

  @Test
  void aDeletionCanInsistOnTheUid() {
    admin.post(MAPS, map("c"));
    Answer refused =
        admin.send(
            "DELETE", MAPS + "/c", "{\"preconditions\":{\"uid\":\"x\"}}", "application/json");
    assertThat(refused.status()).isEqualTo(409);
  }

  @Test
  void bindingsGiveGroupsTheirRights() {
    Client user = cluster.as("caisson:alice", "caisson:admins");
    assertThat(user.get("/api/v1/nodes").status()).isEqualTo(403);
    cluster
        .client()
        .create(
            Json.yaml(
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: caisson-admins}
                roleRef: {kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: Group, name: "caisson:admins"}]
                """));
    assertThat(user.get("/api/v1/nodes").status()).isEqualTo(200);
  }

  @Test
  void bootstrapTokensCountOnlyWhileFreshAndForTheirUse() {
    token("abcdef", "authentication", Instant.now().plusSeconds(600));
    token("signin", "signing", Instant.now().plusSeconds(600));
    token("oldold", "authentication", Instant.now().minusSeconds(1));
    assertThat(cluster.withToken("abcdef.0123456789abcdef").get("/api").status()).isEqualTo(200);
    assertThat(cluster.withToken("abcdef.0123456789abcdeX").get("/api").status()).isEqualTo(401);
    assertThat(cluster.withToken("signin.0123456789abcdef").get("/api").status()).isEqualTo(401);
    assertThat(cluster.withToken("oldold.0123456789abcdef").get("/api").status()).isEqualTo(401);
  }

  @Test
  void clusterInfoIsSignedForEachTokenAndNoLongerWhenItIsGone() {
    cluster
        .client()
        .create(
            Json.yaml(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: cluster-info, namespace:"
                    + " kube-public}, data: {kubeconfig: text}}"));
    token("abcdef", "signing", Instant.now().plusSeconds(600));
    await().until(() -> signatures().has("jws-kubeconfig-abcdef"));
    assertThat(signatures().path("jws-kubeconfig-abcdef").asText())
        .isEqualTo(BootstrapSigner.signature("abcdef", "0123456789abcdef", "text"));
    admin.send("DELETE", "/api/v1/namespaces/kube-system/secrets/bootstrap-token-abcdef", "", "");
    await().until(() -> !signatures().has("jws-kubeconfig-abcdef"));
  }

  @Test
  void bodiesThatAreTooLongOrNoJsonAreRefused() {
    assertThat(admin.post(MAPS, "{").status()).isEqualTo(400);
    assertThat(admin.post(MAPS, "[]").status()).isEqualTo(400);
    assertThat(admin.post(MAPS, "{\"kind\":\"Pod\"}").status()).isEqualTo(400);
    assertThat(admin.post(MAPS, "\"" + "x".repeat(4_000_000) + "\"").status()).isEqualTo(413);
    assertThat(admin.send("POST", MAPS, "x", "text/plain").status()).isEqualTo(415);
    assertThat(admin.post(MAPS, "{\"metadata\":{\"name\":\"Not Good\"}}").status()).isEqualTo(422);
    assertThat(admin.send("GET", MAPS, "", "", "text/html").status()).isEqualTo(406);
    assertThat(admin.post("/api/v1/namespaces/none/configmaps", map("c")).status()).isEqualTo(404);
  }

  private JsonNode signatures() {
    return admin.get("/api/v1/namespaces/kube-public/configmaps/cluster-info").json().path("data");
  }

  private void token(String id, String usage, Instant expires) {
    ObjectNode secret = Json.object().put("apiVersion", "v1").put("kind", "Secret");
    secret
        .putObject("metadata")
        .put("name", "bootstrap-token-" + id)
        .put("namespace", "kube-system");
    secret.put("type", "bootstrap.kubernetes.io/token");
    ObjectNode data = secret.putObject("data");
    data.put("token-id", base64(id)).put("token-secret", base64("0123456789abcdef"));
    data.put("expiration", base64(expires.toString()));
    data.put("usage-bootstrap-" + usage, base64("true"));
    cluster.client().create(secret);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void patchMap(String name) {
    patch(name, "{\"data\":{\"z\":\"z\"}}");
  }

  private void patch(String name, String body) {
    admin.send("PATCH", MAPS + "/" + name, body, "application/merge-patch+json");
  }

  private Answer patch(String name, String body, String type) {
    return admin.send("PATCH", MAPS + "/" + name, body, type);
  }

  private Answer put(JsonNode object) {
    return admin.send("PUT", MAPS + "/c", object.toString(), "application/json");
  }

  private static String map(String name) {
    return "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"a\":\"b\"}}".formatted(name);
  }

  private static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  private static List<String> names(JsonNode list) {
    return Json.each(list.path("items")).map(Metadata::name).toList();
  }
}
