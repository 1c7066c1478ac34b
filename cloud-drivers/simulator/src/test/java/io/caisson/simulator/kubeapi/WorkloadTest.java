package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a control plane does by itself: workloads, placement, garbage, namespaces. */
class WorkloadTest {
  private static final String APPS = "/apis/apps/v1/namespaces/default/";
  private static final String PODS = "/api/v1/namespaces/default/pods";
  private final TestCluster cluster = new TestCluster();
  private final Client admin = cluster.admin();

  @BeforeEach
  void threeNodesThatAnswer() {
    for (String name : List.of("n1", "n2", "n3")) {
      cluster.client().create(Samples.node(name));
      cluster.cluster().kubelets().started(name);
    }
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void anEvictedPodIsMadeAnew() {
    deploy("web", 3, "");
    JsonNode first = running("web", 3).get(0);
    String path = PODS + "/" + Metadata.name(first);
    assertThat(
            admin
                .post(
                    path + "/eviction",
                    "{\"metadata\":{\"name\":\"%s\"}}".formatted(Metadata.name(first)))
                .status())
        .isEqualTo(201);
    await().until(() -> admin.get(path).status() == 404);
    running("web", 3);
  }

  @Test
  void aRollNeverHasFewerThanItMay() {
    deploy("web", 3, "");
    running("web", 3);
    admin.send(
        "PATCH",
        APPS + "deployments/web",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"app:2\"}]}}}}",
        "application/strategic-merge-patch+json");
    await()
        .until(
            () -> {
              JsonNode status = admin.get(APPS + "deployments/web").json().path("status");
              assertThat(status.path("availableReplicas").asInt()).isGreaterThanOrEqualTo(3);
              assertThat(status.path("replicas").asInt()).isLessThanOrEqualTo(4);
              return status.path("updatedReplicas").asInt() == 3
                  && status.path("replicas").asInt() == 3;
            });
    assertThat(running("web", 3))
        .allMatch(p -> p.at("/spec/containers/0/image").asText().equals("app:2"));
  }

  @Test
  void antiAffinityKeepsPodsApartAndSaysWhyOneWaits() {
    deploy(
        "apart",
        4,
        "\"affinity\":{\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{"
            + "\"topologyKey\":\"kubernetes.io/hostname\",\"labelSelector\":{\"matchLabels\":"
            + "{\"app\":\"apart\"}}}]}},");
    List<JsonNode> three = running("apart", 3);
    assertThat(three.stream().map(p -> p.at("/spec/nodeName").asText()).distinct()).hasSize(3);
    await()
        .until(
            () ->
                pods("apart").stream()
                    .anyMatch(
                        p ->
                            p.at("/status/conditions")
                                .toString()
                                .contains("3 node(s) didn't match pod anti-affinity rules")));
  }

  @Test
  void aDaemonSetHasAPodOnEachNodeItToleratesAndNoneElsewhere() {
    admin.send(
        "PATCH",
        "/api/v1/nodes/n3",
        "{\"spec\":{\"taints\":[{\"key\":\"k\",\"value\":\"v\",\"effect\":\"NoExecute\"}]}}",
        "application/merge-patch+json");
    create("DaemonSet", "agent", "");
    running("agent", 2);
    assertThat(pods("agent"))
        .extracting(p -> p.at("/spec/nodeName").asText())
        .containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  void aStatefulSetBeginsInOrder() {
    create("StatefulSet", "db", "\"serviceName\":\"db\",\"replicas\":3,");
    assertThat(running("db", 3)).extracting(Metadata::name).containsExactly("db-0", "db-1", "db-2");
  }

  @Test
  void aJobEndsWhenItsPodsHave() {
    Answer made =
        admin.post(
            "/apis/batch/v1/namespaces/default/jobs",
            "{\"metadata\":{\"name\":\"once\"},\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":"
                + "\"Never\",\"containers\":[{\"name\":\"c\",\"image\":\"app:1\"}]}}}}");
    assertThat(made.status()).isEqualTo(201);
    await()
        .until(
            () ->
                admin
                    .get("/apis/batch/v1/namespaces/default/jobs/once")
                    .json()
                    .at("/status/conditions")
                    .toString()
                    .contains("\"Complete\""));
  }

  @Test
  void dependentsGoWithTheirOwnerFirstOrNeverAsAsked() {
    deploy("web", 1, "");
    running("web", 1);
    delete("web", "Foreground");
    await().until(() -> pods("web").isEmpty());
    await().until(() -> admin.get(APPS + "deployments/web").status() == 404);
    deploy("kept", 1, "");
    running("kept", 1);
    delete("kept", "Orphan");
    await().until(() -> admin.get(APPS + "deployments/kept").status() == 404);
    assertThat(admin.get(APPS + "replicasets?labelSelector=app%3Dkept").json().path("items"))
        .singleElement()
        .matches(set -> !set.path("metadata").has("ownerReferences"));
    assertThat(pods("kept")).hasSize(1);
  }

  @Test
  void aNamespaceGoesWithAllThatIsInIt() {
    admin.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"x\"}}");
    admin.post(
        "/api/v1/namespaces/x/configmaps",
        "{\"metadata\":{\"name\":\"c\",\"finalizers\":[\"example.com/hold\"]}}");
    admin.send("DELETE", "/api/v1/namespaces/x", "", "");
    assertThat(admin.get("/api/v1/namespaces/x").json().at("/status/phase").asText())
        .isEqualTo("Terminating");
    Answer refused =
        admin.post("/api/v1/namespaces/x/configmaps", "{\"metadata\":{\"name\":\"d\"}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().at("/details/causes/0/reason").asText())
        .isEqualTo("NamespaceTerminating");
    admin.send(
        "PATCH",
        "/api/v1/namespaces/x/configmaps/c",
        "{\"metadata\":{\"finalizers\":null}}",
        "application/merge-patch+json");
    await().until(() -> admin.get("/api/v1/namespaces/x").status() == 404);
  }

  @Test
  void nodesGetRangesUntilThereAreNone() {
    await()
        .until(
            () -> {
              JsonNode nodes = admin.get("/api/v1/nodes").json().path("items");
              return Json.each(nodes).allMatch(n -> n.path("spec").has("podCIDR"));
            });
    for (int i = 4; i <= 257; i++) {
      cluster.client().create(Samples.node("n" + i));
    }
    await()
        .until(
            () ->
                admin
                    .get("/api/v1/namespaces/default/events")
                    .json()
                    .toString()
                    .contains("CIDRNotAvailable"));
  }

  @Test
  void aDefinedKindIsServedCheckedAndShaped() {
    String definition =
        """
        {"metadata":{"name":"things.example.com"},"spec":{"group":"example.com","scope":"Namespaced",
        "names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,
        "storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{
        "type":"object","required":["size"],"properties":{"size":{"type":"integer","maximum":9},
        "colour":{"type":"string","default":"red"}}}}}}}]}}
        """;
    assertThat(
            admin
                .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition)
                .status())
        .isEqualTo(201);
    String things = "/apis/example.com/v1/namespaces/default/things";
    assertThat(admin.get("/apis/example.com/v1").json().toString()).contains("\"Thing\"");
    Answer made =
        admin.post(things, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"size\":1,\"odd\":2}}");
    assertThat(made.json().path("spec").toString()).isEqualTo("{\"size\":1,\"colour\":\"red\"}");
    Answer wrong =
        admin.post(things, "{\"metadata\":{\"name\":\"b\"},\"spec\":{\"size\":\"big\"}}");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().at("/details/causes/0/reason").asText())
        .isEqualTo("FieldValueTypeInvalid");
    assertThat(admin.post(things, "{\"metadata\":{\"name\":\"c\"},\"spec\":{}}").text())
        .contains("spec.size: Required value");
  }

