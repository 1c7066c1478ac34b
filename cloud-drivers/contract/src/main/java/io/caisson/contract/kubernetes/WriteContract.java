package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, updating and deleting objects of any kind. */
public interface WriteContract extends UnderTest {
  @Test
  default void whatIsCreatedGetsAnIdentity(Bench bench) {
    Answer made =
        bench.admin().post(bench.core("configmaps"), Doc.of("metadata: {name: a}")).expect(201);

    assertThat(made.text("/kind")).isEqualTo("ConfigMap");
    assertThat(made.text("/apiVersion")).isEqualTo("v1");
    assertThat(made.text("/metadata/namespace")).isEqualTo(bench.namespace());
    assertThat(made.text("/metadata/uid")).matches("[0-9a-f-]{36}");
    assertThat(made.text("/metadata/creationTimestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(made.text("/metadata/resourceVersion")).matches("\\d+");
  }

  @Test
  default void aGeneratedNameBeginsAsAskedFor(Bench bench) {
    ObjectNode map = Doc.of("metadata: {generateName: some-}");

    Answer one = bench.admin().post(bench.core("configmaps"), map).expect(201);
    Answer two = bench.admin().post(bench.core("configmaps"), map).expect(201);

    assertThat(one.text("/metadata/name")).matches("some-[a-z0-9]{5}");
    assertThat(two.text("/metadata/name")).isNotEqualTo(one.text("/metadata/name"));
    assertThat(one.text("/metadata/generateName")).isEqualTo("some-");
  }

  @Test
  default void aDryRunAnswersAsIfAndKeepsNothing(Bench bench) {
    String maps = bench.core("configmaps");

    bench.admin().post(maps + "?dryRun=All", Doc.of("metadata: {name: a}")).expect(201);
    bench.admin().get(maps + "/a").refused(404, "NotFound");
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);
    Answer patched =
        bench
            .admin()
            .patch(Caller.MERGE, maps + "/a?dryRun=All", Doc.of("data: {k: v}"))
            .expect(200);
    bench.admin().delete(maps + "/a?dryRun=All").expect(200);

    assertThat(patched.text("/data/k")).isEqualTo("v");
    assertThat(bench.admin().get(maps + "/a").expect(200).keys("")).doesNotContain("data");
  }

  @Test
  default void anotherDryRunIsRefused(Bench bench) {
    bench
        .admin()
        .post(bench.core("configmaps?dryRun=Some"), Doc.of("metadata: {name: a}"))
        .refused(422, "Invalid")
        .saying("dryRun");
  }

  @Test
  default void anUpdateReplacesAndRaisesTheVersion(Bench bench) {
    String maps = bench.core("configmaps");
    ObjectNode first =
        bench.admin().post(maps, Doc.of("{metadata: {name: a}, data: {k: v}}")).object();
    first.set("data", Doc.of("l: w"));

    Answer updated = bench.admin().put(maps + "/a", first).expect(200);

    assertThat(updated.at("/data").toString()).isEqualTo("{\"l\":\"w\"}");
    assertThat(updated.at("/metadata/resourceVersion").asLong())
        .isGreaterThan(first.at("/metadata/resourceVersion").asLong());
    assertThat(updated.at("/metadata/uid")).isEqualTo(first.at("/metadata/uid"));
  }

  @Test
  default void aPatchThatChangesNothingKeepsTheVersion(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("{metadata: {name: a}, data: {k: v}}")).expect(201);
    Answer first =
        bench.admin().patch(Caller.MERGE, maps + "/a", Doc.of("data: {l: w}")).expect(200);

    Answer again =
        bench.admin().patch(Caller.MERGE, maps + "/a", Doc.of("data: {l: w}")).expect(200);

    assertThat(again.text("/metadata/resourceVersion"))
        .isEqualTo(first.text("/metadata/resourceVersion"));
  }

  @Test
  default void onlyAChangeOfTheSpecRaisesTheGeneration(Bench bench) {
    String budgets = bench.in("policy/v1", "poddisruptionbudgets");
    Answer made =
        bench
            .admin()
            .post(budgets, Doc.of("{metadata: {name: a}, spec: {minAvailable: 1, selector: {}}}"))
            .expect(201);

    Answer labelled =
        bench.admin().patch(Caller.MERGE, budgets + "/a", Doc.of("metadata: {labels: {a: b}}"));
    Answer changed =
        bench.admin().patch(Caller.MERGE, budgets + "/a", Doc.of("spec: {minAvailable: 2}"));

    assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(labelled.expect(200).at("/metadata/generation").asInt()).isEqualTo(1);
    assertThat(changed.expect(200).at("/metadata/generation").asInt()).isEqualTo(2);
  }

  @Test
  default void secretsTakeTextAndKeepBase64(Bench bench) {
    Answer made =
        bench
            .admin()
            .post(bench.core("secrets"), Doc.of("{metadata: {name: a}, stringData: {k: value}}"))
            .expect(201);

    assertThat(made.text("/data/k")).isEqualTo("dmFsdWU=");
    assertThat(made.text("/type")).isEqualTo("Opaque");
    assertThat(made.keys("")).doesNotContain("stringData");
  }

