package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/**
 * The Eviction API and every answer of a budget (kube-apiserver,
 * registry/core/pod/storage/eviction.go). What a drain makes of an answer depends on its status,
 * its cause and {@code Retry-After}.
 */
public interface EvictionContract extends UnderTest {
  @Test
  default void aPodWithoutABudgetIsEvicted(Bench bench) {
    bench.readyPod("a", "a");

    Answer evicted = evict(bench, "a").expect(201);

    assertThat(evicted.text("/kind")).isEqualTo("Status");
    assertThat(evicted.text("/status")).isEqualTo("Success");
    assertThat(evicted.at("/code").asInt()).isEqualTo(201);
    bench.untilGone(bench.core("pods/a"));
  }

  @Test
  default void anEvictedPodIsMarkedAsDisrupted(Bench bench) {
    hold(bench.admin().post(bench.core("pods"), held(bench, "a")), bench);
    bench.ready("a");

    evict(bench, "a").expect(201);

    Answer pod = bench.admin().get(bench.core("pods/a")).expect(200);
    assertThat(pod.at("/metadata").has("deletionTimestamp")).isTrue();
    assertThat(pod.at("/status/conditions").findValuesAsText("type")).contains("DisruptionTarget");
    assertThat(pod.at("/status/conditions").findValuesAsText("reason"))
        .contains("EvictionByEvictionAPI");
  }

  @Test
  default void aDryRunOfAnEvictionLeavesThePod(Bench bench) {
    bench.readyPod("a", "a");

    post(bench, "a", eviction("a").setAll(Doc.of("deleteOptions: {dryRun: [All]}"))).expect(201);

    assertThat(bench.admin().get(bench.core("pods/a")).expect(200).keys("/metadata"))
        .doesNotContain("deletionTimestamp");
  }

  @Test
  default void aDryRunIsBlockedAsTheEvictionWouldBe(Bench bench) {
    bench.readyPod("a", "a");
    budget(bench, "b", "a", "minAvailable: 1");

    post(bench, "a", eviction("a").setAll(Doc.of("deleteOptions: {dryRun: [All]}")))
        .refused(429, "TooManyRequests");
  }

  @Test
  default void aBudgetWithoutAllowanceBlocks(Bench bench) {
    bench.readyPod("a", "a");
    budget(bench, "b", "a", "minAvailable: 1");

    Answer refused = evict(bench, "a").refused(429, "TooManyRequests");

    refused.saying("Cannot evict pod as it would violate the pod's disruption budget.");
    assertThat(refused.text("/details/causes/0/reason")).isEqualTo("DisruptionBudget");
    assertThat(refused.text("/details/causes/0/message"))
        .isEqualTo("The disruption budget b needs 1 healthy pods and has 1 currently");
    assertThat(refused.at("/details/causes")).hasSize(1);
    assertThat(refused.header("Retry-After")).isEmpty();
    assertThat(refused.keys("/details")).containsExactly("causes");
  }

  @Test
  default void aBudgetSaysWhatItAllows(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("two", "a");

    Answer budget = budget(bench, "b", "a", "minAvailable: 1");

    Answer settled =
        bench.until(
            bench.in("policy/v1", "poddisruptionbudgets/b"),
            b -> b.at("/status/disruptionsAllowed").asInt() == 1);
    assertThat(settled.at("/status/currentHealthy").asInt()).isEqualTo(2);
    assertThat(settled.at("/status/desiredHealthy").asInt()).isEqualTo(1);
    assertThat(settled.at("/status/expectedPods").asInt()).isEqualTo(2);
    assertThat(Bench.condition(settled.json(), "DisruptionAllowed")).isEqualTo("True");
    assertThat(settled.at("/status/observedGeneration"))
        .isEqualTo(budget.at("/metadata/generation"));
  }

  @Test
  default void anAllowanceIsSpentOnce(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("two", "a");
    budget(bench, "b", "a", "minAvailable: 1");
    allows(bench, "b", 1);

    evict(bench, "one").expect(201);
    Answer second = evict(bench, "two").refused(429, "TooManyRequests");

    assertThat(second.text("/details/causes/0/message"))
        .matches(
            "The disruption budget b (needs 1 healthy pods and has [12] currently"
                + "|does not allow evicting pods currently)");
    assertThat(second.header("Retry-After")).isEmpty();
  }

  @Test
  default void aBudgetIsOpenAgainWhenAnotherPodIsReady(Bench bench) {
    bench.readyPod("one", "a");
    budget(bench, "b", "a", "minAvailable: 1");
    evict(bench, "one").refused(429, "TooManyRequests");

    bench.readyPod("two", "a");
    allows(bench, "b", 1);

    evict(bench, "one").expect(201);
  }

