package io.caisson.simulator.guest.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.kubeapi.ApiFault;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.model.Timeline;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/**
 * Registers its machine as a node and then says at intervals that it lives. It registers over real
 * HTTPS with its own certificate; its heartbeats go straight to the cluster, as long as that is
 * served, since thousands of them would be nothing but TLS.
 *
 * <p>It belongs to the machine's disk: it is started at each boot.
 */
public final class Kubelet {
  /** Always six digits: an instant's own text leaves zeros out. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);
  private static final int LEASE_SECONDS = 40;
  private static final String LEASES = "kube-node-lease";

  private final NodeOrder order;
  private final Cluster cluster;
  private final ApiClient api;
  private final Timeline timeline;
  private final List<ObjectNode> pods;
  private volatile int run;

  /**
   * @param api the cluster's API with this node's own certificate
   * @param pods that run here without having been scheduled
   */
  public Kubelet(
      NodeOrder order, Cluster cluster, ApiClient api, Timeline timeline, List<ObjectNode> pods) {
    this.order = order;
    this.cluster = cluster;
    this.api = api;
    this.timeline = timeline;
    this.pods = List.copyOf(pods);
  }

  /** Registers the node, or takes over the one that is there; then heartbeats begin. */
  public void start() throws NoAnswer, Refused {
    int own = ++run;
    NodeObject node = new NodeObject(order);
    try {
      api.post("/api/v1/nodes", node.tree(timeline.now()));
    } catch (Refused exists) {
      if (exists.status() != 409) {
        throw exists;
      }
      JsonNode there = api.get("/api/v1/nodes/" + order.name());
      if (there instanceof ObjectNode object) {
        object.set("status", node.status(timeline.now()));
        api.put("/api/v1/nodes/" + order.name() + "/status", object);
      }
    }
    runPods();
    cluster.kubelets().started(order.name());
    beat(own);
  }

  /** Asks for a certificate of its own server; nobody approves it by itself. */
  public void requestServingCertificate() throws NoAnswer, Refused {
    api.post(
        "/apis/certificates.k8s.io/v1/certificatesigningrequests",
        SigningRequests.serving(order, ClusterPki.newKey()));
  }

  /** Silent from now on. */
  public void stop() {
    run++;
    cluster.kubelets().stopped(order.name());
  }

  private void beat(int own) {
    if (run != own) {
      return;
    }
    if (cluster.isServed()) {
      renewLease();
    }
    timeline.schedule(LEASE_RENEWAL, () -> beat(own));
  }

  private void renewLease() {
    ClusterClient client = cluster.client("system:node:" + order.name());
    Optional<ObjectNode> node = client.find("nodes", "", order.name());
    if (node.isEmpty()) {
      return;
    }
    try {
      client.apply(lease(node.get()));
      runPods();
      if (!isReady(node.get())) {
        client.changeThrough(
            "status", new ClusterClient.Named("nodes", "", order.name()), this::ready);
      }
    } catch (ApiFault deletedMeanwhile) {
      if (deletedMeanwhile.code() != 404) {
        throw deletedMeanwhile;
      }
    }
  }

  private ObjectNode ready(ObjectNode node) {
    ObjectNode after = node.deepCopy();
    after.set("status", new NodeObject(order).status(timeline.now()));
    return after;
  }

  private static boolean isReady(JsonNode node) {
    return Json.each(node.path("status").path("conditions"))
        .anyMatch(
            c ->
                c.path("type").asText().equals("Ready")
                    && c.path("status").asText().equals("True"));
  }

  private ObjectNode lease(JsonNode node) {
    ObjectNode lease =
        Json.object().put("kind", "Lease").put("apiVersion", "coordination.k8s.io/v1");
    lease
        .putObject("metadata")
        .put("name", order.name())
        .put("namespace", LEASES)
        .withArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Node")
        .put("name", order.name())
        .put("uid", node.path("metadata").path("uid").asText());
    lease
        .putObject("spec")
        .put("holderIdentity", order.name())
        .put("leaseDurationSeconds", LEASE_SECONDS)
        .put("renewTime", MICROS.format(timeline.now()));
    return lease;
  }

  /** Static pods show themselves by mirrors, which come back if they are deleted. */
  private void runPods() {
    ClusterClient client = cluster.client("system:node:" + order.name());
    Optional<ObjectNode> node = client.find("nodes", "", order.name());
    for (ObjectNode pod : pods) {
      String name = pod.path("metadata").path("name").asText();
      if (node.isPresent() && client.find("pods", "kube-system", name).isEmpty()) {
        client.create(ownedBy(node.get(), pod));
      }
    }
  }

  private static ObjectNode ownedBy(JsonNode node, ObjectNode pod) {
    ObjectNode owned = pod.deepCopy();
    Json.child(owned, "metadata")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Node")
        .put("name", node.path("metadata").path("name").asText())
        .put("uid", node.path("metadata").path("uid").asText())
        .put("controller", true);
    return owned;
  }
}
