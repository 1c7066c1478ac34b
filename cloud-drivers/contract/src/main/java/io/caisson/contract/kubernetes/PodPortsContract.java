package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.spi.kubernetes.Budgets.Budget;
import io.caisson.spi.kubernetes.Budgets.Counts;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.LabelSelector.Operator;
import io.caisson.spi.kubernetes.LabelSelector.Requirement;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pod.State;
import io.caisson.spi.kubernetes.Pods.Answer.Evicted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods and their budgets, through our ports. */
public interface PodPortsContract extends PortsUnderTest {
  @Test
  default void onlyTheNodesOwnPodsAreListed(Bench bench) {
    String node = bench.freshNode();
    bench.readyPod("elsewhere", "a");
    bench.admin().post(bench.core("pods"), bench.podOn(node, "here", "a", "ready")).expect(201);
    bench.ready("here");

    List<Pod> pods = api(bench).pods().on(node);

    assertThat(pods).extracting(Pod::name).containsExactly("here");
    Pod pod = pods.getFirst();
    assertThat(pod.namespace()).isEqualTo(bench.namespace());
    assertThat(pod.uid())
        .isEqualTo(bench.admin().get(bench.core("pods/here")).text("/metadata/uid"));
    assertThat(pod.state()).isEqualTo(State.READY);
    assertThat(pod.controller()).isEmpty();
    assertThat(pod.mirror()).isFalse();
    assertThat(pod.terminating()).isFalse();
    assertThat(pod.labels()).containsEntry("app", "a");
    assertThat(pod.claims()).isEmpty();
  }

  @Test
  default void podsAreFoundByTheirLabelsWithTheNodesTheyRunOn(Bench bench) {
    String node = bench.freshNode();
    bench.readyPod("elsewhere", "a");
    bench.admin().post(bench.core("pods"), bench.podOn(node, "here", "a", "ready")).expect(201);
    bench.admin().post(bench.core("pods"), bench.podOn(node, "other", "b", "ready")).expect(201);
    bench.pod("done", "a", "done");
    bench.ready("here");
    bench.until(bench.core("pods/done"), p -> phase(p).equals("Succeeded"));

    assertThat(placed(bench, LabelSelector.of(Map.of("app", "a"))))
        .as("none that has ended")
        .containsExactlyInAnyOrder("here on " + node, "elsewhere on " + bench.node());
    assertThat(placed(bench, LabelSelector.of(Map.of("app", "a", "tier", "gpu")))).isEmpty();
    assertThat(
            placed(
                bench,
                new LabelSelector(
                    List.of(
                        new Requirement("app", Operator.NOT_IN, List.of("a", "c")),
                        new Requirement("app", Operator.EXISTS, List.of()),
                        new Requirement("tier", Operator.DOES_NOT_EXIST, List.of())))))
        .contains("other on " + node)
        .doesNotContain("here on " + node);
  }

  private List<String> placed(Bench bench, LabelSelector labels) {
    return api(bench).pods().placed(labels).stream()
        .filter(each -> each.pod().namespace().equals(bench.namespace()))
        .map(each -> each.pod().name() + " on " + each.node())
        .toList();
  }

  @Test
  default void aPodSaysHowFarItIs(Bench bench) {
    bench.pod("sick", "a", "sick");
    bench.pod("done", "a", "done");
    bench.pod("failed", "a", "failed");
    bench.until(bench.core("pods/sick"), p -> phase(p).equals("Running"));
    bench.until(bench.core("pods/done"), p -> phase(p).equals("Succeeded"));
    bench.until(bench.core("pods/failed"), p -> phase(p).equals("Failed"));

    assertThat(pod(bench, "sick").state()).isEqualTo(State.RUNNING);
    assertThat(pod(bench, "done").state()).isEqualTo(State.FINISHED);
    assertThat(pod(bench, "failed").state()).isEqualTo(State.FINISHED);
  }

  @Test
  default void aPodSaysWhoControlsIt(Bench bench) {
    bench
        .admin()
        .post(
            bench.in("apps/v1", "replicasets"),
            Doc.of(
                "{metadata: {name: web}, spec: {replicas: 1, selector: {matchLabels: {app: web}},"
                    + " template: %s}}",
                bench.template("web", "ready")))
        .expect(201);
    String pods = bench.core("pods?labelSelector=app%3Dweb");
    String node =
        bench
            .until(pods, list -> !list.at("/items/0/spec/nodeName").asText().isEmpty())
            .text("/items/0/spec/nodeName");

    Pod pod =
        api(bench).pods().on(node).stream()
            .filter(each -> each.namespace().equals(bench.namespace()))
            .findAny()
            .orElseThrow();

    assertThat(pod.controller()).isEqualTo("ReplicaSet");
  }