  @Test
  default void anImmutableSecretStaysAsItIs(Bench bench) {
    String secrets = bench.core("secrets");
    bench.admin().post(secrets, Doc.of("{metadata: {name: a}, immutable: true}")).expect(201);

    bench
        .admin()
        .patch(Caller.MERGE, secrets + "/a", Doc.of("data: {k: dmFsdWU=}"))
        .refused(422, "Invalid")
        .saying("field is immutable when `immutable` is set");
  }

  @Test
  default void aDeletionChecksItsPreconditions(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);

    bench
        .admin()
        .delete(maps + "/a", Doc.of("preconditions: {uid: 00000000-0000-0000-0000-000000000000}"))
        .refused(409, "Conflict")
        .saying(
            "the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match");
  }

  @Test
  default void aFinalizerHoldsADeletedObject(Bench bench) {
    String maps = bench.core("configmaps");
    bench
        .admin()
        .post(maps, Doc.of("metadata: {name: a, finalizers: [example.com/hold]}"))
        .expect(201);

    Answer deleted = bench.admin().delete(maps + "/a").expect(200);

    assertThat(deleted.text("/kind")).isEqualTo("ConfigMap");
    assertThat(deleted.text("/metadata/deletionTimestamp")).isNotEmpty();
    bench
        .admin()
        .patch(
            Caller.MERGE,
            maps + "/a",
            Doc.of("metadata: {finalizers: [example.com/hold, example.com/more]}"))
        .refused(422, "Invalid")
        .saying("no new finalizers can be added if the object is being deleted");
    bench
        .admin()
        .patch(Caller.MERGE, maps + "/a", Doc.of("metadata: {finalizers: null}"))
        .expect(200);
    bench.admin().get(maps + "/a").refused(404, "NotFound");
  }

  @Test
  default void aCollectionIsDeletedBySelection(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a, labels: {go: 'yes'}}")).expect(201);
    bench.admin().post(maps, Doc.of("metadata: {name: b}")).expect(201);

    bench.admin().delete(maps + "?labelSelector=go").expect(200);

    assertThat(bench.admin().get(maps).names()).contains("b").doesNotContain("a");
  }

  @Test
  default void aPodIsGivenItsGraceToEnd(Bench bench) {
    bench.readyPod("a", "a");

    Answer deleted = bench.admin().delete(bench.core("pods/a")).expect(200);

    assertThat(deleted.text("/kind")).isEqualTo("Pod");
    assertThat(deleted.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(5);
    assertThat(deleted.text("/metadata/deletionTimestamp")).isNotEmpty();
    bench.untilGone(bench.core("pods/a"));
  }

  @Test
  default void aForcedPodIsGoneAtOnce(Bench bench) {
    bench.readyPod("a", "a");

    bench.admin().delete(bench.core("pods/a?gracePeriodSeconds=0")).expect(200);

    bench.admin().get(bench.core("pods/a")).refused(404, "NotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Background", "Foreground"})
  default void whatIsOwnedGoesWithItsOwner(String policy, Bench bench) {
    String maps = bench.core("configmaps");
    owned(bench, maps);

    bench.admin().delete(maps + "/owner", Doc.of("propagationPolicy: %s", policy)).expect(200);

    bench.untilGone(maps + "/owned", Duration.ofSeconds(60));
    bench.untilGone(maps + "/owner");
  }

  @Test
  default void anOwnerInTheForegroundWaitsForWhatItOwns(Bench bench) {
    String maps = bench.core("configmaps");
    owned(bench, maps);
    bench
        .admin()
        .patch(Caller.MERGE, maps + "/owned", Doc.of("metadata: {finalizers: [example.com/hold]}"))
        .expect(200);

    Answer deleted = bench.admin().delete(maps + "/owner?propagationPolicy=Foreground").expect(200);

    assertThat(deleted.text("/metadata/finalizers/0")).isEqualTo("foregroundDeletion");
    bench.until(maps + "/owned", o -> o.at("/metadata").has("deletionTimestamp"));
    bench.admin().get(maps + "/owner").expect(200);
    bench
        .admin()
        .patch(Caller.MERGE, maps + "/owned", Doc.of("metadata: {finalizers: null}"))
        .expect(200);
    bench.untilGone(maps + "/owner");
  }

  @Test
  default void anOrphanStaysWithoutItsOwner(Bench bench) {
    String maps = bench.core("configmaps");
    owned(bench, maps);

    bench.admin().delete(maps + "/owner", Doc.of("propagationPolicy: Orphan")).expect(200);

    bench.untilGone(maps + "/owner");
    assertThat(bench.admin().get(maps + "/owned").expect(200).keys("/metadata"))
        .doesNotContain("ownerReferences", "deletionTimestamp");
  }

  private static void owned(Bench bench, String maps) {
    String uid =
        bench
            .admin()
            .post(maps, Doc.of("metadata: {name: owner}"))
            .expect(201)
            .text("/metadata/uid");
    bench
        .admin()
        .post(
            maps,
            Doc.of(
                """
                metadata:
                  name: owned
                  ownerReferences:
                  - {apiVersion: v1, kind: ConfigMap, name: owner, uid: %s, controller: true, blockOwnerDeletion: true}
                """,
                uid))
        .expect(201);
  }

  @Test
  default void aNamespaceTakesAllWithIt(Bench bench) {
    String namespace = bench.unique("gone");
    bench.make("/api/v1/namespaces", Doc.of("metadata: {name: %s}", namespace));
    String path = "/api/v1/namespaces/" + namespace;
    bench
        .admin()
        .post(path + "/configmaps", Doc.of("metadata: {name: a, finalizers: [example.com/hold]}"))
        .expect(201);

    Answer deleted = bench.admin().delete(path).expect(200);

    assertThat(deleted.text("/status/phase")).isEqualTo("Terminating");
    bench
        .admin()
        .post(path + "/configmaps", Doc.of("metadata: {name: b}"))
        .refused(403, "Forbidden")
        .saying("because it is being terminated");
    bench.until(path + "/configmaps/a", o -> o.at("/metadata").has("deletionTimestamp"));
    bench
        .admin()
        .patch(Caller.MERGE, path + "/configmaps/a", Doc.of("metadata: {finalizers: null}"))
        .expect(200);
    bench.untilGone(path, Duration.ofSeconds(60));
  }

  @Test
  default void aNamespaceIsBornWithAnAccountAndTheAuthority(Bench bench) {
    bench.namespace();

    bench.until(bench.core("serviceaccounts/default"), _ -> true);
    Answer authority = bench.until(bench.core("configmaps/kube-root-ca.crt"), _ -> true);
    assertThat(authority.text("/data/ca.crt")).contains("BEGIN CERTIFICATE");
    assertThat(
            bench
                .admin()
                .get("/api/v1/namespaces/" + bench.namespace())
                .text("/metadata/labels/kubernetes.io~1metadata.name"))
        .isEqualTo(bench.namespace());
  }

  @Test
  default void anObjectInNoNamespaceIsRefused(Bench bench) {
    bench
        .admin()
        .post(
            "/api/v1/namespaces/" + bench.unique("nope") + "/configmaps",
            Doc.of("metadata: {name: a}"))
        .refused(404, "NotFound")
        .saying("namespaces \"" + bench.unique("nope") + "\" not found");
  }

  @Test
  default void aLeaseIsTakenByOneOfTwo(Bench bench) {
    String leases = bench.in("coordination.k8s.io/v1", "leases");
    ObjectNode lease =
        bench
            .admin()
            .post(
                leases,
                Doc.of(
                    "{metadata: {name: a}, spec: {holderIdentity: x, leaseDurationSeconds: 15}}"))
            .expect(201)
            .object();
    ObjectNode one = lease.deepCopy();
    ((ObjectNode) one.at("/spec")).put("holderIdentity", "one");
    ObjectNode two = lease.deepCopy();
    ((ObjectNode) two.at("/spec")).put("holderIdentity", "two");

    bench.admin().put(leases + "/a", one).expect(200);
    bench
        .admin()
        .put(leases + "/a", two)
        .refused(409, "Conflict")
        .saying("Operation cannot be fulfilled on leases.coordination.k8s.io \"a\"");

    assertThat(bench.admin().get(leases + "/a").text("/spec/holderIdentity")).isEqualTo("one");
  }

  @Test
  default void aLeaseKeepsMicroseconds(Bench bench) {
    Answer made =
        bench
            .admin()
            .post(
                bench.in("coordination.k8s.io/v1", "leases"),
                Doc.of("{metadata: {name: a}, spec: {renewTime: '2026-01-02T03:04:05.000006Z'}}"))
            .expect(201);

    assertThat(made.text("/spec/renewTime")).isEqualTo("2026-01-02T03:04:05.000006Z");
  }

  @Test
  default void aVolumeAttachmentSaysWhereAVolumeIs(Bench bench) {
    String all = "/apis/storage.k8s.io/v1/volumeattachments";
    String name = bench.unique("va");
    bench.make(
        all,
        Doc.of(
            "{metadata: {name: %s}, spec: {attacher: cinder.csi.openstack.org, nodeName: %s,"
                + " source: {persistentVolumeName: pv1}}}",
            name, bench.node()));

    Answer attached =
        bench
            .admin()
            .patch(Caller.MERGE, all + "/" + name + "/status", Doc.of("status: {attached: true}"))
            .expect(200);

    assertThat(attached.at("/status/attached").asBoolean()).isTrue();
    assertThat(bench.admin().get(all).expect(200).names()).contains(name);
    bench
        .admin()
        .patch(Caller.MERGE, all + "/" + name, Doc.of("spec: {nodeName: other}"))
        .refused(422, "Invalid")
        .saying("spec: Invalid value", "field is immutable");
    Answer deleted = bench.admin().delete(all + "/" + name).expect(200);
    assertThat(deleted.text("/kind")).isIn("VolumeAttachment", "Status");
    bench.admin().get(all + "/" + name).refused(404, "NotFound");
  }
}
