package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningVersionsTest {
  private static final Set<String> IMAGES =
      Set.of("api:2", "manager:2", "scheduler:2", "etcd:9", "proxy:2", "dns:5");

  private final ArrayNode nodes = Http.JSON.createArrayNode();
  private final List<String[]> pods = new ArrayList<>();

  RunningVersionsTest() {
    node("one", "v2", true);
    node("worker", "v2", false);
    member("one", "2");
    pod("k8s-app%3Dkube-proxy", "worker", "proxy:2");
    pod("k8s-app%3Dkube-dns", "worker", "dns:5");
  }

  @Test
  void nothingIsWrongWhereEverythingIsOfTheVersion() {
    assertThat(wrong()).isEmpty();
  }

  @Test
  void whatIsOfAnotherVersionIsNamed() {
    node("old", "v1", false);
    pod("k8s-app%3Dkube-proxy", "old", "proxy:1");
    assertThat(wrong()).containsExactly("kubelet at old: v1", "kube-proxy at old: proxy:1");
  }

  @Test
  void everyControlPlaneRunsEveryProgram() {
    node("two", "v2", true);
    assertThat(wrong()).hasSize(4).contains("etcd at all control planes: 1 of 2");
  }

  @Test
  void podsOfNodesThatAreGoneRunNoMore() {
    pod("k8s-app%3Dkube-proxy", "gone", "proxy:1");
    member("gone", "1");
    assertThat(wrong()).isEmpty();
  }

  @Test
  void whatDoesNotRunIsNamed() {
    pods.removeIf(pod -> pod[2].startsWith("dns"));
    assertThat(wrong()).containsExactly("coredns at anywhere: nothing");
  }

  private List<String> wrong() {
    return new RunningVersions(this::answer, "2", IMAGES).wrong();
  }

  private JsonNode answer(String path) {
    ArrayNode items = Http.JSON.createArrayNode();
    if (path.startsWith("/api/v1/nodes")) {
      nodes.forEach(
          node -> {
            if (!path.contains("control-plane") || node.at("/master").asBoolean()) {
              items.add(node);
            }
          });
    } else {
      pods.stream()
          .filter(pod -> path.endsWith("=" + pod[0]))
          .forEach(
              pod -> {
                ObjectNode spec = items.addObject().putObject("spec").put("nodeName", pod[1]);
                spec.putArray("containers").addObject().put("image", pod[2]);
              });
    }
    return Http.JSON.createObjectNode().set("items", items);
  }

  private void node(String name, String kubelet, boolean controlPlane) {
    ObjectNode node = nodes.addObject().put("master", controlPlane);
    node.putObject("metadata").put("name", name);
    node.putObject("status").putObject("nodeInfo").put("kubeletVersion", kubelet);
  }

  private void member(String node, String version) {
    pod("component%3Dkube-apiserver", node, "api:" + version);
    pod("component%3Dkube-controller-manager", node, "manager:" + version);
    pod("component%3Dkube-scheduler", node, "scheduler:" + version);
    pod("component%3Detcd", node, version.equals("2") ? "etcd:9" : "etcd:8");
  }

  private void pod(String label, String node, String image) {
    pods.add(new String[] {label, node, image});
  }
}
