package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods.Answer;
import io.caisson.spi.kubernetes.Pods.Answer.Blocked;
import io.caisson.spi.kubernetes.Pods.Answer.Evicted;
import io.caisson.spi.kubernetes.Pods.Answer.Gone;
import io.caisson.spi.kubernetes.Pods.Answer.Refused;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every answer to an eviction, through our ports. */
public interface EvictionPortsContract extends PortsUnderTest {
  @Test
  default void aPodThatNobodyGuardsGoes(Bench bench) {
    bench.readyPod("a", "a");

    assertThat(evict(bench, "a")).isEqualTo(new Evicted());

    bench.untilGone(bench.core("pods/a"));
  }

  @Test
  default void aPodOfAnotherUidIsGone(Bench bench) {
    bench.readyPod("a", "a");

    Answer answer =
        api(bench).pods().evict(pod(bench, "a", "00000000-0000-0000-0000-000000000000"));

    assertThat(answer).isEqualTo(new Gone());
    assertThat(bench.admin().get(bench.core("pods/a")).expect(200).keys("/metadata"))
        .doesNotContain("deletionTimestamp");
  }

  @Test
  default void whatIsNotThereIsGone(Bench bench) {
    bench.namespace();
    assertThat(api(bench).pods().evict(pod(bench, "nope", "00000000-0000-0000-0000-000000000000")))
        .isEqualTo(new Gone());
  }

  @Test
  default void aBudgetsNoIsInItsOwnWords(Bench bench) {
    bench.readyPod("a", "a");
    Guards.budget(bench, "b", "a", "minAvailable: 1");

    assertThat(evict(bench, "a"))
        .isEqualTo(new Blocked("The disruption budget b needs 1 healthy pods and has 1 currently"));
  }

  @Test
  default void anAllowanceThatIsSpentBlocks(Bench bench) {
    bench.readyPod("one", "a");
    bench.readyPod("two", "a");
    Guards.budget(bench, "b", "a", "minAvailable: 1");
    Guards.allows(bench, "b", 1);

    assertThat(evict(bench, "one")).isEqualTo(new Evicted());
    assertThat(evict(bench, "two"))
        .isInstanceOfSatisfying(
            Blocked.class, no -> assertThat(no.why()).startsWith("The disruption budget b "));
  }

  @Test
  default void aBudgetThatIsNotCountedYetBlocks(Bench bench) {
    ObjectNode pod = bench.podOn(bench.node(), "a", "a", "ready");
    ((ObjectNode) pod.at("/metadata")).setAll(strangeOwner(bench));
    bench.admin().post(bench.core("pods"), pod).expect(201);
    bench.ready("a");
    // what owns the pod has no scale, so that the controller cannot reckon with a share of it
    bench
        .admin()
        .post(
            Guards.path(bench),
            Doc.of(
                "{metadata: {name: b}, spec: {selector: {matchLabels: {app: a}}, maxUnavailable:"
                    + " 1}}"))
        .expect(201);

    assertThat(evict(bench, "a"))
        .isEqualTo(new Blocked("The disruption budget b is still being processed by the server."));
  }

  private static ObjectNode strangeOwner(Bench bench) {
    String uid =
        bench
            .admin()
            .post(bench.core("configmaps"), Doc.of("metadata: {name: strange}"))
            .expect(201)
            .text("/metadata/uid");
    return Doc.of(
        "ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: strange, uid: %s, controller:"
            + " true}]",
        uid);
  }

  @Test
  default void twoBudgetsRefuse(Bench bench) {
    bench.readyPod("a", "a");
    Guards.budget(bench, "b", "a", "minAvailable: 0");
    Guards.budget(bench, "c", "a", "minAvailable: 0");

    assertThat(evict(bench, "a"))
        .isInstanceOfSatisfying(
            Refused.class,
            no -> assertThat(no.why()).contains("more than one PodDisruptionBudget"));
  }

