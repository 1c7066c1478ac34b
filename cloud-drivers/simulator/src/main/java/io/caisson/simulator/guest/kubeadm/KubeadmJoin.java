package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.guest.kubeadm.Authorities.Signers;
import io.caisson.simulator.guest.kubeadm.InitPlan.ClusterSettings;
import io.caisson.simulator.guest.kubeadm.Patience.GaveUp;
import io.caisson.simulator.guest.kubelet.Kubelet;
import io.caisson.simulator.guest.kubelet.NodeOrder;
import io.caisson.simulator.guest.kubelet.Pods;
import io.caisson.simulator.guest.kubelet.SigningRequests;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import io.caisson.simulator.kubeapi.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** {@code kubeadm join}: makes a machine a worker, or a further member of the control plane. */
final class KubeadmJoin {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/kube-system/configmaps/";
  private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  private static final Duration WATCHED = Duration.ofSeconds(45);
  private static final Duration WATCH_AGAIN = Duration.ofSeconds(1);

  private final Host host;
  private final JoinPlan plan;

  KubeadmJoin(Host host, String file) {
    this.host = host;
    this.plan = JoinPlan.read(file, host);
  }

  void run() {
    Preflight preflight = new Preflight(host);
    if (plan.controlPlane().isPresent()) {
      preflight.controlPlane();
    } else {
      preflight.worker();
    }
    preflight.finish();
    Trust.Found found = new Trust(host, plan).find();
    ApiClient bootstrap =
        new ApiClient(
            Https.trusting(found.authorities()), found.server(), plan.discovery().token());
    JsonNode configuration = read(bootstrap, "kubeadm-config");
    JsonNode kubelet = read(bootstrap, "kubelet-config");
    ClusterSettings settings = settings(configuration);
    Optional<Signers> signers = plan.controlPlane().map(own -> new Authorities(host).forJoin());
    Cluster cluster =
        host.clusters()
            .withConfig(configuration.path("metadata").path("uid").asText())
            .orElseThrow(() -> new KubeadmFailure("the cluster is of another data centre"));
    refuseTakenName(bootstrap);
    NodeOrder order =
        new KubeletArguments(plan.node(), host).order(version(settings), taints(), plan.timeouts());
    host.print("[kubelet-start] Starting the kubelet");
    ApiClient own = bootstrapKubelet(bootstrap, found);
    Kubelet running =
        start(new Kubelet(order, cluster, own, host.timeline(), pods(order, settings)));
    requestServingCertificate(running, kubelet);
    signers.ifPresent(keys -> becomeControlPlane(cluster, settings, keys, order));
    host.print("This node has joined the cluster");
  }

  private static JsonNode read(ApiClient client, String name) {
    String phase = name.equals("kubeadm-config") ? "preflight" : "kubelet-start";
    try {
      return client.get(CONFIG_MAPS + name);
    } catch (NoAnswer e) {
      throw KubeadmFailure.in(phase, unable(name) + e.text());
    } catch (Refused e) {
      throw KubeadmFailure.in(phase, unable(name) + e.text());
    }
  }

  private static String unable(String name) {
    return "unable to fetch the %s ConfigMap: failed to get config map: ".formatted(name);
  }

  private ClusterSettings settings(JsonNode configMap) {
    String yaml = configMap.path("data").path("ClusterConfiguration").asText();
    if (yaml.isEmpty()) {
      throw KubeadmFailure.in(
          "preflight",
          "unable to fetch the kubeadm-config ConfigMap: unexpected error when reading"
              + " kubeadm-config ConfigMap: ClusterConfiguration key value pair missing");
    }
    ObjectNode document = Json.yaml(yaml) instanceof ObjectNode object ? object : Json.object();
    try {
      return ClusterSettings.read(document, host.kubernetes());
    } catch (KubeadmFailure misfit) {
      throw KubeadmFailure.in(
          "preflight", "unable to fetch the kubeadm-config ConfigMap: " + misfit.text());
    }
  }

  private void refuseTakenName(ApiClient client) {
    String name = plan.node().name();
    try {
      JsonNode node = client.get("/api/v1/nodes/" + name);
      boolean ready =
          Json.each(node.path("status").path("conditions"))
              .anyMatch(
                  c ->
                      c.path("type").asText().equals("Ready")
                          && c.path("status").asText().equals("True"));
      if (ready) {
        throw KubeadmFailure.in(
            "kubelet-start",
            "a Node with name \"%s\" and status \"Ready\" already exists in the cluster. You must"
                    .formatted(name)
                + " delete the existing Node or change the name of this new joining Node");
      }
    } catch (Refused e) {
      if (e.status() != 404) {
        throw KubeadmFailure.in(
            "kubelet-start", "cannot get Node \"%s\": %s".formatted(name, e.text()));
      }
    } catch (NoAnswer e) {
      throw KubeadmFailure.in(
          "kubelet-start", "cannot get Node \"%s\": %s".formatted(name, e.text()));
    }
  }

