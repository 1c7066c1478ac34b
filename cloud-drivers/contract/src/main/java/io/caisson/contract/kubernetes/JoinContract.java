package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Bootstrap tokens, the certificates that they may ask for, and what a kubelet may not do. */
public interface JoinContract extends UnderTest {
  String NODE_CLIENT = "system:certificates.k8s.io:certificatesigningrequests:nodeclient";

  @Test
  default void aTokenIsWhoItIs(Bench bench) {
    Token token = token(bench, "");

    Answer self =
        bench
            .withToken(token.text())
            .post(
                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                Doc.of("{apiVersion: authentication.k8s.io/v1, kind: SelfSubjectReview}"))
            .expect(201);

    assertThat(self.text("/status/userInfo/username")).isEqualTo("system:bootstrap:" + token.id());
    assertThat(self.at("/status/userInfo/groups").toString())
        .contains("system:bootstrappers", "system:authenticated", token.group());
  }

  @Test
  default void anExpiredTokenIsNobody(Bench bench) {
    Token token = token(bench, ", expiration: '2020-01-01T00:00:00Z'");

    bench.withToken(token.text()).get("/api/v1/nodes").refused(401, "Unauthorized");
  }

  @Test
  default void aDeletedTokenIsNobody(Bench bench) {
    Token token = token(bench, "");
    bench.withToken(token.text()).get("/api/v1/nodes").refused(403, "Forbidden");

    bench.admin().delete(token.path()).expect(200);

    bench.eventually(() -> bench.withToken(token.text()).get("/api/v1/nodes").status() == 401);
  }

  @Test
  default void aTokensRequestWaitsWhileNothingApprovesIt(Bench bench) {
    Token token = token(bench, "");
    bind(bench, token, "system:node-bootstrapper");
    String object = bench.unique("join");

    Answer made = join(bench, token, object, bench.unique("n")).expect(201);

    assertThat(made.text("/spec/username")).isEqualTo("system:bootstrap:" + token.id());
    assertThat(made.at("/spec/groups").toString()).contains(token.group());
    assertThat(bench.admin().get(Certificates.PATH + "/" + object).at("/status/conditions"))
        .isEmpty();
    Certificates.approve(bench.admin(), object).expect(200);
    assertThat(bench.certificates().issued(object)).startsWith("-----BEGIN CERTIFICATE");
  }

  /** What the binding {@code kubeadm:node-autoapprove-bootstrap} does for all tokens of kubeadm. */
  @Test
  default void aTokensRequestIsApprovedByItselfOnlyWithTheBindingForIt(Bench bench) {
    Token token = token(bench, "");
    bind(bench, token, "system:node-bootstrapper");
    bind(bench, token, NODE_CLIENT);
    String object = bench.unique("join");

    join(bench, token, object, bench.unique("n")).expect(201);

    bench.certificates().issued(object);
    Answer issued = bench.admin().get(Certificates.PATH + "/" + object);
    assertThat(issued.text("/status/conditions/0/type")).isEqualTo("Approved");
    assertThat(issued.text("/status/conditions/0/reason")).isEqualTo("AutoApproved");
    assertThat(issued.text("/status/conditions/0/message"))
        .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");
  }

  @Test
  default void aTokenMayAskForNothingElse(Bench bench) {
    Token token = token(bench, "");
    bind(bench, token, "system:node-bootstrapper");

    bench
        .withToken(token.text())
        .get("/api/v1/secrets")
        .refused(403, "Forbidden")
        .saying(
            "secrets is forbidden: User \"system:bootstrap:"
                + token.id()
                + "\" cannot list resource \"secrets\"");
  }

  @Test
  default void aKubeletRegistersItself(Bench bench) {
    String node = bench.unique("self");
    bench.goes("/api/v1/nodes/" + node);

    Answer made =
        bench
            .kubelet(node)
            .post("/api/v1/nodes", Doc.of("metadata: {name: %s, labels: {a: b}}", node))
            .expect(201);

    assertThat(made.text("/metadata/labels/a")).isEqualTo("b");
    assertThat(made.at("/spec/taints").toString()).contains("node.kubernetes.io/not-ready");
  }

  @Test
  default void aKubeletTouchesNoOtherNode(Bench bench) {
    String own = bench.freshNode();

    bench
        .kubelet(own)
        .patch(Caller.MERGE, "/api/v1/nodes/" + bench.node(), Doc.of("metadata: {labels: {a: b}}"))
        .refused(403, "Forbidden")
        .saying("is not allowed to modify node \"" + bench.node() + "\"");
  }

