package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Server-side apply. */
public interface ApplyContract extends UnderTest {
  @Test
  default void applyingCreatesWhatIsNotThere(Bench bench) {
    Answer made = apply(bench, "one", map("1")).expect(201);

    assertThat(made.text("/data/k")).isEqualTo("1");
    assertThat(made.text("/metadata/managedFields/0/manager")).isEqualTo("one");
    assertThat(made.text("/metadata/managedFields/0/operation")).isEqualTo("Apply");
    assertThat(made.text("/metadata/managedFields/0/fieldsType")).isEqualTo("FieldsV1");
    assertThat(made.at("/metadata/managedFields/0/fieldsV1").toString())
        .isEqualTo("{\"f:data\":{\"f:k\":{}}}");
  }

  @Test
  default void applyingTheSameAgainChangesNothing(Bench bench) {
    Answer made = apply(bench, "one", map("1")).expect(201);

    Answer again = apply(bench, "one", map("1")).expect(200);

    assertThat(again.text("/metadata/resourceVersion"))
        .isEqualTo(made.text("/metadata/resourceVersion"));
  }

  @Test
  default void anotherManagersFieldIsAConflict(Bench bench) {
    apply(bench, "one", map("1")).expect(201);

    Answer refused = apply(bench, "two", map("2")).refused(409, "Conflict");

    refused.saying("Apply failed with 1 conflict: conflict with \"one\": .data.k");
    assertThat(refused.text("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
    assertThat(refused.text("/details/causes/0/field")).isEqualTo(".data.k");
    assertThat(refused.text("/details/causes/0/message")).isEqualTo("conflict with \"one\"");
  }

  @Test
  default void forceTakesTheFieldOver(Bench bench) {
    apply(bench, "one", map("1")).expect(201);

    Answer forced = apply(bench, "two&force=true", map("2")).expect(200);

    assertThat(forced.text("/data/k")).isEqualTo("2");
    assertThat(forced.at("/metadata/managedFields").findValuesAsText("manager"))
        .containsExactly("two");
  }

  @Test
  default void theSameValueIsSharedWithoutAConflict(Bench bench) {
    apply(bench, "one", map("1")).expect(201);

    Answer shared = apply(bench, "two", map("1")).expect(200);

    assertThat(shared.at("/metadata/managedFields").findValuesAsText("manager"))
        .containsExactlyInAnyOrder("one", "two");
  }

  @Test
  default void whatAManagerNoLongerAppliesIsRemoved(Bench bench) {
    ObjectNode both = map("1");
    ((ObjectNode) both.at("/data")).put("l", "w");
    apply(bench, "one", both).expect(201);

    Answer less = apply(bench, "one", map("1")).expect(200);

    assertThat(less.keys("/data")).containsExactly("k");
  }

  @Test
  default void whatOthersOwnStaysWhenAManagerLetsGo(Bench bench) {
    apply(bench, "one", map("1")).expect(201);
    ObjectNode other =
        Doc.of("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {l: w}}");
    apply(bench, "two", other).expect(200);

    Answer left =
        apply(bench, "one", Doc.of("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"))
            .expect(200);

    assertThat(left.keys("/data")).containsExactly("l");
  }

  @Test
  default void anUpdateOwnsWhatItChanges(Bench bench) {
    apply(bench, "one", map("1")).expect(201);
    bench
        .admin()
        .patch(Caller.MERGE, bench.core("configmaps/a?fieldManager=hand"), Doc.of("data: {k: '3'}"))
        .expect(200);

    apply(bench, "one", map("1"))
        .refused(409, "Conflict")
        .saying("conflict with \"hand\" using v1: .data.k");
  }

  @Test
  default void listsAreMergedByTheirKeys(Bench bench) {
    String service =
        "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: %d, protocol:"
            + " TCP, name: p%d}]}}";
    String path = bench.core("services/a");
    bench
        .admin()
        .patch(Caller.APPLY, path + "?fieldManager=one", Doc.of(service, 80, 80))
        .expect(201);

    Answer both =
        bench
            .admin()
            .patch(Caller.APPLY, path + "?fieldManager=two", Doc.of(service, 81, 81))
            .expect(200);

    assertThat(both.at("/spec/ports").findValuesAsText("port")).containsExactly("80", "81");
  }

  @Test
  default void applyingNeedsAManager(Bench bench) {
    bench
        .admin()
        .patch(Caller.APPLY, bench.core("configmaps/a"), map("1"))
        .refused(422, "Invalid")
        .saying("fieldManager: Required value: is required for apply patch");
  }

  @Test
  default void anUnknownFieldCannotBeApplied(Bench bench) {
    ObjectNode odd = map("1");
    odd.put("nonsense", 1);

    assertThat(apply(bench, "one", odd).expect(500).text("/message"))
        .contains(".nonsense: field not declared in schema");
  }

  @Test
  default void aNodeIsAppliedLikeAnythingElse(Bench bench) {
    String node = bench.freshNode();

    Answer applied =
        bench
            .admin()
            .patch(
                Caller.APPLY,
                "/api/v1/nodes/" + node + "?fieldManager=one",
                Doc.of(
                    "{apiVersion: v1, kind: Node, metadata: {name: %s, labels: {tier: gold}}}",
                    node))
            .expect(200);

    assertThat(applied.text("/metadata/labels/tier")).isEqualTo("gold");
    assertThat(applied.keys("/metadata/labels")).hasSizeGreaterThan(1);
  }

  private static ObjectNode map(String value) {
    return Doc.of("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: '%s'}}", value);
  }

  private static Answer apply(Bench bench, String manager, ObjectNode object) {
    return bench
        .admin()
        .patch(Caller.APPLY, bench.core("configmaps/a?fieldManager=" + manager), object);
  }
}