  /** The kubelet asks for its certificate by the token, and watches until somebody approves it. */
  private ApiClient bootstrapKubelet(ApiClient bootstrap, Trust.Found found) {
    host.print("[kubelet-start] Waiting for the kubelet to perform the TLS Bootstrap");
    KeyPair key = ClusterPki.newKey();
    try {
      JsonNode made = bootstrap.post(REQUESTS, SigningRequests.client(plan.node().name(), key));
      String watch = watchOf(made.path("metadata"));
      String pem =
          new Patience(host, WATCH_AGAIN, plan.timeouts().tlsBootstrap())
              .ask(() -> bootstrap.watch(watch, KubeadmJoin::certificate));
      X509Certificate certificate = Pem.certificates(pem).getFirst();
      return new ApiClient(
          Https.trusting(found.authorities(), certificate, key.getPrivate()), found.server(), "");
    } catch (NoAnswer | Refused | GaveUp | GeneralSecurityException e) {
      throw KubeadmFailure.in(
          "kubelet-start",
          "failed while waiting for TLS bootstrap: context deadline exceeded"
              + (e instanceof GaveUp gaveUp && gaveUp.why().isEmpty()
                  ? ""
                  : ": " + e.getMessage()));
    }
  }

  /** From what was made on, so that no change is missed. */
  private static String watchOf(JsonNode metadata) {
    return "%s?watch=true&timeoutSeconds=%d&fieldSelector=metadata.name%%3D%s&resourceVersion=%s"
        .formatted(
            REQUESTS,
            WATCHED.toSeconds(),
            metadata.path("name").asText(),
            metadata.path("resourceVersion").asText());
  }

  private static Optional<String> certificate(JsonNode request) {
    String encoded = request.path("status").path("certificate").asText();
    return encoded.isEmpty()
        ? Optional.empty()
        : Optional.of(new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII));
  }

  private Kubelet start(Kubelet kubelet) {
    host.run(kubelet);
    try {
      kubelet.start();
    } catch (NoAnswer | Refused e) {
      throw KubeadmFailure.in("kubelet-start", "the kubelet cannot register: " + e.getMessage());
    }
    return kubelet;
  }

  private void becomeControlPlane(
      Cluster cluster, ClusterSettings settings, Signers signers, NodeOrder order) {
    HostPort own = plan.controlPlane().orElseThrow();
    Instant now = host.timeline().now();
    EtcdServer etcd =
        signers.etcd(cluster, order.name(), own.host(), now).of(settings.images().etcdVersion());
    new EtcdJoin(host, cluster, plan.timeouts()).run(etcd);
    host.pause(host.apiServerStart());
    Certificates certificates = new Certificates(signers.kubernetes(), now);
    host.serve(
        new ControlPlane(
            cluster, etcd, certificates.apiServer(settings, order.name(), own.host()), own.port()));
    ClusterObjects.mark(cluster.client("kubeadm"), order);
    host.print("[mark-control-plane] Marking the node %s as control-plane".formatted(order.name()));
  }

  private void requestServingCertificate(Kubelet kubelet, JsonNode configMap) {
    String yaml = configMap.path("data").path("kubelet").asText();
    if (!yaml.isEmpty() && Json.yaml(yaml).path("serverTLSBootstrap").asBoolean()) {
      try {
        kubelet.requestServingCertificate();
      } catch (NoAnswer | Refused e) {
        host.print("kubelet: E cannot request its serving certificate: " + e.getMessage());
      }
    }
  }

  private KubernetesVersion version(ClusterSettings settings) {
    return host.kubernetes().orElse(settings.version());
  }

  private ArrayNode taints() {
    ArrayNode usual =
        plan.controlPlane().isPresent() ? KubeletArguments.controlPlaneTaints() : Json.array();
    return plan.node().taints().orElse(usual);
  }

  /** Of the version that the cluster names, even if the kubelet here is newer. */
  private List<ObjectNode> pods(NodeOrder order, ClusterSettings settings) {
    Pods pods = new Pods(order.name(), order.address(), host.timeline().now());
    return plan.controlPlane().isPresent() ? pods.controlPlane(settings.images()) : List.of();
  }
}