  @Test
  default void aKubeletGivesItselfNoRole(Bench bench) {
    String own = bench.freshNode();

    bench
        .kubelet(own)
        .patch(
            Caller.MERGE,
            "/api/v1/nodes/" + own,
            Doc.of("metadata: {labels: {node-role.kubernetes.io/control-plane: ''}}"))
        .refused(403, "Forbidden")
        .saying("is not allowed to modify labels: node-role.kubernetes.io/control-plane");
  }

  @Test
  default void aKubeletTakesNoTaintAway(Bench bench) {
    String own = bench.freshNode();

    bench
        .kubelet(own)
        .patch(Caller.MERGE, "/api/v1/nodes/" + own, Doc.of("spec: {taints: null}"))
        .refused(403, "Forbidden")
        .saying("is not allowed to modify taints");
  }

  @Test
  default void aKubeletDoesNotDeleteItself(Bench bench) {
    String own = bench.freshNode();

    bench.kubelet(own).delete("/api/v1/nodes/" + own).refused(403, "Forbidden");
  }

  @Test
  default void aKubeletReadsOnlySecretsOfItsPods(Bench bench) {
    String own = bench.freshNode();
    bench.admin().post(bench.core("secrets"), Doc.of("metadata: {name: a}")).expect(201);

    bench
        .kubelet(own)
        .get(bench.core("secrets/a"))
        .refused(403, "Forbidden")
        .saying("no relationship found between node '" + own + "' and this object");
  }

  @Test
  default void aKubeletRenewsItsOwnLeaseOnly(Bench bench) {
    String own = bench.freshNode();
    String leases = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/";

    bench
        .kubelet(own)
        .patch(Caller.MERGE, leases + own, Doc.of("spec: {leaseDurationSeconds: 41}"))
        .expect(200);
    bench
        .kubelet(own)
        .patch(Caller.MERGE, leases + bench.node(), Doc.of("spec: {leaseDurationSeconds: 41}"))
        .refused(403, "Forbidden");
  }

  @Test
  default void clusterInfoIsSignedForEachToken(Bench bench) throws GeneralSecurityException {
    String path = SystemState.CLUSTER_INFO;
    SystemState.tellOfTheCluster(bench);
    Token token = token(bench, ", usage-bootstrap-signing: 'true'");
    String field = "jws-kubeconfig-" + token.id();
    bench.until(path, m -> m.path("data").has(field));

    Answer info = bench.nobody().get(path).expect(200);

    String[] jws = info.at("/data").path(field).asText().split("\\.", -1);
    String payload = base64url(info.text("/data/kubeconfig").getBytes(StandardCharsets.UTF_8));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(token.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] signed = (jws[0] + "." + payload).getBytes(StandardCharsets.US_ASCII);
    assertThat(jws[1]).isEmpty();
    assertThat(jws[2]).isEqualTo(base64url(mac.doFinal(signed)));
    bench.admin().delete(token.path()).expect(200);
    bench.until(path, m -> !m.path("data").has(field));
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** A token with a group of its own. */
  private static Token token(Bench bench, String more) {
    String id = Integer.toString(Math.abs(bench.unique("").hashCode()), 36) + "aaaaaa";
    Token token = new Token(id.substring(0, 6).toLowerCase(Locale.ROOT), "0123456789abcdef");
    ObjectNode secret =
        Doc.of(
            """
            metadata: {name: bootstrap-token-%1$s, namespace: kube-system}
            type: bootstrap.kubernetes.io/token
            stringData: {token-id: %1$s, token-secret: %2$s, usage-bootstrap-authentication: 'true',
                         auth-extra-groups: '%3$s'%4$s}
            """,
            token.id(), token.secret(), token.group(), more);
    bench.make("/api/v1/namespaces/kube-system/secrets", secret);
    bench.eventually(
        () ->
            more.contains("expiration")
                || bench.withToken(token.text()).get("/api/v1/nodes").status() != 401);
    return token;
  }

  private static void bind(Bench bench, Token token, String role) {
    bench.make(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        Doc.of(
            """
            metadata: {name: %s}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: '%s'}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: '%s'}]
            """,
            bench.unique("b" + role.length()), role, token.group()));
    bench.eventually(() -> bench.mayCreateRequests(token.text()));
  }

  private static Answer join(Bench bench, Token token, String object, String node) {
    KeyPair key = Keys.fresh();
    bench.goes(Certificates.PATH + "/" + object);
    return bench
        .withToken(token.text())
        .post(
            Certificates.PATH,
            Certificates.request(
                object,
                Certificates.KUBELET_CLIENT,
                Keys.request(key, "O=system:nodes,CN=system:node:" + node)));
  }

  /** A bootstrap token. */
  record Token(String id, String secret) {
    String text() {
      return id + "." + secret;
    }

    String group() {
      return "system:bootstrappers:contract-" + id;
    }

    String path() {
      return "/api/v1/namespaces/kube-system/secrets/bootstrap-token-" + id;
    }
  }
}