  @Test
  default void aBudgetThatIsNotProcessedYetSaysWhenToComeAgain(Bench bench) {
    String uid =
        bench
            .admin()
            .post(bench.core("configmaps"), Doc.of("metadata: {name: strange}"))
            .expect(201)
            .text("/metadata/uid");
    ObjectNode pod = bench.podOn(bench.node(), "a", "a", "ready");
    ((ObjectNode) pod.at("/metadata")).setAll(strangeOwner(uid));
    bench.admin().post(bench.core("pods"), pod).expect(201);
    bench.ready("a");
    // what owns the pod has no scale, so that the controller cannot reckon with a share of it
    bench
        .admin()
        .post(
            bench.in("policy/v1", "poddisruptionbudgets"), budgetFor("b", "a", "maxUnavailable: 1"))
        .expect(201);

    Answer refused = evict(bench, "a").refused(429, "TooManyRequests");

    assertThat(refused.header("Retry-After")).hasValue("10");
    assertThat(refused.at("/details/retryAfterSeconds").asInt()).isEqualTo(10);
    assertThat(refused.text("/details/causes/0/reason")).isEqualTo("DisruptionBudget");
    assertThat(refused.text("/details/causes/0/message"))
        .isEqualTo("The disruption budget b is still being processed by the server.");
  }

  private static ObjectNode strangeOwner(String uid) {
    return Doc.of(
        "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: strange, uid: %s, controller:"
            + " true}]",
        uid);
  }

  @Test
  default void twoBudgetsOfOnePodAreAnError(Bench bench) {
    bench.readyPod("a", "a");
    budget(bench, "b", "a", "minAvailable: 0");
    budget(bench, "c", "a", "minAvailable: 0");

    Answer refused = evict(bench, "a").expect(500);

    assertThat(refused.text("/message"))
        .isEqualTo(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does"
                + " not support.");
    assertThat(refused.keys("")).doesNotContain("reason", "details");
    assertThat(refused.at("/code").asInt()).isEqualTo(500);
  }

  @Test
  default void aPendingPodIsEvictedWhateverItsBudget(Bench bench) {
    bench
        .admin()
        .post(
            bench.core("pods"),
            Doc.of(
                "{metadata: {name: a, labels: {app: a}}, spec: {nodeSelector: {no: such},"
                    + " containers: [{name: c, image: 'app:1'}]}}"))
        .expect(201);
    budget(bench, "b", "a", "minAvailable: 1");

    evict(bench, "a").expect(201);
  }

  @Test
  default void aTerminatingPodIsEvictedWhateverItsBudget(Bench bench) {
    hold(bench.admin().post(bench.core("pods"), held(bench, "a")), bench);
    bench.ready("a");
    bench.admin().delete(bench.core("pods/a?gracePeriodSeconds=600")).expect(200);
    budget(bench, "b", "a", "minAvailable: 1");

    evict(bench, "a").expect(201);
  }

  @Test
  default void aFinishedPodIsEvictedWhateverItsBudget(Bench bench) {
    bench.pod("a", "a", "done");
    bench.until(bench.core("pods/a"), p -> p.at("/status/phase").asText().equals("Succeeded"));
    budget(bench, "b", "a", "minAvailable: 1");

    evict(bench, "a").expect(201);
  }

  @Test
  default void anUnreadyPodIsGuardedWhileItsBudgetIsNotMet(Bench bench) {
    sick(bench);
    budget(bench, "b", "a", "minAvailable: 1");

    Answer refused = evict(bench, "a").refused(429, "TooManyRequests");

    assertThat(refused.text("/details/causes/0/message"))
        .isEqualTo("The disruption budget b needs 1 healthy pods and has 0 currently");
  }

  @Test
  default void anUnreadyPodIsEvictedIfItsBudgetAlwaysAllowsThat(Bench bench) {
    sick(bench);
    budget(bench, "b", "a", "minAvailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow");

    evict(bench, "a").expect(201);
  }

  @Test
  default void anUnreadyPodIsEvictedWhileEnoughOthersAreHealthy(Bench bench) {
    sick(bench);
    bench.readyPod("fine", "a");
    budget(bench, "b", "a", "minAvailable: 1");
    bench.until(
        bench.in("policy/v1", "poddisruptionbudgets/b"),
        b -> b.at("/status/currentHealthy").asInt() == 1);

    evict(bench, "a").expect(201);
  }

  @Test
  default void aPodThatIsNotThereIsNotFound(Bench bench) {
    evict(bench, "nope").refused(404, "NotFound").saying("pods \"nope\" not found");
  }