  @Test
  default void aPodNamesTheClaimsOfItsVolumes(Bench bench) {
    ObjectNode pod = bench.podOn(bench.node(), "db", "db", "ready");
    ((ObjectNode) pod.at("/spec"))
        .setAll(
            Doc.of(
                "volumes: [{name: d, persistentVolumeClaim: {claimName: data}},"
                    + " {name: t, emptyDir: {}}]"));
    bench.admin().post(bench.core("pods"), pod).expect(201);

    assertThat(pod(bench, "db").claims()).containsExactly(bench.namespace() + "/data");
  }

  @Test
  default void aPodThatWasToldToEndSaysWhenItsGraceIsOver(Bench bench) {
    ObjectNode held = bench.podOn(bench.node(), "held", "held", "ready");
    ((ObjectNode) held.at("/metadata")).setAll(Doc.of("finalizers: [example.com/hold]"));
    String path = bench.core("pods/held");
    bench.admin().post(bench.core("pods"), held).expect(201);
    bench.afterwards(
        () -> bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {finalizers: null}")));
    bench.ready("held");

    assertThat(api(bench).pods().evict(pod(bench, "held"))).isInstanceOf(Evicted.class);

    Pod ending = pod(bench, "held");
    assertThat(ending.terminating()).isTrue();
    assertThat(ending.ending())
        .hasValueSatisfying(
            time ->
                assertThat(time)
                    .isBetween(bench.now().minusSeconds(60), bench.now().plusSeconds(60)));
  }

  @Test
  default void aMirrorPodIsKnownByItsAnnotation(Bench bench) {
    ObjectNode mirror = bench.podOn(bench.node(), "static", "static", "ready");
    ((ObjectNode) mirror.at("/metadata"))
        .setAll(Doc.of("annotations: {kubernetes.io/config.mirror: abc}"));
    bench.admin().post(bench.core("pods"), mirror).expect(201);

    assertThat(pod(bench, "static").mirror()).isTrue();
  }

  @Test
  default void aBudgetSaysWhatItCounts(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("two", "a");
    Guards.budget(bench, "b", "a", "minAvailable: 1");
    Guards.allows(bench, "b", 1);

    Budget budget = budget(bench, "b");

    assertThat(budget.observed()).isTrue();
    assertThat(budget.allows()).isTrue();
    assertThat(budget.impossible()).isFalse();
    assertThat(budget.bound()).isEqualTo("minAvailable: 1");
    assertThat(budget.counts()).isEqualTo(new Counts(1, 2, 1, 2));
    assertThat(budget.covers(pod(bench, "one"))).isTrue();
  }

  @Test
  default void aBudgetThatWantsAllOfItsPodsIsImpossible(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("other", "b");
    Guards.budget(bench, "all", "a", "minAvailable: 1");

    Budget budget = budget(bench, "all");

    assertThat(budget.allows()).isFalse();
    assertThat(budget.impossible()).isTrue();
    assertThat(budget.bound()).isEqualTo("minAvailable: 1");
    assertThat(budget.covers(pod(bench, "other"))).isFalse();
  }

  @Test
  default void aBudgetSelectsByExpressionsToo(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("other", "b");
    bench
        .admin()
        .post(
            Guards.path(bench),
            Doc.of(
                "{metadata: {name: x}, spec: {minAvailable: 0, selector: {matchExpressions: [{key:"
                    + " app, operator: NotIn, values: [b]}, {key: app, operator: Exists}]}}}"))
        .expect(201);

    assertThat(budget(bench, "x").covers(pod(bench, "one"))).isTrue();
    assertThat(budget(bench, "x").covers(pod(bench, "other"))).isFalse();
  }

  private Budget budget(Bench bench, String name) {
    return api(bench).budgets().in(bench.namespace()).stream()
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  private Pod pod(Bench bench, String name) {
    Optional<Pod> found =
        api(bench).pods().on(bench.node()).stream()
            .filter(each -> each.namespace().equals(bench.namespace()))
            .filter(each -> each.name().equals(name))
            .findAny();
    return found.orElseThrow();
  }

  private static String phase(com.fasterxml.jackson.databind.JsonNode pod) {
    return pod.at("/status/phase").asText();
  }
}
