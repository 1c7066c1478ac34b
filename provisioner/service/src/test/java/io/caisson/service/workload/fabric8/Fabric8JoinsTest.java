package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.bootstrap.addon.Flannel;
import io.caisson.service.bootstrap.addon.FlannelSettings;
import io.caisson.service.bootstrap.addon.ImageSource;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.simulator.guest.kubelet.SigningRequests;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.SigningRequest;
import io.caisson.spi.kubernetes.SigningRequest.Purpose;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the adapter does for joins and add-ons, against the simulator's API server. */
@Timeout(60)
class Fabric8JoinsTest {
  private final CertificateAuthority authority = ScriptedApiServer.MINT.authority("kubernetes");
  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final ApiListeners listeners = new ApiListeners();
  private final Cluster cluster =
      new Cluster(
          new ClusterPki(
              Pem.certificate(authority.certificate()), Pem.privateKey(authority.privateKey())),
          KubernetesVersion.parse("v1.34.4"),
          timeline,
          new Random(1));
  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  private final KubernetesApi api =
      kubernetes.dial(
          URI.create("https://127.0.0.1:" + listen()),
          authority.certificate(),
          ScriptedApiServer.MINT.client(authority, ServiceIdentity.FIRST_CONTACT));

  @AfterEach
  void close() {
    kubernetes.close();
    listeners.close();
    cluster.close();
    timeline.close();
  }

  @Test
  void aKubeletsRequestIsReadAsItWasMade() {
    KeyPair key = key();
    cluster.client("test").create(SigningRequests.client("worker-1", key));

    SigningRequest request = api.signingRequests().getFirst();

    assertThat(request.purpose()).isEqualTo(Purpose.CLIENT);
    assertThat(request.asked().commonName()).isEqualTo("system:node:worker-1");
    assertThat(request.asked().organizations()).containsExactly("system:nodes");
    assertThat(request.asked().usages()).containsExactly("digital signature", "client auth");
    assertThat(request.asked().names()).isEmpty();
    assertThat(request.asked().keyDigest()).hasSize(64);
  }

  @Test
  void requestsOfOneKeyHaveOneDigestAndThoseOfTwoHaveTwo() {
    KeyPair key = key();
    cluster.client("test").create(SigningRequests.client("worker-1", key));
    cluster.client("test").create(SigningRequests.client("worker-1", key));
    cluster.client("test").create(SigningRequests.client("worker-1", key()));

    assertThat(api.signingRequests()).hasSize(3);
    assertThat(api.signingRequests().stream().map(one -> one.asked().keyDigest()).distinct())
        .hasSize(2);
  }

  @Test
  void whatCannotBeReadIsNobodys() {
    ObjectNode request = SigningRequests.client("worker-1", key());
    ((ObjectNode) request.path("spec")).put("request", "bm8gcmVxdWVzdA==");
    cluster.client("test").create(request);

    assertThat(api.signingRequests()).isEmpty();
  }

  @Test
  void anApprovedRequestIsNotPendingAnyMore() {
    cluster.client("test").create(SigningRequests.client("worker-1", key()));
    SigningRequest request = api.signingRequests().getFirst();
    if (request.pending()) {
      api.approve(request.name(), "it is known");
    }

    assertThat(api.signingRequests().getFirst().pending()).isFalse();
  }

  @Test
  void theBindingThatApprovesJoinsIsRemovedAndNoOther() {
    binding("kubeadm:node-autoapprove-bootstrap");
    binding("kubeadm:node-autoapprove-certificate-rotation");
    assertThat(api.approvesJoins()).isTrue();

    api.stopApprovingJoins();
    api.stopApprovingJoins();

    assertThat(api.approvesJoins()).isFalse();
    assertThat(
            cluster
                .client("test")
                .find("clusterrolebindings", "", "kubeadm:node-autoapprove-certificate-rotation"))
        .isPresent();
  }

  @Test
  void thePodNetworkIsAppliedAndAppliedAgainToNoEffect() {
    List<Map<String, Object>> documents =
        Flannel.documents(
            new FlannelSettings(
                "10.244.0.0/16", FlannelSettings.Backend.VXLAN, ImageSource.upstream()));
    documents.forEach(api::apply);
    JsonNode first = daemonSet();
    documents.forEach(api::apply);

    assertThat(first.at("/spec/template/spec/hostNetwork").asBoolean()).isTrue();
    assertThat(daemonSet().at("/metadata/generation")).isEqualTo(first.at("/metadata/generation"));
    assertThat(first.at("/metadata/managedFields/0/manager").asText()).isEqualTo("caisson");
  }

  private JsonNode daemonSet() {
    return cluster.client("test").get("daemonsets", "kube-flannel", "kube-flannel-ds");
  }

  private void binding(String name) {
    ObjectNode binding = io.caisson.simulator.kubeapi.Json.object();
    binding.put("apiVersion", "rbac.authorization.k8s.io/v1").put("kind", "ClusterRoleBinding");
    binding.putObject("metadata").put("name", name);
    binding
        .putObject("roleRef")
        .put("apiGroup", "rbac.authorization.k8s.io")
        .put("kind", "ClusterRole")
        .put("name", "view");
    cluster.client("test").apply(binding);
  }

  private int listen() {
    TlsCredential server = ScriptedApiServer.MINT.server(authority, List.of("127.0.0.1"));
    ServingIdentity identity =
        new ServingIdentity(server.x509(), Pem.privateKey(server.privateKey()));
    return listeners.open(cluster, "127.0.0.1", 0, identity).port();
  }

  private static KeyPair key() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
