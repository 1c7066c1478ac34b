package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The forms are those of etcdctl 3.6 and of the Kubernetes API. */
class RealStandingTest {
  private static final String ONE_LEADS =
      """
      [{"Endpoint": "127.0.0.1:2379", "Status": {"header": {"member_id": 7},
        "version": "3.6.5", "leader": 12593237641193837345}}]
      """;
  private static final String ONE_AND_TWO =
      """
      {"members": [{"ID": 12593237641193837345, "name": "one"}, {"ID": 7, "name": "two"}]}
      """;

  private final ArrayNode nodes = Http.JSON.createArrayNode();

  @Test
  void everyNodeOfTheControlPlaneHasAVoteAndOneLeads() {
    node("one", true, true);
    node("two", true, true);
    node("worker", false, true);
    RealStanding standing = standing(ONE_AND_TWO);
    assertThat(standing.wrong()).isEmpty();
    assertThat(standing.etcd().leader()).isEqualTo("one");
    assertThat(standing.workers()).containsExactly("worker");
    assertThat(standing.text())
        .isEqualTo("etcd has 2 members and 2 of them vote; 3 of 3 Nodes are Ready");
  }

  @Test
  void aMemberWithoutANodeIsWrong() {
    node("one", true, true);
    assertThat(standing(ONE_AND_TWO).wrong())
        .containsExactly(
            "etcd's members (one (leads), two) are not the Nodes of the control plane (one), each"
                + " with a vote");
  }

  @Test
  void aNodeWithoutAMemberIsWrong() {
    node("one", true, true);
    node("two", true, true);
    node("three", true, true);
    assertThat(standing(ONE_AND_TWO).wrong()).hasSize(1);
  }

  @Test
  void aMemberWithoutANameIsWrong() {
    node("one", true, true);
    node("two", true, true);
    assertThat(standing(ONE_AND_TWO.replace("two", "")).wrong()).hasSize(1);
  }

  @Test
  void aLearnerIsWrong() {
    node("one", true, true);
    node("two", true, true);
    RealStanding standing =
        standing(ONE_AND_TWO.replace("\"two\"", "\"two\", \"isLearner\": true"));
    assertThat(standing.wrong()).hasSize(1).first().asString().contains("two (learner)");
    assertThat(standing.text()).startsWith("etcd has 2 members and 1 of them vote");
  }

  @Test
  void aNodeThatIsNotReadyIsWrong() {
    node("one", true, true);
    node("two", true, true);
    node("worker", false, false);
    assertThat(standing(ONE_AND_TWO).wrong()).containsExactly("not Ready: worker");
  }

  @Test
  void etcdIsOfTheVersionThatTheReleaseBrings() {
    EtcdMembers etcd = standing(ONE_AND_TWO).etcd();
    assertThat(etcd.strangers(Set.of("registry.k8s.io/etcd:3.6.5-0"))).isEmpty();
    assertThat(etcd.strangers(Set.of("registry.k8s.io/etcd:3.5.24-0")))
        .contains("etcd says that it is of 3.6.5");
  }

  private RealStanding standing(String members) {
    EtcdMembers etcd = EtcdMembers.of(RealCluster.json(members), RealCluster.json(ONE_LEADS));
    JsonNode list = Http.JSON.createObjectNode().set("items", nodes);
    return RealStanding.of(etcd, list);
  }

  private void node(String name, boolean controlPlane, boolean ready) {
    ObjectNode node = nodes.addObject();
    ObjectNode labels = node.putObject("metadata").put("name", name).putObject("labels");
    if (controlPlane) {
      labels.put("node-role.kubernetes.io/control-plane", "");
    }
    ObjectNode condition = node.putObject("status").putArray("conditions").addObject();
    condition.put("type", "Ready").put("status", ready ? "True" : "False");
  }
}
