package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Bodies, headers and reasons of what the API refuses. */
public interface RefusalContract extends UnderTest {
  @Test
  default void whatIsNotThereIsNamed(Bench bench) {
    Answer refused =
        bench
            .admin()
            .get("/api/v1/nodes/nope")
            .refused(404, "NotFound")
            .saying("nodes \"nope\" not found");

    assertThat(refused.text("/details/name")).isEqualTo("nope");
    assertThat(refused.text("/details/kind")).isEqualTo("nodes");
    assertThat(refused.keys(""))
        .containsExactlyInAnyOrder(
            "kind", "apiVersion", "metadata", "status", "message", "reason", "details", "code");
  }

  @Test
  default void whatIsNotThereInAGroupNamesTheGroup(Bench bench) {
    Answer refused =
        bench.admin().get(bench.in("apps/v1", "deployments/nope")).refused(404, "NotFound");

    refused.saying("deployments.apps \"nope\" not found");
    assertThat(refused.text("/details/group")).isEqualTo("apps");
    assertThat(refused.text("/details/kind")).isEqualTo("deployments");
  }

  @Test
  default void anUnknownPathIsPlainText(Bench bench) {
    Answer refused = bench.admin().get("/apis/nope.example.com/v1/things").expect(404);

    assertThat(refused.text()).isEqualTo("404 page not found\n");
    assertThat(refused.header("Content-Type").orElse("")).startsWith("text/plain");
  }

  @Test
  default void anUnknownKindOfAKnownGroupIsAStatus(Bench bench) {
    bench
        .admin()
        .get("/api/v1/namespaces/default/things")
        .refused(404, "NotFound")
        .saying("the server could not find the requested resource");
  }

  @Test
  default void aSecondObjectOfTheNameIsRefused(Bench bench) {
    Answer refused =
        bench.admin().post("/api/v1/nodes", Doc.of("metadata: {name: %s}", bench.node()));

    refused.refused(409, "AlreadyExists").saying("nodes \"" + bench.node() + "\" already exists");
    assertThat(refused.text("/details/name")).isEqualTo(bench.node());
  }

  @Test
  default void aPatchOfAnotherMediaTypeIsRefused(Bench bench) {
    bench
        .admin()
        .send("PATCH", "/api/v1/nodes/" + bench.node(), "application/json", "{}")
        .refused(415, "UnsupportedMediaType");
  }

  @Test
  default void aBodyThatIsNoJsonIsRefused(Bench bench) {
    bench
        .admin()
        .send("POST", bench.core("configmaps"), "application/json", "{\"metadata\":")
        .refused(400, "BadRequest");
  }

  @Test
  default void aBodyOfAnotherKindIsRefused(Bench bench) {
    bench
        .admin()
        .post(
            bench.core("configmaps"), Doc.of("{apiVersion: v1, kind: Secret, metadata: {name: a}}"))
        .refused(400, "BadRequest")
        .saying("Secret");
  }

  @Test
  default void aBodyForAnotherNamespaceIsRefused(Bench bench) {
    bench
        .admin()
        .post(bench.core("configmaps"), Doc.of("metadata: {name: a, namespace: other}"))
        .refused(400, "BadRequest")
        .saying(
            "the namespace of the provided object does not match the namespace sent on the"
                + " request");
  }

  @Test
  default void anUpdateUnderAnotherNameIsRefused(Bench bench) {
    bench.admin().post(bench.core("configmaps"), Doc.of("metadata: {name: a}")).expect(201);

    bench
        .admin()
        .put(bench.core("configmaps/a"), Doc.of("metadata: {name: b}"))
        .refused(400, "BadRequest")
        .saying("the name of the object (b) does not match the name on the URL (a)");
  }

