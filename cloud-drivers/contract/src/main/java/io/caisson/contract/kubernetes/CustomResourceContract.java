package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kinds that a user brings. */
public interface CustomResourceContract extends UnderTest {
  @Test
  default void aNewKindIsServedOnceItIsEstablished(Bench bench) {
    String things = kind(bench);

    Answer made = bench.admin().post(things, thing(bench, "a", "{size: 3}")).expect(201);

    assertThat(made.at("/spec/size").asInt()).isEqualTo(3);
    assertThat(made.text("/kind")).isEqualTo("Thing");
    Answer list = bench.admin().get(things).expect(200);
    assertThat(list.text("/kind")).isEqualTo("ThingList");
    assertThat(list.names()).containsExactly("a");
    assertThat(
            bench
                .admin()
                .get("/apis/" + group(bench) + "/v1")
                .at("/resources")
                .findValuesAsText("name"))
        .contains("things", "things/status");
    bench.admin().delete(things + "/a").expect(200);
  }

  @Test
  default void itsSchemaIsEnforced(Bench bench) {
    String things = kind(bench);

    bench
        .admin()
        .post(things, thing(bench, "a", "{size: big}"))
        .refused(422, "Invalid")
        .saying("spec.size: Invalid value: \"string\": spec.size in body must be of type integer");
    bench
        .admin()
        .post(things, thing(bench, "a", "{}"))
        .refused(422, "Invalid")
        .saying("spec.size: Required value");
  }

  @Test
  default void whatItsSchemaDoesNotKnowIsPruned(Bench bench) {
    Answer made =
        bench.admin().post(kind(bench), thing(bench, "a", "{size: 1, odd: 2}")).expect(201);

    assertThat(made.keys("/spec")).containsExactly("size");
  }

  @Test
  default void itsStatusIsASubresource(Bench bench) {
    String things = kind(bench);
    bench.admin().post(things, thing(bench, "a", "{size: 1}")).expect(201);

    bench.admin().patch(Caller.MERGE, things + "/a", Doc.of("status: {seen: 1}")).expect(200);
    assertThat(bench.admin().get(things + "/a").keys("")).doesNotContain("status");
    bench
        .admin()
        .patch(Caller.MERGE, things + "/a/status", Doc.of("status: {seen: 1}"))
        .expect(200);
    assertThat(bench.admin().get(things + "/a").at("/status/seen").asInt()).isEqualTo(1);
  }

  @Test
  default void itIsAppliedAndWatched(Bench bench) {
    String things = kind(bench);
    try (Watch watch = bench.admin().watch(things)) {
      bench
          .admin()
          .patch(Caller.APPLY, things + "/a?fieldManager=one", thing(bench, "a", "{size: 1}"))
          .expect(201);
      bench
          .admin()
          .patch(Caller.APPLY, things + "/a?fieldManager=two", thing(bench, "a", "{size: 2}"))
          .refused(409, "Conflict");

      assertThat(watch.event("ADDED", "a").at("/object/spec/size").asInt()).isEqualTo(1);
    }
  }

  /**
   * An API server remembers the built-in kinds since it was started, which may be all there is; a
   * kind that a user brings it remembers since that was brought.
   */
  @Test
  default void aWatchFromAForgottenVersionIsToldSo(Bench bench) {
    String things = kind(bench);
    bench.admin().post(things, thing(bench, "a", "{size: 1}")).expect(201);

    try (Watch watch = bench.admin().watch(things + "?resourceVersion=1&timeoutSeconds=3")) {
      assertThat(watch.status()).isEqualTo(200);
      List<JsonNode> all = watch.ended();

      assertThat(all).hasSize(1);
      JsonNode error = all.getFirst();
      assertThat(error.path("type").asText()).isEqualTo("ERROR");
      assertThat(error.at("/object/kind").asText()).isEqualTo("Status");
      assertThat(error.at("/object/code").asInt()).isEqualTo(410);
      assertThat(error.at("/object/reason").asText()).isEqualTo("Expired");
      assertThat(error.at("/object/message").asText()).contains("too old resource version");
    }
  }

  @Test
  default void aStrategicPatchIsNotForIt(Bench bench) {
    String things = kind(bench);
    bench.admin().post(things, thing(bench, "a", "{size: 1}")).expect(201);

    bench
        .admin()
        .patch(Caller.STRATEGIC, things + "/a", Doc.of("spec: {size: 2}"))
        .refused(415, "UnsupportedMediaType");
  }

  @Test
  default void itsObjectsGoWithTheKind(Bench bench) {
    String things = kind(bench);
    bench.admin().post(things, thing(bench, "a", "{size: 1}")).expect(201);

    bench.admin().delete(definitions() + "/things." + group(bench)).expect(200);

    bench.untilGone(things);
  }

  private static String group(Bench bench) {
    return bench.namespace() + ".example.com";
  }

  private static String definitions() {
    return "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  }

  private static ObjectNode thing(Bench bench, String name, String spec) {
    return Doc.of(
        "{apiVersion: %s/v1, kind: Thing, metadata: {name: %s}, spec: %s}",
        group(bench), name, spec);
  }

  /** Defines it, and waits until its collection answers. */
  private static String kind(Bench bench) {
    bench.make(
        definitions(),
        Doc.of(
            """
            metadata: {name: things.%1$s}
            spec:
              group: %1$s
              scope: Namespaced
              names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [size]
                        properties: {size: {type: integer}}
                      status:
                        type: object
                        properties: {seen: {type: integer}}
            """,
            group(bench)));
    bench.until(
        definitions() + "/things." + group(bench),
        d -> Bench.condition(d, "Established").equals("True"));
    String things = bench.in(group(bench) + "/v1", "things");
    bench.until(things, _ -> true);
    return things;
  }
}
