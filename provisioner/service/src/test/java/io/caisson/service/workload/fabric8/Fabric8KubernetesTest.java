package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.kubeadm.BootstrapTokens;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ClientSubject;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TenantCertificates;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesApi.BootstrapToken;
import io.caisson.spi.kubernetes.KubernetesApi.Node;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter against the simulator's API server, with a cluster's real PKI. */
@Timeout(60)
class Fabric8KubernetesTest {
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00.123Z");

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
  private final URI url = URI.create("https://127.0.0.1:" + listen());
  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(20), Meters.unread());
  private final KubernetesApi api = as(ServiceIdentity.FIRST_CONTACT);

  @AfterEach
  void close() {
    kubernetes.close();
    listeners.close();
    cluster.close();
    timeline.close();
  }

  @Test
  void aClusterThatAnswersIsReady() {
    assertThat(api.ready()).isTrue();
  }

  @Test
  void nodesAreSeenAsTheyAre() {
    create(node("w1", "True"));
    create(node("w2", "Unknown"));
    assertThat(api.nodes())
        .extracting(Node::name, Node::ready, Node::kubeletVersion, Node::providerId)
        .containsExactly(
            tuple("w1", true, "v1.34.4", "openstack:///w1"),
            tuple("w2", false, "v1.34.4", "openstack:///w2"));
    assertThat(api.nodes().getFirst().addresses()).containsExactly("10.0.0.1");
    assertThat(api.nodes().getFirst().uid()).isNotEmpty();
  }

  @Test
  void aNodeThatSaysNothingOfItselfIsThereAndNotReady() {
    create("{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"bare\"}}");
    Node bare = api.nodes().getFirst();
    assertThat(bare.ready()).isFalse();
    assertThat(bare.providerId()).isEmpty();
    assertThat(bare.addresses()).isEmpty();
  }

  @Test
  void moreNodesThanOnePageAreAllSeen() {
    for (int i = 0; i < 1_201; i++) {
      create(node("n" + i, "True"));
    }
    assertThat(api.nodes()).extracting(Node::name).doesNotHaveDuplicates().hasSize(1_201);
  }

  @Test
  void aTokenIsMadeAndMadeEqualAndTakenBack() {
    BootstrapTokens tokens = new BootstrapTokens(new SecureRandom());
    BootstrapToken first = tokens.mint("machine w1", LATER);
    BootstrapToken again =
        new BootstrapToken(first.id(), "0123456789abcdef", "machine w1 again", LATER);

    api.putBootstrapToken(first);
    assertThat(secret(first, "token-secret")).isEqualTo(first.secret());
    assertThat(secret(first, "expiration")).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(secret(first, "auth-extra-groups"))
        .isEqualTo("system:bootstrappers:kubeadm:default-node-token");
    api.putBootstrapToken(first);
    api.putBootstrapToken(again);
    assertThat(secret(first, "token-secret")).isEqualTo(again.secret());

    api.deleteBootstrapToken(first.id());
    api.deleteBootstrapToken(first.id());
    assertThat(
            cluster.client("test").find("secrets", "kube-system", "bootstrap-token-" + first.id()))
        .isEmpty();
  }

  @Test
  void nodesAreDeletedOnceAndForAll() {
    create(node("w1", "True"));
    api.deleteNode("w1");
    assertThat(api.nodes()).isEmpty();
    api.deleteNode("w1");
  }

  @Test
  void theBoundIdentityIsLetInOnlyOnceItsGroupIsGranted() {
    KubernetesApi bound = as(ServiceIdentity.BOUND);
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(bound::nodes)
        .extracting(KubernetesException::kind)
        .isEqualTo(Kind.DENIED);

    api.grantClusterAdmin(ServiceIdentity.BOUND.group());
    api.grantClusterAdmin(ServiceIdentity.BOUND.group());

    assertThat(bound.nodes()).isEmpty();
  }

  @Test
  void aUsersCertificateWorksOnceItsGroupIsGranted() {
    TlsCredential user =
        new TenantCertificates(ScriptedApiServer.MINT, TenantCertificates.LIFE)
            .issue(authority, "u1");
    KubernetesApi asUser = kubernetes.dial(url, authority.certificate(), user);
    api.grantClusterAdmin(TenantCertificates.GROUP);
    assertThat(asUser.nodes()).isEmpty();
  }

  @Test
  void aBindingThatWasTamperedWithIsMadeEqual() {
    create(
        """
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding",
         "metadata":{"name":"caisson:admins"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"},
         "subjects":[{"kind":"Group","name":"x","apiGroup":"rbac.authorization.k8s.io"}]}
        """);
    api.grantClusterAdmin("caisson:admins");
    JsonNode binding = cluster.client("test").get("clusterrolebindings", "", "caisson:admins");
    assertThat(binding.at("/roleRef/name").asText()).isEqualTo("cluster-admin");
    assertThat(binding.at("/subjects")).hasSize(1);
    assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("caisson:admins");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsDenied() {
    CertificateAuthority other = ScriptedApiServer.MINT.authority("kubernetes");
    TlsCredential stranger =
        ScriptedApiServer.MINT.client(
            other, new ClientSubject("x", List.of("system:masters")), Duration.ofHours(1));
    KubernetesApi asStranger = kubernetes.dial(url, authority.certificate(), stranger);
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(asStranger::nodes)
        .extracting(KubernetesException::kind)
        .isIn(Kind.DENIED, Kind.UNREACHABLE);
  }

  private int listen() {
    TlsCredential server = ScriptedApiServer.MINT.server(authority, List.of("127.0.0.1"));
    ServingIdentity identity =
        new ServingIdentity(server.x509(), Pem.privateKey(server.privateKey()));
    return listeners.open(cluster, "127.0.0.1", 0, identity).port();
  }

  private KubernetesApi as(ServiceIdentity identity) {
    return kubernetes.dial(
        url, authority.certificate(), ScriptedApiServer.MINT.client(authority, identity));
  }

  private String secret(BootstrapToken token, String key) {
    String name = "bootstrap-token-" + token.id();
    JsonNode secret = cluster.client("test").get("secrets", "kube-system", name);
    byte[] value = Base64.getDecoder().decode(secret.at("/data/" + key).asText());
    return new String(value, StandardCharsets.UTF_8);
  }

  private void create(String json) {
    try {
      cluster.client("test").create(new ObjectMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String node(String name, String ready) {
    return """
    {"apiVersion":"v1","kind":"Node","metadata":{"name":"%s"},
     "spec":{"providerID":"openstack:///%s"},
     "status":{"addresses":[{"type":"InternalIP","address":"10.0.0.1"}],
       "conditions":[{"type":"Ready","status":"%s"}],
       "nodeInfo":{"kubeletVersion":"v1.34.4"}}}
    """
        .formatted(name, name, ready);
  }
}
