package io.caisson.contract.kubernetes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;

/** Certificates from the cluster's own API: asked for, approved and issued. */
final class Certificates {
  static final String PATH = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  static final String CLIENT = "kubernetes.io/kube-apiserver-client";
  static final String KUBELET_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";
  static final String KUBELET_SERVING = "kubernetes.io/kubelet-serving";
  private final Caller admin;
  private final Kubeconfig cluster;
  private final String run;

  Certificates(Caller admin, Kubeconfig cluster, String run) {
    this.admin = admin;
    this.cluster = cluster;
    this.run = run;
  }

  /** Somebody of this name and group. */
  Caller caller(String name, String group) {
    String object = "%s-user-%s".formatted(run, name.replace(':', '-'));
    KeyPair key = Keys.fresh();
    String signer = group.equals("system:nodes") ? KUBELET_CLIENT : CLIENT;
    String subject = group.isEmpty() ? "CN=" + name : "O=" + group + ",CN=" + name;
    admin.post(PATH, request(object, signer, Keys.request(key, subject))).expect(201);
    approve(admin, object).expect(200);
    String certificate = issued(object);
    admin.delete(PATH + "/" + object);
    return Caller.withCertificate(cluster, certificate, key);
  }

  /** An object whose usages fit its signer. */
  static ObjectNode request(String object, String signer, String pem) {
    String use = signer.equals(KUBELET_SERVING) ? "server auth" : "client auth";
    return Doc.of(
        "{metadata: {name: %s}, spec: {signerName: %s, usages: [digital signature, %s], request:"
            + " %s}}",
        object, signer, use, base64(pem));
  }

  static Answer approve(Caller who, String object) {
    return judge(who, object, "Approved");
  }

  /**
   * @param verdict Approved or Denied
   */
  static Answer judge(Caller who, String object, String verdict) {
    return who.patch(
        Caller.STRATEGIC,
        PATH + "/" + object + "/approval",
        Doc.of(
            "status: {conditions: [{type: %s, status: 'True', reason: Contract, message: by the"
                + " contract}]}",
            verdict));
  }

  /** The certificate in PEM, once it is there. */
  String issued(String object) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(30))
        .until(
            () -> certificate(admin.get(PATH + "/" + object).json()),
            pem -> pem.startsWith("-----BEGIN CERTIFICATE"));
  }

  static String certificate(JsonNode request) {
    byte[] pem = Base64.getDecoder().decode(request.at("/status/certificate").asText());
    return new String(pem, StandardCharsets.US_ASCII);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }
}
