package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What becomes of nodes that fall silent, and of their pods. All of it begins with the run, see
 * {@link LongStories}.
 */
public interface LossContract extends UnderTest {
  Duration LONG = Duration.ofMinutes(3);

  @Test
  default void aTaintEndsPodsThatDoNotTolerateIt(Bench bench) {
    String node = bench.freshNode();
    bench.admin().post(bench.core("pods"), bench.podOn(node, "a", "a", "ready")).expect(201);
    bench.ready("a");

    bench
        .admin()
        .patch(
            Caller.MERGE,
            "/api/v1/nodes/" + node,
            Doc.of("spec: {taints: [{key: out, effect: NoExecute}]}"))
        .expect(200);

    bench.untilGone(bench.core("pods/a"));
  }

  @Test
  default void aPodEndsWhenItsTolerationDoes(Bench bench) {
    String node = bench.freshNode();
    for (String name : new String[] {"brief", "staunch"}) {
      String seconds = name.equals("brief") ? ", tolerationSeconds: 1" : "";
      bench
          .admin()
          .post(
              bench.core("pods"),
              Doc.of(
                  "{metadata: {name: %s}, spec: {nodeName: %s, tolerations: [{key: out, operator:"
                      + " Exists, effect: NoExecute%s}], containers: [{name: c, image: 'app:1'}]}}",
                  name, node, seconds))
          .expect(201);
      bench.ready(name);
    }

    bench
        .admin()
        .patch(
            Caller.MERGE,
            "/api/v1/nodes/" + node,
            Doc.of("spec: {taints: [{key: out, effect: NoExecute}]}"))
        .expect(200);

    bench.untilGone(bench.core("pods/brief"));
    assertThat(bench.admin().get(bench.core("pods/staunch")).expect(200).keys("/metadata"))
        .doesNotContain("deletionTimestamp");
  }

  @Test
  default void podsTolerateAnUnreachableNodeForFiveMinutes(Bench bench) {
    String tolerations = bench.readyPod("a", "a").at("/spec/tolerations").toString();

    assertThat(tolerations)
        .contains(
            "{\"key\":\"node.kubernetes.io/not-ready\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300}",
            "{\"key\":\"node.kubernetes.io/unreachable\",\"operator\":\"Exists\",\"effect\":\"NoExecute\",\"tolerationSeconds\":300}");
  }

  @Test
  default void aNodeThatIsNotReadySaysSoByATaint(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();
    bench.until(path, n -> !taints(n).contains("not-ready"));

    bench
        .admin()
        .patch(
            Caller.STRATEGIC,
            path + "/status",
            Doc.of(
                "status: {conditions: [{type: Ready, status: 'False', reason: KubeletNotReady}]}"))
        .expect(200);

    bench.until(
        path, n -> taints(n).contains("node.kubernetes.io/not-ready\",\"effect\":\"NoSchedule"));
  }

  @Test
  default void aSilentNodeIsUnknownAndTainted(Bench bench) {
    String path = "/api/v1/nodes/" + bench.stories().silent();

    Answer node = bench.until(path, LONG, n -> Bench.condition(n, "Ready").equals("Unknown"));

    assertThat(node.at("/status/conditions").findValuesAsText("reason"))
        .contains("NodeStatusUnknown");
    assertThat(node.at("/status/conditions").findValuesAsText("message"))
        .contains("Kubelet stopped posting node status.");
    bench.until(
        path,
        n ->
            taints(n).contains("node.kubernetes.io/unreachable\",\"effect\":\"NoSchedule")
                && taints(n).contains("node.kubernetes.io/unreachable\",\"effect\":\"NoExecute"));
  }

  @Test
  default void podsOfASilentNodeAreNotReadyAndLeaveWhenTheirTolerationEnds(Bench bench) {
    Answer patient =
        bench.until(
            bench.stories().pod("patient"), LONG, p -> p.at("/metadata").has("deletionTimestamp"));

    assertThat(Bench.condition(patient.json(), "Ready")).isNotEqualTo("True");
    assertThat(patient.at("/status/conditions").findValuesAsText("reason"))
        .contains("DeletionByTaintManager");
    Answer faithful = bench.admin().get(bench.stories().pod("faithful")).expect(200);
    assertThat(faithful.keys("/metadata")).doesNotContain("deletionTimestamp");
  }

  @Test
  default void aPodOfADeletedNodeIsCollected(Bench bench) {
    bench.untilGone(bench.stories().pod("orphan"), LONG);
  }

  @Test
  default void anEvictionOnASilentNodeIsTakenAndNeverEnds(Bench bench) {
    String node = bench.freshNode();
    bench.admin().post(bench.core("pods"), bench.podOn(node, "a", "a", "ready")).expect(201);
    bench.ready("a");
    bench.silence(node);

    EvictionContract.evict(bench, "a").expect(201);

    Answer pod = bench.admin().get(bench.core("pods/a")).expect(200);
    assertThat(pod.at("/metadata").has("deletionTimestamp")).isTrue();
    bench.admin().delete(bench.core("pods/a?gracePeriodSeconds=0")).expect(200);
  }

  private static String taints(JsonNode node) {
    StringBuilder all = new StringBuilder();
    for (JsonNode taint : node.at("/spec/taints")) {
      all.append(
          "\"%s\",\"effect\":\"%s\" "
              .formatted(taint.path("key").asText(), taint.path("effect").asText()));
    }
    return all.toString();
  }
}
