package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Reading, changing, cordoning and tainting nodes. */
public interface NodeContract extends UnderTest {
  @Test
  default void aNodeIsReadWithItsMetadataAndConditions(Bench bench) {
    Answer node = bench.admin().get("/api/v1/nodes/" + bench.node()).expect(200);

    assertThat(node.header("Content-Type")).hasValue("application/json");
    assertThat(node.text("/kind")).isEqualTo("Node");
    assertThat(node.text("/apiVersion")).isEqualTo("v1");
    assertThat(node.keys("/metadata"))
        .contains("name", "uid", "resourceVersion", "creationTimestamp", "labels");
    assertThat(Bench.condition(node.json(), "Ready")).isEqualTo("True");
  }

  @Test
  default void aListOfNodesHasAVersionAndItemsWithoutKinds(Bench bench) {
    Answer list = bench.admin().get("/api/v1/nodes?" + bench.ofThisRun()).expect(200);

    assertThat(list.text("/kind")).isEqualTo("NodeList");
    assertThat(list.names()).contains(bench.node());
    assertThat(list.text("/metadata/resourceVersion")).matches("\\d+");
    assertThat(list.keys("/items/0")).contains("metadata", "spec", "status").doesNotContain("kind");
  }

  @Test
  default void aStrategicPatchCordonsAndTheTaintFollows(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    Answer cordoned =
        bench.admin().patch(Caller.STRATEGIC, path, Doc.of("spec: {unschedulable: true}"));

    assertThat(cordoned.expect(200).at("/spec/unschedulable").asBoolean()).isTrue();
    bench.until(
        path, n -> n.at("/spec/taints").toString().contains("node.kubernetes.io/unschedulable"));
    bench.admin().patch(Caller.MERGE, path, Doc.of("spec: {unschedulable: null}")).expect(200);
    Answer open =
        bench.until(path, n -> !n.at("/spec/taints").toString().contains("unschedulable"));
    assertThat(open.keys("/spec")).doesNotContain("unschedulable");
  }

  @Test
  default void aJsonPatchTestsBeforeItChanges(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();
    String patch =
        "[{\"op\":\"test\",\"path\":\"/metadata/name\",\"value\":\"%s\"},"
            + "{\"op\":\"add\",\"path\":\"/metadata/labels/tier\",\"value\":\"gold\"}]";
    String own = path.substring(path.lastIndexOf('/') + 1);

    Answer changed =
        bench.admin().send("PATCH", path, Caller.JSON_PATCH, patch.formatted(own)).expect(200);
    Answer refused = bench.admin().send("PATCH", path, Caller.JSON_PATCH, patch.formatted("other"));

    assertThat(changed.text("/metadata/labels/tier")).isEqualTo("gold");
    refused.refused(422, "Invalid").saying("rejected our request due to an error in our request");
  }

  /** They have no merge key, unlike most lists of objects. */
  @Test
  default void aStrategicPatchReplacesAllTaints(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    Answer one =
        bench
            .admin()
            .patch(Caller.STRATEGIC, path, Doc.of("spec: {taints: [{key: b, effect: NoSchedule}]}"))
            .expect(200);

    assertThat(one.at("/spec/taints").findValuesAsText("key")).containsExactly("b");
  }

  @Test
  default void aStrategicPatchMergesConditionsByTheirType(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    Answer both =
        bench
            .admin()
            .patch(
                Caller.STRATEGIC,
                path + "/status",
                Doc.of("status: {conditions: [{type: Example, status: 'True'}]}"))
            .expect(200);

    assertThat(both.at("/status/conditions").findValuesAsText("type")).contains("Ready", "Example");
  }

  @Test
  default void aMergePatchReplacesAllTaints(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    Answer one =
        bench
            .admin()
            .patch(Caller.MERGE, path, Doc.of("spec: {taints: [{key: b, effect: NoSchedule}]}"))
            .expect(200);

    assertThat(one.at("/spec/taints").findValuesAsText("key")).containsExactly("b");
  }

  @Test
  default void labelsAreAddedAndRemovedByMerging(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {labels: {a: b}}")).expect(200);
    Answer without =
        bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {labels: {a: null}}"));

    assertThat(without.expect(200).keys("/metadata/labels")).doesNotContain("a");
  }

  @Test
  default void aStaleUpdateIsAConflict(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();
    ObjectNode stale = bench.admin().get(path).expect(200).object();
    bench.admin().patch(Caller.MERGE, path, Doc.of("metadata: {labels: {a: b}}")).expect(200);

    Answer refused = bench.admin().put(path, stale);

    refused
        .refused(409, "Conflict")
        .saying("Operation cannot be fulfilled on nodes", "the object has been modified");
    assertThat(refused.text("/details/kind")).isEqualTo("nodes");
  }

  @Test
  default void aStaleVersionInAPatchIsAConflict(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    Answer refused =
        bench
            .admin()
            .patch(Caller.MERGE, path, Doc.of("metadata: {resourceVersion: '1', labels: {a: b}}"));

    refused.refused(409, "Conflict").saying("the object has been modified");
  }

  @Test
  default void aChangeOfTheStatusLeavesTheSpecAlone(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    bench
        .admin()
        .patch(
            Caller.STRATEGIC,
            path + "/status",
            Doc.of("{spec: {unschedulable: true}, status: {capacity: {example.com/gpu: '2'}}}"))
        .expect(200);

    Answer node = bench.admin().get(path).expect(200);
    assertThat(node.at("/status/capacity/example.com~1gpu").asText()).isEqualTo("2");
    assertThat(node.at("/spec/unschedulable").asBoolean()).isFalse();
  }

  @Test
  default void aChangeOfTheNodeLeavesTheStatusAlone(Bench bench) {
    String path = "/api/v1/nodes/" + bench.freshNode();

    bench
        .admin()
        .patch(Caller.MERGE, path, Doc.of("status: {capacity: {example.com/gpu: '2'}}"))
        .expect(200);

    assertThat(bench.admin().get(path).expect(200).keys("/status/capacity"))
        .doesNotContain("example.com/gpu");
  }

  @Test
  default void aDeletedNodeIsGoneAtOnceAndAnsweredWithItsUid(Bench bench) {
    String node = bench.freshNode();
    String uid = bench.admin().get("/api/v1/nodes/" + node).text("/metadata/uid");

    Answer deleted = bench.admin().delete("/api/v1/nodes/" + node).expect(200);

    assertThat(deleted.text("/kind")).isEqualTo("Status");
    assertThat(deleted.text("/status")).isEqualTo("Success");
    assertThat(deleted.text("/details/name")).isEqualTo(node);
    assertThat(deleted.text("/details/kind")).isEqualTo("nodes");
    assertThat(deleted.text("/details/uid")).isEqualTo(uid);
    bench.admin().get("/api/v1/nodes/" + node).refused(404, "NotFound");
  }

  @Test
  default void aNodeGetsAPodRange(Bench bench) {
    Answer node =
        bench.until("/api/v1/nodes/" + bench.freshNode(), n -> n.at("/spec").has("podCIDR"));

    assertThat(node.text("/spec/podCIDR")).matches("\\d+\\.\\d+\\.\\d+\\.\\d+/\\d+");
    assertThat(node.text("/spec/podCIDRs/0")).isEqualTo(node.text("/spec/podCIDR"));
  }
}
