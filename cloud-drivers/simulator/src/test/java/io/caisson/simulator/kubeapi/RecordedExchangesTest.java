package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks what a real kube-apiserver 1.34.4 was asked, and compares with what it answered. */
class RecordedExchangesTest {
  private static final TestCluster CLUSTER = new TestCluster();
  private static final String TOKEN = "abcdef.0123456789abcdef";

  @BeforeAll
  static void furnish() {
    ClusterClient client = CLUSTER.client();
    for (int i = 1; i <= 3; i++) {
      ObjectNode node = Samples.node("kw-" + i).deepCopy();
      Json.child(Json.child(node, "metadata"), "labels").put("type", "kwok");
      client.create(node);
    }
    List.of(
            "{apiVersion: v1, kind: Namespace, metadata: {name: x}}",
            "{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: kw-1, namespace:"
                + " kube-node-lease}, spec: {holderIdentity: kw-1, leaseDurationSeconds: 40,"
                + " leaseTransitions: 1, renewTime: '2026-11-20T17:03:24.086671Z'}}",
            "{apiVersion: v1, kind: Secret, metadata: {name: bootstrap-token-abcdef, namespace:"
                + " kube-system}, type: bootstrap.kubernetes.io/token, stringData: {token-id:"
                + " abcdef, token-secret: 0123456789abcdef, usage-bootstrap-authentication: 'true',"
                + " auth-extra-groups: 'system:bootstrappers:kubeadm:default-node-token'}}",
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name:"
                + " get-nodes}, rules: [{apiGroups: [''], resources: [nodes], verbs: [get]}]}",
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name:"
                + " get-nodes}, roleRef: {kind: ClusterRole, name: get-nodes}, subjects: [{kind:"
                + " Group, name: 'system:bootstrappers:kubeadm:default-node-token'}]}")
        .forEach(yaml -> client.create(Json.yaml(yaml)));
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-version",
        "03-livez",
        "04-readyz-anonymous",
        "05-node-get",
        "06-node-list-limit",
        "07-node-get-404",
        "11-node-create-409",
        "13-node-label-422",
        "43-lease-get",
        "45-volumeattachment-create",
        "46-volumeattachment-list",
        "51-list-future-504",
        "53-401",
        "54-403-anonymous",
        "55-403-user",
        "56-405",
        "57-404-path",
        "62-bootstrap-node-get",
        "63-bootstrap-403"
      })
  void answersAsTheRealOneDid(String name) {
    JsonNode exchange = Recorded.exchange(name);
    JsonNode request = exchange.path("request");
    JsonNode expected = exchange.path("response");
    String body = request.path("body").isNull() ? "" : request.path("body").toString();
    Answer answer =
        caller(exchange)
            .send(
                request.path("method").asText(),
                request.path("path").asText(),
                body,
                request.path("headers").path("Content-Type").asText("application/json"));

    assertThat(answer.status()).isEqualTo(expected.path("status").asInt());
    assertThat(header(answer, "Content-Type"))
        .isEqualTo(expected.path("headers").path("Content-Type").asText());
    assertThat(header(answer, "Retry-After"))
        .isEqualTo(expected.path("headers").path("Retry-After").asText(""));
    compare(answer, expected.path("body"));
  }

  private static void compare(Answer answer, JsonNode expected) {
    if (expected.isTextual()) {
      assertThat(answer.text()).isEqualTo(expected.asText());
    } else if (expected.path("kind").asText().equals("Status")) {
      assertThat(withoutVersion(answer.json())).isEqualTo(withoutVersion(expected));
    } else {
      assertThat(answer.json().path("kind")).isEqualTo(expected.path("kind"));
      assertThat(answer.json().path("apiVersion")).isEqualTo(expected.path("apiVersion"));
      assertThat(keys(answer.json())).containsAll(keys(expected));
      assertThat(keys(answer.json().path("metadata"))).containsAll(keys(expected.path("metadata")));
    }
  }

  private static String withoutVersion(JsonNode status) {
    return status.toString().replaceAll("current: \\d+", "current: N");
  }

  /** What only field managers and owners of the recorded cluster had is not asked for. */
  private static TreeSet<String> keys(JsonNode object) {
    TreeSet<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    keys.removeAll(List.of("managedFields", "ownerReferences", "annotations"));
    return keys;
  }

  private static Client caller(JsonNode exchange) {
    return switch (exchange.path("as").asText()) {
      case "admin" -> CLUSTER.admin();
      case "scheduler" -> CLUSTER.as("system:kube-scheduler", "");
      case "token" ->
          CLUSTER.withToken(exchange.path("name").asText().equals("401") ? "bad" : TOKEN);
      default -> CLUSTER.anonymous();
    };
  }

  private static String header(Answer answer, String name) {
    return answer.response().headers().firstValue(name).orElse("");
  }
}
