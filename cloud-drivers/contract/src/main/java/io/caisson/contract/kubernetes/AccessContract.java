package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who one is to the API, and what one may. */
public interface AccessContract extends UnderTest {
  @Test
  default void aBadTokenIsNobody(Bench bench) {
    Answer refused = bench.withToken("bad").get("/api/v1/nodes").refused(401, "Unauthorized");

    assertThat(refused.text("/message")).isEqualTo("Unauthorized");
  }

  @Test
  default void nobodyMayNothing(Bench bench) {
    bench
        .nobody()
        .get("/api/v1/nodes")
        .refused(403, "Forbidden")
        .saying(
            "nodes is forbidden: User \"system:anonymous\" cannot list resource \"nodes\" in API"
                + " group \"\" at the cluster scope");
  }

  @Test
  default void aUserMayNothingUnlessItIsGranted(Bench bench) {
    String name = bench.unique("user");
    Caller user = bench.userNamed(name);
    String pods = bench.core("pods");

    user.get(pods)
        .refused(403, "Forbidden")
        .saying(
            "pods is forbidden: User \""
                + name
                + "\" cannot list resource \"pods\" in API group \"\" in the namespace \""
                + bench.namespace()
                + "\"");

    bench
        .admin()
        .post(
            bench.in("rbac.authorization.k8s.io/v1", "roles"),
            Doc.of(
                "{metadata: {name: r}, rules: [{apiGroups: [''], resources: [pods], verbs:"
                    + " [list]}]}"))
        .expect(201);
    bench
        .admin()
        .post(
            bench.in("rbac.authorization.k8s.io/v1", "rolebindings"),
            Doc.of(
                "{metadata: {name: r}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role,"
                    + " name: r}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User,"
                    + " name: %s}]}",
                name))
        .expect(201);
    bench.eventually(() -> user.get(pods).status() == 200);
    user.get("/api/v1/pods").refused(403, "Forbidden").saying("at the cluster scope");
    user.get(pods + "/a").refused(403, "Forbidden").saying("pods \"a\" is forbidden");
  }

  @Test
  default void aClusterRoleOpensTheWholeCluster(Bench bench) {
    String name = bench.unique("user");
    bench.allow(
        name,
        "{apiGroups: [''], resources: [nodes], verbs: [get], resourceNames: [%s]}"
            .formatted(bench.node()));
    Caller user = bench.userNamed(name);

    bench.eventually(() -> user.get("/api/v1/nodes/" + bench.node()).status() == 200);
    user.get("/api/v1/nodes/other").refused(403, "Forbidden");
    user.get("/api/v1/nodes").refused(403, "Forbidden");
  }

  @Test
  default void anEvictionNeedsItsOwnRight(Bench bench) {
    String name = bench.unique("user");
    bench.allow(name, "{apiGroups: [''], resources: [pods], verbs: ['*']}");
    Caller user = bench.userNamed(name);
    bench.readyPod("a", "a");
    bench.eventually(() -> user.get(bench.core("pods/a")).status() == 200);

    user.post(bench.core("pods/a/eviction"), EvictionContract.eviction("a"))
        .refused(403, "Forbidden")
        .saying("cannot create resource \"pods/eviction\" in API group \"\"");
  }

  @Test
  default void aUserMayAskWhatItMay(Bench bench) {
    Caller user = bench.userNamed(bench.unique("user"));

    Answer review =
        user.post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Doc.of("spec: {resourceAttributes: {verb: list, resource: nodes}}"))
            .expect(201);

    assertThat(review.at("/status/allowed").asBoolean()).isFalse();
    Answer admins =
        bench
            .admin()
            .post(
                "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                Doc.of("spec: {resourceAttributes: {verb: list, resource: nodes}}"));
    assertThat(admins.expect(201).at("/status/allowed").asBoolean()).isTrue();
  }

  @Test
  default void nobodyGrantsMoreThanTheyHave(Bench bench) {
    String name = bench.unique("user");
    bench.allow(
        name,
        "{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [create]}");
    Caller user = bench.userNamed(name);
    String roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    String more =
        "{metadata: {name: %s}, rules: [{apiGroups: [''], resources: [secrets], verbs: [get]}]}";
    bench.eventually(
        () ->
            user.post(roles, Doc.of(more, bench.unique("role")))
                .text("/message")
                .contains("attempting to grant"));
  }

  @Test
  default void anAdministratorSpeaksForAnother(Bench bench) {
    Answer self =
        bench
            .admin()
            .with("Impersonate-User", "somebody")
            .with("Impersonate-Group", "some")
            .post(
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Doc.of("{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}"))
            .expect(201);

    assertThat(self.text("/status/userInfo/username")).isEqualTo("somebody");
    assertThat(self.at("/status/userInfo/groups").toString())
        .contains("some", "system:authenticated");
  }
}
