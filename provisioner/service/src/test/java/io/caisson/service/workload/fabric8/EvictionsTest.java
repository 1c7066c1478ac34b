package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.Pods;
import io.caisson.spi.kubernetes.Pods.Answer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What draining needs of the adapter, against the simulator's API server. */
@Timeout(60)
class EvictionsTest {
  private static final String UUID = "00000000-0000-0000-0000-000000000000";
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
  private final Fabric8Kubernetes kubernetes = new Fabric8Kubernetes(Duration.ofSeconds(20));
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
  void aNodeIsCordonedAsOftenAsAsked() {
    node("w1");
    api.cordon("w1");
    api.cordon("w1");
    assertThat(cordoned("w1")).isTrue();
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.cordon("w9"))
        .matches(e -> e.kind() == KubernetesException.Kind.NOT_FOUND);
  }

  @Test
  void onlyTheNodesOwnPodsAreListedAndWhoControlsThem() {
    node("w1");
    pod("a", "w1");
    pod("b", "w2");
    create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'d','namespace':'default',"
            + "'annotations':{'kubernetes.io/config.mirror':'x'},'ownerReferences':[{'apiVersion':"
            + "'apps/v1','kind':'DaemonSet','name':'d','uid':'u','controller':true}]},"
            + "'spec':{'nodeName':'w1','containers':[{'name':'c','image':'i'}]}}");

    assertThat(api.pods().on("w1")).extracting(Pods.Pod::name).containsExactly("a", "d");
    Pods.Pod own = api.pods().on("w1").getLast();
    assertThat(own.controller()).isEqualTo("DaemonSet");
    assertThat(own.mirror()).isTrue();
    assertThat(own.finished()).isFalse();
  }

  @Test
  void aPodIsEvictedByItsUidOnly() {
    node("w1");
    pod("a", "w1");
    Pods.Pod pod = api.pods().on("w1").getFirst();
    Pods.Pod other =
        new Pods.Pod(pod.namespace(), pod.name(), UUID, pod.controller(), false, false, false);

    assertThat(api.pods().evict(other)).isEqualTo(new Answer.Gone());
    assertThat(api.pods().on("w1")).as("another pod of its name").hasSize(1);
    assertThat(api.pods().evict(pod)).isEqualTo(new Answer.Evicted());
    assertThat(api.pods().on("w1")).allMatch(Pods.Pod::terminating);
  }

  @Test
  void whatIsNotThereIsGone() {
    Pods.Pod ghost = new Pods.Pod("default", "ghost", UUID, "", false, false, false);
    assertThat(api.pods().evict(ghost)).isEqualTo(new Answer.Gone());
  }

  @Test
  void aBudgetsNoIsInItsOwnWords() {
    node("w1");
    pod("a", "w1");
    create(
        "{'apiVersion':'policy/v1','kind':'PodDisruptionBudget',"
            + "'metadata':{'name':'web','namespace':'default'},"
            + "'spec':{'minAvailable':1,'selector':{'matchLabels':{'app':'web'}}}}");

    assertThat(api.pods().evict(api.pods().on("w1").getFirst()))
        .isInstanceOfSatisfying(
            Answer.Blocked.class, no -> assertThat(no.why()).contains("disruption budget web"));
  }

  private boolean cordoned(String name) {
    return cluster.client("test").get("nodes", "", name).at("/spec/unschedulable").asBoolean();
  }

  private void node(String name) {
    create("{'apiVersion':'v1','kind':'Node','metadata':{'name':'%s'}}".formatted(name));
  }

  private void pod(String name, String node) {
    create(
        "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'default',"
                .formatted(name)
            + "'labels':{'app':'web'}},'spec':{'nodeName':'%s','volumes':[{'name':'v','emptyDir':{}}],"
                .formatted(node)
            + "'containers':[{'name':'c','image':'i'}]},"
            + "'status':{'phase':'Running','conditions':[{'type':'Ready','status':'True'}]}}");
  }

  private void create(String quoted) {
    try {
      cluster
          .client("test")
          .create((ObjectNode) new ObjectMapper().readTree(quoted.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(quoted, e);
    }
  }

  private int listen() {
    TlsCredential server = ScriptedApiServer.MINT.server(authority, List.of("127.0.0.1"));
    ServingIdentity identity =
        new ServingIdentity(server.x509(), Pem.privateKey(server.privateKey()));
    return listeners.open(cluster, "127.0.0.1", 0, identity).port();
  }
}