  @Test
  default void anotherUidIsAConflict(Bench bench) {
    bench.readyPod("a", "a");

    post(
            bench,
            "a",
            eviction("a")
                .setAll(
                    Doc.of(
                        "deleteOptions: {preconditions: {uid:"
                            + " 00000000-0000-0000-0000-000000000000}}")))
        .refused(409, "Conflict")
        .saying(
            "the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match");
  }

  @Test
  default void theRightUidIsEvicted(Bench bench) {
    String uid = bench.readyPod("a", "a").text("/metadata/uid");

    post(bench, "a", eviction("a").setAll(Doc.of("deleteOptions: {preconditions: {uid: %s}}", uid)))
        .expect(201);
  }

  @Test
  default void anotherNameInTheBodyIsRefused(Bench bench) {
    bench.readyPod("a", "a");

    post(bench, "a", eviction("b"))
        .refused(400, "BadRequest")
        .saying("name in URL does not match name in Eviction object");
  }

  @Test
  default void theOldVersionOfTheBodyIsTaken(Bench bench) {
    bench.readyPod("a", "a");

    post(bench, "a", Doc.of("{apiVersion: policy/v1beta1, kind: Eviction, metadata: {name: a}}"))
        .expect(201);
  }

  @Test
  default void anEvictionMaySetTheGrace(Bench bench) {
    hold(bench.admin().post(bench.core("pods"), held(bench, "a")), bench);
    bench.ready("a");

    post(bench, "a", eviction("a").setAll(Doc.of("deleteOptions: {gracePeriodSeconds: 77}")))
        .expect(201);

    assertThat(
            bench
                .admin()
                .get(bench.core("pods/a"))
                .at("/metadata/deletionGracePeriodSeconds")
                .asInt())
        .isEqualTo(77);
  }

  @Test
  default void aBudgetCannotHaveBothBounds(Bench bench) {
    bench
        .admin()
        .post(
            bench.in("policy/v1", "poddisruptionbudgets"),
            budgetFor("b", "a", "minAvailable: 1, maxUnavailable: 1"))
        .refused(422, "Invalid")
        .saying("minAvailable and maxUnavailable cannot be both set");
  }

  @Test
  default void discoverySaysWhichEvictionIsMeant(Bench bench) {
    JsonNode resources = bench.admin().get("/api/v1").json().path("resources");
    for (JsonNode each : resources) {
      if (each.path("name").asText().equals("pods/eviction")) {
        assertThat(each.path("group").asText()).isEqualTo("policy");
        assertThat(each.path("version").asText()).isEqualTo("v1");
        assertThat(each.path("kind").asText()).isEqualTo("Eviction");
        assertThat(each.path("verbs").toString()).isEqualTo("[\"create\"]");
        return;
      }
    }
    throw new AssertionError("no pods/eviction in " + resources);
  }

  private static void sick(Bench bench) {
    bench.pod("a", "a", "sick");
    bench.until(bench.core("pods/a"), p -> p.at("/status/phase").asText().equals("Running"));
  }

  /** A pod that stays, when it is deleted, until the case is over. */
  private static ObjectNode held(Bench bench, String name) {
    ObjectNode pod = bench.podOn(bench.node(), name, name, "ready");
    ((ObjectNode) pod.at("/metadata")).setAll(Doc.of("finalizers: [example.com/hold]"));
    return pod;
  }

  private static void hold(Answer made, Bench bench) {
    String path = bench.core("pods/" + made.expect(201).text("/metadata/name"));
    bench.afterwards(
        () -> bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {finalizers: null}")));
  }

  private static ObjectNode budgetFor(String name, String app, String spec) {
    return Doc.of(
        "{metadata: {name: %s}, spec: {selector: {matchLabels: {app: %s}}, %s}}", name, app, spec);
  }

  /** A budget that the controller has seen. */
  private static Answer budget(Bench bench, String name, String app, String spec) {
    String budgets = bench.in("policy/v1", "poddisruptionbudgets");
    bench.admin().post(budgets, budgetFor(name, app, spec)).expect(201);
    return bench.until(
        budgets + "/" + name,
        b ->
            b.at("/status/observedGeneration").asInt() == 1 && b.at("/status").has("expectedPods"));
  }

  private static void allows(Bench bench, String budget, int disruptions) {
    bench.until(
        bench.in("policy/v1", "poddisruptionbudgets/" + budget),
        b -> b.at("/status/disruptionsAllowed").asInt() == disruptions);
  }

  static ObjectNode eviction(String pod) {
    return Doc.of("{apiVersion: policy/v1, kind: Eviction, metadata: {name: %s}}", pod);
  }

  static Answer evict(Bench bench, String pod) {
    return post(bench, pod, eviction(pod));
  }

  private static Answer post(Bench bench, String pod, JsonNode eviction) {
    return bench.admin().post(bench.core("pods/" + pod + "/eviction"), eviction);
  }
}
