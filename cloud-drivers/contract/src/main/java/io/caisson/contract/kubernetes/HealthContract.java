package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody may ask of an API server, and what it says of itself. */
public interface HealthContract extends UnderTest {
  @ParameterizedTest
  @ValueSource(strings = {"/readyz", "/livez", "/healthz"})
  default void anybodyMayAskForItsHealth(String path, Bench bench) {
    Answer answer = bench.nobody().get(path).expect(200);

    assertThat(answer.text()).isEqualTo("ok");
    assertThat(answer.header("Content-Type").orElse("")).startsWith("text/plain");
  }

  @Test
  default void readinessNamesItsChecks(Bench bench) {
    String checks = bench.admin().get("/readyz?verbose").expect(200).text();

    assertThat(checks).contains("[+]ping ok", "[+]etcd ok").endsWith("readyz check passed\n");
  }

  @Test
  default void anybodyMayAskForItsVersion(Bench bench) {
    Answer version = bench.nobody().get("/version").expect(200);

    assertThat(version.text("/gitVersion")).matches("v1\\.\\d+\\.\\d+.*");
    assertThat(version.text("/major")).isEqualTo("1");
    assertThat(version.text("/minor")).matches("\\d+");
    assertThat(version.keys("")).contains("gitCommit", "buildDate", "platform", "goVersion");
  }

  @Test
  default void groupsAndKindsAreDiscovered(Bench bench) {
    Answer groups = bench.admin().get("/apis").expect(200);
    assertThat(groups.text("/kind")).isEqualTo("APIGroupList");
    assertThat(groups.at("/groups").findValuesAsText("name"))
        .contains(
            "apps",
            "batch",
            "policy",
            "coordination.k8s.io",
            "certificates.k8s.io",
            "storage.k8s.io");

    Answer core = bench.admin().get("/api/v1").expect(200);
    assertThat(core.text("/kind")).isEqualTo("APIResourceList");
    assertThat(core.at("/resources").findValuesAsText("name"))
        .contains(
            "nodes",
            "nodes/status",
            "pods",
            "pods/eviction",
            "pods/log",
            "pods/portforward",
            "secrets");
    assertThat(
            bench
                .admin()
                .get("/apis/policy/v1")
                .expect(200)
                .at("/resources")
                .findValuesAsText("name"))
        .contains("poddisruptionbudgets", "poddisruptionbudgets/status");
  }

  @Test
  default void discoveryIsServedWholeToThoseWhoAsk(Bench bench) {
    Answer all =
        bench
            .admin()
            .with("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
            .get("/apis")
            .expect(200);

    assertThat(all.text("/kind")).isEqualTo("APIGroupDiscoveryList");
    assertThat(all.at("/items").findValuesAsText("resource"))
        .contains("deployments", "poddisruptionbudgets");
  }
}