  @Test
  default void aFinishedPodGoesWhateverItsBudget(Bench bench) {
    bench.pod("a", "a", "done");
    bench.until(bench.core("pods/a"), p -> p.at("/status/phase").asText().equals("Succeeded"));
    Guards.budget(bench, "b", "a", "minAvailable: 1");

    assertThat(evict(bench, "a")).isEqualTo(new Evicted());
  }

  @Test
  default void aSickPodIsGuardedWhileItsBudgetIsNotMet(Bench bench) {
    bench.pod("a", "a", "sick");
    bench.until(bench.core("pods/a"), p -> p.at("/status/phase").asText().equals("Running"));
    Guards.budget(bench, "b", "a", "minAvailable: 1");

    assertThat(evict(bench, "a"))
        .isEqualTo(new Blocked("The disruption budget b needs 1 healthy pods and has 0 currently"));
  }

  @Test
  default void aWebhooksNoIsNoBudgets(Bench bench) {
    try (Webhook hook = new Webhook(bench.now(), 403, "Forbidden", "the database says: not now")) {
      guard(bench, hook, 403);

      assertThat(evict(bench, "a"))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.why()).contains("the database says: not now"));
    }
  }

  @Test
  default void aWebhookThatAsksToComeAgainIsNoBudget(Bench bench) {
    try (Webhook hook = new Webhook(bench.now(), 429, "TooManyRequests", "come back later")) {
      guard(bench, hook, 429);

      assertThat(evict(bench, "a"))
          .isInstanceOfSatisfying(
              Refused.class, no -> assertThat(no.why()).contains("come back later"));
    }
  }

  @Test
  default void aWebhookThatIsDownRefuses(Bench bench) {
    Webhook hook = new Webhook(bench.now(), 403, "Forbidden", "nobody says this");
    hook.close();
    guard(bench, hook, 500);

    assertThat(evict(bench, "a"))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.why()).contains("failed calling webhook"));
  }

  @Test
  default void aNamespaceThatGoesRefusesEvictions(Bench bench) {
    ObjectNode held = bench.podOn(bench.node(), "a", "a", "ready");
    ((ObjectNode) held.at("/metadata")).setAll(Doc.of("finalizers: [example.com/hold]"));
    String path = bench.core("pods/a");
    bench.admin().post(bench.core("pods"), held).expect(201);
    bench.afterwards(
        () -> bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {finalizers: null}")));
    bench.ready("a");
    bench.admin().delete("/api/v1/namespaces/" + bench.namespace()).expect(200);

    // it takes a moment until the API server has seen that
    bench.eventually(() -> evict(bench, "a") instanceof Refused);
    assertThat(evict(bench, "a"))
        .isInstanceOfSatisfying(
            Refused.class, no -> assertThat(no.why()).contains("because it is being terminated"));
  }

  /**
   * It takes a moment until the API server has seen a new webhook: until then dry runs go through.
   */
  private static void guard(Bench bench, Webhook hook, int code) {
    bench.readyPod("a", "a");
    String group = "/apis/admissionregistration.k8s.io/";
    boolean modern = bench.admin().get(group + "v1").status() == 200;
    bench.make(
        group + (modern ? "v1" : "v1beta1") + "/validatingwebhookconfigurations",
        hook.guarding(bench.unique("hook"), "evictions.caisson.example.com", bench.namespace()));
    ObjectNode dry =
        EvictionContract.eviction("a").setAll(Doc.of("deleteOptions: {dryRun: [All]}"));
    dry.put("apiVersion", "policy/v1beta1");
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> bench.admin().post(bench.core("pods/a/eviction?dryRun=All"), dry).status(),
            status -> status == code);
  }

  private Answer evict(Bench bench, String name) {
    String uid = bench.admin().get(bench.core("pods/" + name)).text("/metadata/uid");
    return api(bench).pods().evict(pod(bench, name, uid));
  }

  private static Pod pod(Bench bench, String name, String uid) {
    return Pod.ready(new Pod.Ref(bench.namespace(), name, uid), "");
  }
}
