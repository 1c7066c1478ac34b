package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Selectors, pages, and lists of a given version. */
public interface ListContract extends UnderTest {
  /** Twice the interval at which an API server compacts, which is 5 minutes unless it is told. */
  Duration COMPACTED = Duration.ofMinutes(10);

  @Test
  default void podsAreSelectedByTheirNode(Bench bench) {
    bench.readyPod("here", "x");
    bench
        .admin()
        .post(
            bench.core("pods"),
            Doc.of(
                "{metadata: {name: nowhere}, spec: {nodeSelector: {no: such}, containers: [{name:"
                    + " c, image: 'app:1'}]}}"))
        .expect(201);

    Answer on = bench.admin().get(bench.core("pods?fieldSelector=spec.nodeName%3D") + bench.node());
    Answer off =
        bench.admin().get(bench.core("pods?fieldSelector=spec.nodeName%21%3D") + bench.node());

    assertThat(on.expect(200).names()).containsExactly("here");
    assertThat(off.expect(200).names()).containsExactly("nowhere");
  }

  @Test
  default void podsAreSelectedByTheirPhase(Bench bench) {
    bench.readyPod("runs", "x");
    bench.pod("ends", "x", "done");
    bench.until(bench.core("pods/ends"), p -> p.at("/status/phase").asText().equals("Succeeded"));

    assertThat(bench.admin().get(bench.core("pods?fieldSelector=status.phase%3DSucceeded")).names())
        .containsExactly("ends");
    assertThat(
            bench
                .admin()
                .get(
                    bench.core(
                        "pods?fieldSelector=status.phase%21%3DSucceeded,metadata.name%3Druns"))
                .names())
        .containsExactly("runs");
  }

  @Test
  default void anUnknownFieldIsNoSelector(Bench bench) {
    bench
        .admin()
        .get("/api/v1/pods?fieldSelector=spec.nope%3D1")
        .refused(400, "BadRequest")
        .saying("field label not supported: spec.nope");
  }

  @Test
  default void aBrokenFieldSelectorIsRefused(Bench bench) {
    bench.admin().get("/api/v1/pods?fieldSelector=spec.nodeName").refused(400, "BadRequest");
  }

  @Test
  default void labelsAreSelectedByAllOperators(Bench bench) {
    for (String name : List.of("a", "b", "c")) {
      String labels = name.equals("c") ? "{}" : "{tier: " + name + "}";
      bench
          .admin()
          .post(bench.core("secrets"), Doc.of("metadata: {name: %s, labels: %s}", name, labels))
          .expect(201);
    }

    assertThat(selected(bench, "tier=a")).containsExactly("a");
    assertThat(selected(bench, "tier!=a")).containsExactly("b", "c");
    assertThat(selected(bench, "tier in (a,b)")).containsExactly("a", "b");
    assertThat(selected(bench, "tier notin (a)")).containsExactly("b", "c");
    assertThat(selected(bench, "tier")).containsExactly("a", "b");
    assertThat(selected(bench, "!tier")).containsExactly("c");
    assertThat(selected(bench, "tier,tier!=a")).containsExactly("b");
  }

  private static List<String> selected(Bench bench, String selector) {
    String encoded = URLEncoder.encode(selector, StandardCharsets.UTF_8);
    return bench.admin().get(bench.core("secrets?labelSelector=" + encoded)).expect(200).names();
  }

  @Test
  default void aBrokenLabelSelectorIsRefused(Bench bench) {
    bench
        .admin()
        .get("/api/v1/nodes?labelSelector=a%3D%3D%3Db")
        .refused(400, "BadRequest")
        .saying("unable to parse requirement");
  }

  @Test
  default void pagesTogetherAreTheWholeList(Bench bench) {
    for (int i = 0; i < 5; i++) {
      bench.admin().post(bench.core("secrets"), Doc.of("metadata: {name: s%d}", i)).expect(201);
    }
    Answer first = bench.admin().get(bench.core("secrets?limit=2")).expect(200);
    bench.admin().post(bench.core("secrets"), Doc.of("metadata: {name: s9}")).expect(201);
    List<String> seen = new ArrayList<>(first.names());
    Answer page = first;
    while (!page.text("/metadata/continue").isEmpty()) {
      page =
          bench
              .admin()
              .get(bench.core("secrets?limit=2&continue=" + page.text("/metadata/continue")))
              .expect(200);
      assertThat(page.text("/metadata/resourceVersion"))
          .isEqualTo(first.text("/metadata/resourceVersion"));
      seen.addAll(page.names());
    }

    assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
    assertThat(seen).containsExactly("s0", "s1", "s2", "s3", "s4");
    assertThat(page.keys("/metadata")).doesNotContain("remainingItemCount");
  }

  @Test
  default void aPageOfASelectionDoesNotCountTheRest(Bench bench) {
    Answer page = bench.admin().get("/api/v1/nodes?limit=1&" + bench.ofThisRun()).expect(200);

    assertThat(page.names()).hasSize(1);
    assertThat(page.text("/metadata/continue")).isNotEmpty();
    assertThat(page.keys("/metadata")).doesNotContain("remainingItemCount");
  }

  @Test
  default void aBrokenContinueTokenIsRefused(Bench bench) {
    bench
        .admin()
        .get("/api/v1/nodes?limit=1&continue=nonsense")
        .refused(400, "BadRequest")
        .saying("continue key is not valid");
  }

  @Test
  default void aListOfAnyVersionIsServed(Bench bench) {
    Answer list = bench.admin().get("/api/v1/nodes?resourceVersion=0&" + bench.ofThisRun());

    assertThat(list.expect(200).names()).contains(bench.node());
  }

  /** A young cluster compacts its first version within two intervals of its API server. */
  @Test
  default void anExactVersionThatIsCompactedIsGone(Bench bench) {
    String first = "/api/v1/nodes?resourceVersion=1&resourceVersionMatch=Exact&limit=1";
    bench.eventually(COMPACTED, () -> bench.admin().get(first).status() != 200);

    bench
        .admin()
        .get(first)
        .refused(410, "Expired")
        .saying("The resourceVersion for the provided list is too old.");
  }

  @Test
  default void aVersionMatchWithoutAVersionIsRefused(Bench bench) {
    bench
        .admin()
        .get("/api/v1/nodes?resourceVersionMatch=Exact")
        .refused(422, "Invalid")
        .saying("resourceVersionMatch is forbidden unless resourceVersion is provided");
  }

  @Test
  default void aTableHasColumnsAndPartialObjects(Bench bench) {
    Answer table =
        bench
            .admin()
            .with("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
            .get("/api/v1/nodes?" + bench.ofThisRun())
            .expect(200);

    assertThat(table.text("/kind")).isEqualTo("Table");
    assertThat(table.text("/apiVersion")).isEqualTo("meta.k8s.io/v1");
    assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
        .startsWith("Name", "Status", "Roles", "Age", "Version");
    assertThat(table.text("/rows/0/object/kind")).isEqualTo("PartialObjectMetadata");
    assertThat(table.text("/rows/0/cells/1")).startsWith("Ready");
  }

  @Test
  default void metadataAloneIsServedOnRequest(Bench bench) {
    Answer list =
        bench
            .admin()
            .with("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")
            .get("/api/v1/nodes?" + bench.ofThisRun())
            .expect(200);

    assertThat(list.text("/kind")).isEqualTo("PartialObjectMetadataList");
    assertThat(list.keys("/items/0")).contains("metadata").doesNotContain("spec", "status");
  }
}