  private void deploy(String name, int replicas, String podSpec) {
    create("Deployment", name, "\"replicas\":" + replicas + ",", podSpec);
  }

  private void create(String kind, String name, String spec) {
    create(kind, name, spec, "");
  }

  private void create(String kind, String name, String spec, String podSpec) {
    String body =
        "{\"metadata\":{\"name\":\"%1$s\"},\"spec\":{%2$s\"selector\":{\"matchLabels\":{\"app\":\"%1$s\"}},"
            + "\"template\":{\"metadata\":{\"labels\":{\"app\":\"%1$s\"}},\"spec\":{%3$s\"containers\":"
            + "[{\"name\":\"c\",\"image\":\"app:1\"}]}}}}";
    String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
    assertThat(admin.post(APPS + plural, body.formatted(name, spec, podSpec)).status())
        .isEqualTo(201);
  }

  private void delete(String deployment, String policy) {
    admin.send(
        "DELETE",
        APPS + "deployments/" + deployment,
        "{\"propagationPolicy\":\"" + policy + "\"}",
        "application/json");
  }

  private List<JsonNode> running(String app, int count) {
    await()
        .untilAsserted(
            () ->
                assertThat(
                        pods(app).stream()
                            .filter(p -> p.at("/status/phase").asText().equals("Running"))
                            .filter(p -> !p.path("metadata").has("deletionTimestamp")))
                    .hasSize(count));
    return pods(app).stream()
        .filter(p -> p.at("/status/phase").asText().equals("Running"))
        .toList();
  }

  private List<JsonNode> pods(String app) {
    return Json.each(admin.get(PODS + "?labelSelector=app%3D" + app).json().path("items")).toList();
  }
}
