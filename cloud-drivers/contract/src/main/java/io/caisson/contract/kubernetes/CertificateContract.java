package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Certificate signing requests: who may ask, who may approve, and what is signed by itself. */
public interface CertificateContract extends UnderTest {
  @Test
  default void anApprovedClientGetsItsCertificate(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "O=team,CN=somebody");

    Answer approved = Certificates.approve(bench.admin(), object).expect(200);

    assertThat(approved.text("/status/conditions/0/type")).isEqualTo("Approved");
    X509Certificate issued = Pem.certificates(bench.certificates().issued(object)).getFirst();
    assertThat(issued.getSubjectX500Principal().getName()).contains("CN=somebody", "O=team");
    assertThat(issued.getBasicConstraints()).isEqualTo(-1);
  }

  @Test
  default void aRequestSaysWhoAsked(Bench bench) {
    Answer made = ask(bench, bench.unique("client"), Certificates.CLIENT, "CN=somebody");

    assertThat(made.text("/spec/username")).isNotEmpty();
    assertThat(made.at("/spec/groups").toString()).contains("system:authenticated");
    assertThat(made.text("/spec/signerName")).isEqualTo(Certificates.CLIENT);
    assertThat(made.text("/status")).isEmpty();
  }

  @Test
  default void aDeniedRequestIsNeverSigned(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "CN=somebody");

    Certificates.judge(bench.admin(), object, "Denied").expect(200);
    Answer both = Certificates.approve(bench.admin(), object);

    both.refused(422, "Invalid").saying("updates may not remove a condition of type \"Denied\"");
    assertThat(bench.admin().get(Certificates.PATH + "/" + object).keys("/status"))
        .doesNotContain("certificate");
  }

  @Test
  default void anApprovalCannotBeTakenBack(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "CN=somebody");
    Certificates.approve(bench.admin(), object).expect(200);

    bench
        .admin()
        .patch(
            Caller.MERGE,
            Certificates.PATH + "/" + object + "/approval",
            Doc.of("status: {conditions: []}"))
        .refused(422, "Invalid")
        .saying("updates may not remove a condition of type \"Approved\"");
  }

  @Test
  default void onlyTheApprovalTakesAnApproval(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "CN=somebody");
    String approved = "status: {conditions: [{type: Approved, status: 'True', reason: x}]}";

    bench
        .admin()
        .patch(Caller.MERGE, Certificates.PATH + "/" + object, Doc.of(approved))
        .expect(200);
    bench
        .admin()
        .patch(Caller.MERGE, Certificates.PATH + "/" + object + "/status", Doc.of(approved))
        .refused(422, "Invalid")
        .saying("updates may not add a condition of type \"Approved\"");

    assertThat(
            bench
                .admin()
                .get(Certificates.PATH + "/" + object)
                .expect(200)
                .at("/status/conditions"))
        .isEmpty();
  }

  @Test
  default void administratorsAreNotMadeByRequest(Bench bench) {
    String object = bench.unique("client");

    bench
        .admin()
        .post(
            Certificates.PATH,
            Certificates.request(
                object, Certificates.CLIENT, Keys.request(Keys.fresh(), "O=system:masters,CN=me")))
        .refused(403, "Forbidden")
        .saying(
            "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not"
                + " allowed");
  }

  @Test
  default void anUnknownSignerIsNobody(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, "example.com/own", "CN=somebody");

    Certificates.approve(bench.admin(), object).expect(200);

    assertThat(bench.admin().get(Certificates.PATH + "/" + object).keys("/status"))
        .doesNotContain("certificate");
  }

  @Test
  default void aRequestThatIsNoneIsRefused(Bench bench) {
    bench
        .admin()
        .post(
            Certificates.PATH,
            Certificates.request(bench.unique("client"), Certificates.CLIENT, "nonsense"))
        .refused(422, "Invalid")
        .saying("spec.request: Invalid value");
  }

  @Test
  default void aRequestDoesNotChange(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "CN=somebody");

    bench
        .admin()
        .patch(
            Caller.MERGE,
            Certificates.PATH + "/" + object,
            Doc.of("spec: {signerName: example.com/own}"))
        .expect(200);

    assertThat(bench.admin().get(Certificates.PATH + "/" + object).text("/spec/signerName"))
        .isEqualTo(Certificates.CLIENT);
  }

  @Test
  default void anotherThanTheSignersApproverIsForbidden(Bench bench) {
    String object = bench.unique("client");
    ask(bench, object, Certificates.CLIENT, "CN=somebody");
    String user = bench.unique("approver");
    bench.allow(
        user,
        "{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval,"
            + " certificatesigningrequests], verbs: [get, update, patch]}");
    Caller approver = bench.userNamed(user);

    Certificates.approve(approver, object)
        .refused(403, "Forbidden")
        .saying(
            "user not permitted to approve requests with signerName"
                + " \"kubernetes.io/kube-apiserver-client\"");

    bench.allow(
        user,
        "{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve],"
            + " resourceNames: [kubernetes.io/kube-apiserver-client]}");
    bench.eventually(() -> Certificates.approve(approver, object).status() == 200);
  }

  @Test
  default void aKubeletsServingCertificateWaitsForSomebody(Bench bench) {
    String node = bench.freshNode();
    String object = bench.unique("serving");
    bench.goes(Certificates.PATH + "/" + object);
    KeyPair key = Keys.fresh();
    String pem =
        Keys.request(
            key,
            "O=system:nodes,CN=system:node:" + node,
            new GeneralName(GeneralName.iPAddress, "127.0.0.9"),
            new GeneralName(GeneralName.dNSName, node));

    bench
        .kubelet(node)
        .post(Certificates.PATH, Certificates.request(object, Certificates.KUBELET_SERVING, pem))
        .expect(201);
    assertThat(bench.admin().get(Certificates.PATH + "/" + object).at("/status/conditions"))
        .isEmpty();
    Certificates.approve(bench.admin(), object).expect(200);

    X509Certificate issued = Pem.certificates(bench.certificates().issued(object)).getFirst();
    assertThat(issued.getSubjectX500Principal().getName()).contains("CN=system:node:" + node);
  }

  @Test
  default void aServingRequestWithoutANameIsNotSigned(Bench bench) {
    String object = bench.unique("serving");
    bench.make(
        Certificates.PATH,
        Certificates.request(
            object,
            Certificates.KUBELET_SERVING,
            Keys.request(Keys.fresh(), "O=system:nodes,CN=system:node:" + bench.node())));

    Certificates.approve(bench.admin(), object).expect(200);

    Answer failed =
        bench.until(
            Certificates.PATH + "/" + object, c -> Bench.condition(c, "Failed").equals("True"));
    assertThat(failed.at("/status/conditions").findValuesAsText("reason"))
        .contains("SignerValidationFailure");
  }

  private static Answer ask(Bench bench, String object, String signer, String subject) {
    ObjectNode request = Certificates.request(object, signer, Keys.request(Keys.fresh(), subject));
    return bench.make(Certificates.PATH, request);
  }
}