  @Test
  default void aBadNameIsRefusedWithItsCause(Bench bench) {
    Answer refused =
        bench.admin().post(bench.core("configmaps"), Doc.of("metadata: {name: Not_Valid}"));

    refused
        .refused(422, "Invalid")
        .saying("ConfigMap \"Not_Valid\" is invalid: metadata.name: Invalid value");
    assertThat(refused.text("/details/kind")).isEqualTo("ConfigMap");
    assertThat(refused.text("/details/causes/0/reason")).isEqualTo("FieldValueInvalid");
    assertThat(refused.text("/details/causes/0/field")).isEqualTo("metadata.name");
    assertThat(refused.text("/details/causes/0/message")).contains("RFC 1123");
  }

  @Test
  default void aBadLabelIsRefusedWithItsCause(Bench bench) {
    Answer refused =
        bench
            .admin()
            .patch(
                Caller.MERGE,
                "/api/v1/nodes/" + bench.node(),
                Doc.of("metadata: {labels: {a: 'not valid!'}}"));

    refused.refused(422, "Invalid").saying("metadata.labels: Invalid value: \"not valid!\"");
    assertThat(refused.text("/details/causes/0/field")).isEqualTo("metadata.labels");
  }

  @Test
  default void whatIsMissingInAnObjectIsNamed(Bench bench) {
    Answer refused =
        bench
            .admin()
            .post(bench.core("pods"), Doc.of("{metadata: {name: a}, spec: {containers: []}}"));

    refused.refused(422, "Invalid").saying("spec.containers: Required value");
    assertThat(refused.at("/details/causes").findValuesAsText("reason"))
        .contains("FieldValueRequired");
  }

  @Test
  default void anObjectWithoutANameIsRefused(Bench bench) {
    bench
        .admin()
        .post(bench.core("configmaps"), Doc.of("metadata: {}"))
        .refused(422, "Invalid")
        .saying("name or generateName is required");
  }

  @Test
  default void aFieldThatMayNotChangeIsRefused(Bench bench) {
    bench.readyPod("a", "a");

    bench
        .admin()
        .patch(Caller.MERGE, bench.core("pods/a"), Doc.of("spec: {nodeName: other}"))
        .refused(422, "Invalid")
        .saying("pod updates may not change fields other than");
  }

  @Test
  default void anUpdateOfWhatIsNotThereIsRefused(Bench bench) {
    bench
        .admin()
        .patch(Caller.MERGE, bench.core("configmaps/nope"), Doc.of("data: {a: b}"))
        .refused(404, "NotFound");
  }

  @Test
  default void aVerbThatAPathDoesNotHaveIsRefused(Bench bench) {
    bench
        .admin()
        .post("/api/v1/nodes/" + bench.node(), Doc.of("{}"))
        .refused(405, "MethodNotAllowed")
        .saying("the server does not allow this method on the requested resource");
  }

  @Test
  default void anUnknownFieldIsRefusedOnlyIfAskedFor(Bench bench) {
    ObjectNode odd = Doc.of("{metadata: {name: a}, nonsense: 1}");

    bench
        .admin()
        .post(bench.core("configmaps?fieldValidation=Strict"), odd)
        .refused(400, "BadRequest")
        .saying("unknown field \"nonsense\"");
    Answer warned =
        bench.admin().post(bench.core("configmaps?fieldValidation=Warn"), odd).expect(201);
    assertThat(warned.header("Warning").orElse(""))
        .isEqualTo("299 - \"unknown field \\\"nonsense\\\"\"");
    assertThat(warned.keys("")).doesNotContain("nonsense");
  }

  @Test
  default void aVersionOfTheFutureIsATimeout(Bench bench) {
    Answer refused =
        bench
            .admin()
            .get("/api/v1/nodes?resourceVersion=9999999999&resourceVersionMatch=NotOlderThan")
            .refused(504, "Timeout")
            .saying("Too large resource version");

    assertThat(refused.header("Retry-After")).hasValue("1");
    assertThat(refused.at("/details/retryAfterSeconds").asInt()).isEqualTo(1);
    assertThat(refused.text("/details/causes/0/reason")).isEqualTo("ResourceVersionTooLarge");
  }
}
