package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Bootstrap tokens, bindings and requests for certificates, through our ports. */
public interface JoinPortsContract extends PortsUnderTest {
  @Test
  default void aServingRequestIsListedAndApproved(Bench bench) {
    String name = serving(bench);

    SigningRequest request = request(bench, name).orElseThrow();
    assertThat(request.pending()).isTrue();
    assertThat(request.purpose()).isEqualTo(Purpose.SERVING);
    assertThat(request.user()).isNotEmpty();
    assertThat(request.asked().commonName()).isEqualTo("system:node:" + bench.unique("n"));
    assertThat(request.asked().organizations()).containsExactly("system:nodes");
    assertThat(request.asked().names()).containsExactly("n.example.com");
    assertThat(request.asked().addresses()).containsExactly("10.0.0.9");
    assertThat(request.asked().usages()).containsExactly("digital signature", "server auth");
    assertThat(HexFormat.of().parseHex(request.asked().keyDigest())).hasSize(32);
    assertThat(request.created()).isBetween(bench.now().minusSeconds(60), bench.now());

    api(bench).approve(name, "it is a node of ours");
    assertThat(request(bench, name)).map(SigningRequest::pending).hasValue(false);
    Answer approved = bench.admin().get(requests(bench) + "/" + name);
    assertThat(approved.text("/status/conditions/0/type")).isEqualTo("Approved");
    assertThat(approved.text("/status/conditions/0/message")).isEqualTo("it is a node of ours");
  }

  @Test
  default void whatIsApprovedMayBeApprovedAgain(Bench bench) {
    String name = serving(bench);

    api(bench).approve(name, "once");
    bench.eventually(() -> isApprovedAgain(bench, name));

    assertThat(request(bench, name)).map(SigningRequest::pending).hasValue(false);
  }

  /** Whoever signs it may write between our reading and writing. */
  private boolean isApprovedAgain(Bench bench, String name) {
    try {
      api(bench).approve(name, "once");
      return true;
    } catch (KubernetesException e) {
      assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
      return false;
    }
  }

  @Test
  default void aRequestThatIsNotThereIsNotApproved(Bench bench) {
    KubernetesApi api = api(bench);
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.approve(bench.unique("nobody"), "no reason"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  default void requestsOfOtherSignersAreLeftOut(Bench bench) {
    String name = bench.unique("other");
    ask(bench, name, "example.com/own", "CN=somebody");

    assertThat(request(bench, name)).isEmpty();
  }

  @Test
  default void aTokenIsMadeAndMadeEqualAndTakenBack(Bench bench) {
    String id = bench.run().substring(3).toLowerCase(java.util.Locale.ROOT);
    String path = "/api/v1/namespaces/kube-system/secrets/bootstrap-token-" + id;
    BootstrapToken token =
        new BootstrapToken(id, "0123456789abcdef", "of the contract", bench.now().plusSeconds(900));
    BootstrapToken other =
        new BootstrapToken(id, "fedcba9876543210", "of the contract", bench.now().plusSeconds(900));
    bench.goes(path);

    api(bench).putBootstrapToken(token);
    api(bench).putBootstrapToken(other);
    assertThat(bench.admin().get(path).expect(200).text("/data/token-secret"))
        .isEqualTo(Certificates.base64("fedcba9876543210"));

    api(bench).deleteBootstrapToken(id);
    api(bench).deleteBootstrapToken(id);
    bench.admin().get(path).expect(404);
  }

  @Test
  default void aTokenLetsItsMachineInAndSignsNothing(Bench bench) {
    String id = bench.run().substring(3).toLowerCase(java.util.Locale.ROOT);
    String path = "/api/v1/namespaces/kube-system/secrets/bootstrap-token-" + id;
    bench.goes(path);

    api(bench)
        .putBootstrapToken(
            new BootstrapToken(id, "0123456789abcdef", "contract", bench.now().plusSeconds(900)));

    bench.eventually(
        () -> bench.withToken(id + ".0123456789abcdef").get("/api/v1/nodes").status() == 403);
    assertThat(bench.admin().get(path).expect(200).at("/data").has("usage-bootstrap-signing"))
        .isFalse();
  }

  @Test
  default void aGroupIsBoundOnceAndForAll(Bench bench) {
    String group = bench.unique("group");
    String path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/" + group;
    bench.goes(path);
    bench.make(
        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
        Doc.of(
            "{metadata: {name: %s}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind:"
                + " ClusterRole, name: view}, subjects: []}",
            group));

    api(bench).grantClusterAdmin(group);
    api(bench).grantClusterAdmin(group);

    Answer bound = bench.admin().get(path).expect(200);
    assertThat(bound.text("/roleRef/name")).isEqualTo("cluster-admin");
    assertThat(bound.text("/subjects/0/name")).isEqualTo(group);
  }

  @Test
  default void theApprovalOfEveryJoinIsSeenAndEnded(Bench bench) {
    String bindings = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    String name = "kubeadm:node-autoapprove-bootstrap";
    ObjectNode binding =
        Doc.of(
            "{metadata: {name: '%s'}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind:"
                + " ClusterRole, name:"
                + " 'system:certificates.k8s.io:certificatesigningrequests:nodeclient'}, subjects:"
                + " [{apiGroup: rbac.authorization.k8s.io, kind: Group, name:"
                + " 'system:bootstrappers:kubeadm:default-node-token'}]}",
            name);
    bench.admin().post(bindings, binding);
    bench.afterwards(() -> bench.admin().post(bindings, binding));

    assertThat(api(bench).approvesJoins()).isTrue();
    api(bench).stopApprovingJoins();
    api(bench).stopApprovingJoins();
    assertThat(api(bench).approvesJoins()).isFalse();
  }

  private Optional<SigningRequest> request(Bench bench, String name) {
    return api(bench).signingRequests().stream().filter(each -> each.name().equals(name)).findAny();
  }

  private static String serving(Bench bench) {
    String name = bench.unique("csr");
    ask(
        bench,
        name,
        Certificates.KUBELET_SERVING,
        "O=system:nodes,CN=system:node:" + bench.unique("n"),
        new GeneralName(GeneralName.dNSName, "n.example.com"),
        new GeneralName(GeneralName.iPAddress, "10.0.0.9"));
    return name;
  }

  private static void ask(
      Bench bench, String name, String signer, String subject, GeneralName... names) {
    String pem = Keys.request(Keys.fresh(), subject, names);
    bench.make(requests(bench), Certificates.request(name, signer, pem));
  }

  /** Where requests for certificates are, in the cluster's own version. */
  static String requests(Bench bench) {
    String modern = "/apis/certificates.k8s.io/v1";
    return bench.admin().get(modern).status() == 200
        ? modern + "/certificatesigningrequests"
        : "/apis/certificates.k8s.io/v1beta1/certificatesigningrequests";
  }
}
