package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Namespaces of the run. */
final class Namespaces {
  private Namespaces() {}

  /** Creates one, and waits for what a pod needs in it: the default service account. */
  static void create(Suite suite, String name) {
    Caller admin = suite.admin();
    admin
        .post(
            "/api/v1/namespaces",
            Doc.of("metadata: {name: %s, labels: {%s: %s}}", name, PlayedNodes.RUN, suite.run()))
        .expect(201);
    String account = "/api/v1/namespaces/%s/serviceaccounts/default".formatted(name);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> admin.get(account).status() == 200);
  }
}
