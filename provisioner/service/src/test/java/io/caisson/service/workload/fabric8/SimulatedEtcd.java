package io.caisson.service.workload.fabric8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.contract.etcd.EtcdUnderTest;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ClientSubject;
import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.kubelet.Pods;
import io.caisson.simulator.guest.kubelet.StaticImages;
import io.caisson.simulator.kubeapi.ApiListeners;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Etcd;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.ServingIdentity;
import io.caisson.simulator.model.RealTimeline;
import io.caisson.spi.kubernetes.EtcdMembers;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A simulated cluster of three control planes, each with its etcd and its etcd's pod. */
final class SimulatedEtcd implements EtcdUnderTest {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(20);

  private final CertificateAuthority kubernetesAuthority =
      ScriptedApiServer.MINT.authority("kubernetes");
  private final CertificateAuthority etcdAuthority = ScriptedApiServer.MINT.authority("etcd-ca");
  private final RealTimeline timeline = new RealTimeline(Clock.systemUTC());
  private final ApiListeners listeners = new ApiListeners();
  private final Cluster cluster =
      new Cluster(
          new ClusterPki(
              Pem.certificate(kubernetesAuthority.certificate()),
              Pem.privateKey(kubernetesAuthority.privateKey())),
          KubernetesVersion.parse("v1.34.4"),
          timeline,
          new Random(1));
  private final URI url = URI.create("https://127.0.0.1:" + listen());
  private final Fabric8Kubernetes kubernetes = new Fabric8Kubernetes(CALL_LIMIT, Meters.unread());
  private final EtcdMembers members = as(etcdAuthority);
  private final String range;

  SimulatedEtcd() throws Etcd.Refused {
    Random random = new Random();
    range = "127.%d.%d.".formatted(1 + random.nextInt(130), random.nextInt(250));
    EtcdServer.listenInPods(cluster);
    for (int number = 1; number <= 3; number++) {
      add(number);
    }
  }

  private void add(int number) throws Etcd.Refused {
    String name = "cp" + number;
    String address = range + number;
    Etcd etcd = cluster.etcd();
    ServingIdentity identity = serving(etcdAuthority, List.of(name, "localhost", address));
    new EtcdServer(cluster, name, address, Pem.certificate(etcdAuthority.certificate()), identity)
        .open(listeners);
    if (number == 1) {
      etcd.begin(name, address);
    } else {
      Etcd.Member learner = etcd.addLearner(name, address);
      etcd.started(name);
      etcd.promote(learner.id());
    }
    create(node(name));
    new Pods(name, address, Instant.EPOCH)
        .controlPlane(new StaticImages("registry.k8s.io", "v1.34.4", "3.6.5-0"))
        .forEach(this::create);
  }

  private static ObjectNode node(String name) {
    ObjectNode node = new ObjectMapper().createObjectNode().put("kind", "Node");
    node.put("apiVersion", "v1").putObject("metadata").put("name", name);
    return node;
  }

  private void create(JsonNode object) {
    cluster.client("kubelet").create(object);
  }

  Etcd etcd() {
    return cluster.etcd();
  }

  @Override
  public EtcdMembers members() {
    return members;
  }

  @Override
  public EtcdMembers forStrangers() {
    return as(ScriptedApiServer.MINT.authority("etcd-ca"));
  }

  private EtcdMembers as(CertificateAuthority signer) {
    TlsCredential client =
        ScriptedApiServer.MINT.client(
            signer, new ClientSubject("caisson:service", List.of()), Duration.ofHours(1));
    TlsCredential admin =
        ScriptedApiServer.MINT.client(kubernetesAuthority, ServiceIdentity.FIRST_CONTACT);
    return kubernetes
        .dial(
            url,
            new Peer(kubernetesAuthority.certificate(), admin),
            () -> new Peer(etcdAuthority.certificate(), client))
        .etcd();
  }

  @Override
  public void announce(String peerUrl) {
    try {
      cluster.etcd().addLearner("", String.valueOf(URI.create(peerUrl).getHost()));
    } catch (Etcd.Refused refused) {
      throw new IllegalStateException(refused.why(), refused);
    }
  }

  @Override
  public String expendable() {
    return "cp3";
  }

  @Override
  public void freeze(String node) {
    stop(node);
  }

  @Override
  public void thaw(String node) {
    start(node);
  }

  @Override
  public void stop(String node) {
    cluster.etcd().stopped(node);
  }

  @Override
  public void start(String node) {
    cluster.etcd().started(node);
  }

  private int listen() {
    ServingIdentity identity = serving(kubernetesAuthority, List.of("127.0.0.1"));
    return listeners.open(cluster, "127.0.0.1", 0, identity).port();
  }

  private static ServingIdentity serving(CertificateAuthority signer, List<String> names) {
    TlsCredential server = ScriptedApiServer.MINT.server(signer, names);
    return new ServingIdentity(server.x509(), Pem.privateKey(server.privateKey()));
  }

  @Override
  public void close() {
    kubernetes.close();
    listeners.close();
    cluster.close();
    timeline.close();
  }
}
