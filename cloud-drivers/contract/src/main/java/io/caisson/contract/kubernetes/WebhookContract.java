package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Evictions that an admission webhook denies: an answer of its own, never that of a budget. */
public interface WebhookContract extends UnderTest {
  @Test
  default void aWebhookForbidsAnEviction(Bench bench) {
    try (Webhook hook = new Webhook(bench.now(), 403, "Forbidden", "the database says: not now")) {
      Answer refused = guarded(bench, hook, 403);

      refused
          .refused(403, "Forbidden")
          .saying(
              "admission webhook \"evictions.caisson.example.com\" denied the request",
              "the database says: not now");
      assertThat(refused.keys("/details")).doesNotContain("causes");
    }
  }

  @Test
  default void aWebhookMayAskToComeAgain(Bench bench) {
    try (Webhook hook = new Webhook(bench.now(), 429, "TooManyRequests", "come back later")) {
      Answer refused = guarded(bench, hook, 429);

      refused.expect(429).saying("denied the request: come back later");
      assertThat(refused.at("/details/causes").isMissingNode()).isTrue();
    }
  }

  @Test
  default void aWebhookThatIsDownStopsEvictions(Bench bench) {
    Webhook hook = new Webhook(bench.now(), 403, "Forbidden", "nobody says this");
    hook.close();

    Answer refused = guarded(bench, hook, 500);

    refused
        .refused(500, "InternalError")
        .saying("failed calling webhook \"evictions.caisson.example.com\"");
    assertThat(refused.text("/details/causes/0/message")).contains("failed calling webhook");
  }

  /**
   * It takes a moment until the API server has seen a new webhook: until then dry runs go through.
   */
  private static Answer guarded(Bench bench, Webhook hook, int code) {
    bench.readyPod("a", "a");
    bench.make(
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
        hook.guarding(bench.unique("hook"), "evictions.caisson.example.com", bench.namespace()));
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> dryRun(bench), answer -> answer.status() == code);
  }

  private static Answer dryRun(Bench bench) {
    return bench
        .admin()
        .post(
            bench.core("pods/a/eviction?dryRun=All"),
            EvictionContract.eviction("a").setAll(Doc.of("deleteOptions: {dryRun: [All]}")));
  }
}
