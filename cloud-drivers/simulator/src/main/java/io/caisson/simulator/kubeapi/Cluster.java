package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.Timeline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * One simulated Kubernetes cluster: its objects, its API server and the controllers of its control
 * plane. It lives in this process; {@link ApiListeners} make it reachable.
 */
public final class Cluster implements AutoCloseable {
  private final ClusterPki pki;
  private final KubernetesVersion version;
  private final ObjectStore store = new ObjectStore();
  private final Kinds kinds;
  private final Registry registry;
  private final PortForward portForward;
  private final Authorization authorization;
  private final ApiServer server;
  private final Etcd etcd;
  private final Kubelets kubelets;
  private final Controllers controllers;
  private final AtomicInteger servers = new AtomicInteger();

  /** One whose nodes get their ranges from somebody else. */
  public Cluster(
      ClusterPki pki, KubernetesVersion version, Timeline timeline, RandomGenerator random) {
    this(pki, version, ControllerSettings.usual(""), timeline, random);
  }

  public Cluster(
      ClusterPki pki,
      KubernetesVersion version,
      ControllerSettings settings,
      Timeline timeline,
      RandomGenerator random) {
    this.pki = pki;
    this.version = version;
    this.kinds = new Kinds(store, Releases.served(version));
    this.etcd = new Etcd(random);
    this.registry = new Registry(store, kinds, timeline, random);
    this.portForward = new PortForward(registry);
    this.authorization = new Authorization(new Rbac(store), new NodeRelations(store));
    this.server =
        new ApiServer(
            store,
            timeline,
            new Authentication(store, pki, timeline),
            authorization,
            endpoints(timeline),
            new Paths(version, kinds),
            kinds,
            portForward);
    ClusterClient self = client("system:apiserver");
    SystemObjects.all().forEach(self::create);
    this.kubelets = new Kubelets(client("kubelet"), timeline);
    this.controllers = new Controllers(this, timeline, settings);
  }

  private Endpoints endpoints(Timeline timeline) {
    Webhooks webhooks = new Webhooks(store);
    Eviction eviction = new Eviction(registry, store, timeline, Releases.eviction(version));
    return new Endpoints(
        registry,
        new Lists(store),
        authorization,
        webhooks,
        new Subresources(registry, eviction, webhooks, timeline),
        timeline,
        Releases.applies(version));
  }

  /** Who its members are; empty for a cluster whose etcd nobody plays. */
  public Etcd etcd() {
    return etcd;
  }

  /** Of its last change, as etcd counts them. */
  public long revision() {
    return store.version();
  }

  /** What can be reached by forwarding ports of its pods; nothing unless it is told. */
  public void listenInPods(PodPorts ports) {
    portForward.listen(ports);
  }

  /** What runs on those of its nodes that answer. */
  public Kubelets kubelets() {
    return kubelets;
  }

  /** Its controllers do nothing until they may go on; they miss nothing. */
  public void pauseControllers(boolean paused) {
    controllers.pause(paused);
  }

  public KubernetesVersion version() {
    return version;
  }

  /** The cluster's identity: the uid of its namespace {@code kube-system}. */
  public String uid() {
    JsonNode namespace = client("system:apiserver").get("namespaces", "", "kube-system");
    return Metadata.uid(namespace);
  }

  /** The API as a component of the cluster uses it, past authorization. */
  public ClusterClient client(String component) {
    return new ClusterClient(registry, store, kinds, Caller.component(component));
  }

  /** Whether at least one of its API servers listens. */
  public boolean isServed() {
    return servers.get() > 0;
  }

  void serverOpened() {
    servers.incrementAndGet();
  }

  void serverClosed() {
    servers.decrementAndGet();
  }

  /** Its controllers stop. */
  @Override
  public void close() {
    controllers.close();
  }

  public ClusterPki pki() {
    return pki;
  }

  Kinds kinds() {
    return kinds;
  }

  ObjectStore store() {
    return store;
  }

  Authorization authorization() {
    return authorization;
  }

  ApiServer server() {
    return server;
  }
}
