package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.guest.kubelet.NodeOrder;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterClient;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** What {@code kubeadm init} writes into a new cluster. */
final class ClusterObjects {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ROLE = "node-role.kubernetes.io/control-plane";

  private final ClusterClient client;
  private final Cluster cluster;
  private final InitPlan plan;
  private final Instant now;

  ClusterObjects(Cluster cluster, InitPlan plan, Instant now) {
    this.client = cluster.client("kubeadm");
    this.cluster = cluster;
    this.plan = plan;
    this.now = now;
  }

  void write() {
    ObjectNode configuration = plan.cluster().document();
    configMap("kube-system", "kubeadm-config", Map.of("ClusterConfiguration", yaml(configuration)));
    configMap("kube-system", "kubelet-config", Map.of("kubelet", yaml(kubelet())));
    configMap("kube-system", "kube-proxy", Map.of("config.conf", yaml(plan.components().proxy())));
    configMap("kube-public", "cluster-info", Map.of("kubeconfig", yaml(clusterInfo())));
    configMap(
        "kube-system", "kube-root-ca.crt", Map.of("ca.crt", Pem.text(cluster.pki().certificate())));
    read("cluster-objects.yaml").forEach(client::apply);
    addons().forEach(client::apply);
    client.apply(service("default", "kubernetes", 1, 443));
    client.apply(dnsService());
    plan.tokens().forEach(this::token);
  }

  /** Labels and taints of a machine of the control plane. */
  void markControlPlane(NodeOrder node) {
    mark(client, node);
  }

  static void mark(ClusterClient client, NodeOrder node) {
    client.change(
        "nodes",
        "",
        node.name(),
        before -> {
          ObjectNode after = before.deepCopy();
          Json.child(Json.child(after, "metadata"), "labels")
              .put(ROLE, "")
              .put("node.kubernetes.io/exclude-from-external-load-balancers", "");
          ArrayNode taints = Json.child(after, "spec").withArray("taints");
          for (JsonNode taint : node.taints()) {
            if (Json.each(taints).noneMatch(taint::equals)) {
              taints.add(taint);
            }
          }
          if (taints.isEmpty()) {
            Json.child(after, "spec").remove("taints");
          }
          return after;
        });
  }

  private ObjectNode kubelet() {
    ObjectNode kubelet =
        Json.object()
            .put("apiVersion", "kubelet.config.k8s.io/v1beta1")
            .put("kind", "KubeletConfiguration");
    String dns = Subnets.parse(plan.cluster().serviceSubnet()).orElseThrow().getFirst().nth(10);
    kubelet.putArray("clusterDNS").add(dns);
    kubelet
        .put("clusterDomain", plan.cluster().dnsDomain())
        .put("cgroupDriver", "systemd")
        .put("rotateCertificates", true)
        .put("staticPodPath", "/etc/kubernetes/manifests");
    kubelet.setAll(plan.components().kubelet());
    return kubelet;
  }

  private ObjectNode clusterInfo() {
    ObjectNode kubeconfig = Json.object().put("apiVersion", "v1");
    String ca = Pem.text(cluster.pki().certificate());
    ObjectNode entry = kubeconfig.putArray("clusters").addObject();
    entry
        .putObject("cluster")
        .put(
            "certificate-authority-data",
            Base64.getEncoder().encodeToString(ca.getBytes(StandardCharsets.US_ASCII)))
        .put("server", "https://" + plan.endpoint());
    entry.put("name", "");
    kubeconfig.putNull("contexts");
    return kubeconfig.put("current-context", "").put("kind", "Config").putNull("users");
  }

  private void token(InitPlan.Token token) {
    ObjectNode secret = Json.object().put("apiVersion", "v1").put("kind", "Secret");
    secret
        .putObject("metadata")
        .put("name", "bootstrap-token-" + token.id())
        .put("namespace", "kube-system");
    secret.put("type", "bootstrap.kubernetes.io/token");
    ObjectNode data = secret.putObject("stringData");
    data.put("token-id", token.id()).put("token-secret", token.secret());
    data.put("auth-extra-groups", String.join(",", token.groups()));
    token.usages().forEach(usage -> data.put("usage-bootstrap-" + usage, "true"));
    if (!token.description().isEmpty()) {
      data.put("description", token.description());
    }
    if (!token.ttl().isZero()) {
      Instant expires = now.plus(token.ttl()).truncatedTo(ChronoUnit.SECONDS);
      data.put("expiration", expires.toString());
    }
    client.apply(secret);
  }

  private ObjectNode dnsService() {
    ObjectNode service = service("kube-system", "kube-dns", 10, 53);
    Json.child(Json.child(service, "metadata"), "labels")
        .put("k8s-app", "kube-dns")
        .put("kubernetes.io/cluster-service", "true")
        .put("kubernetes.io/name", "CoreDNS");
    Json.child(service, "spec").putObject("selector").put("k8s-app", "kube-dns");
    return service;
  }

  private ObjectNode service(String namespace, String name, int nth, int port) {
    ObjectNode service = Json.object().put("apiVersion", "v1").put("kind", "Service");
    service.putObject("metadata").put("name", name).put("namespace", namespace);
    String address =
        Subnets.parse(plan.cluster().serviceSubnet()).orElseThrow().getFirst().nth(nth);
    ObjectNode spec = service.putObject("spec").put("type", "ClusterIP").put("clusterIP", address);
    spec.putArray("ports").addObject().put("port", port).put("protocol", "TCP");
    return service;
  }

  private void configMap(String namespace, String name, Map<String, String> data) {
    ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    map.putObject("metadata").put("name", name).put("namespace", namespace);
    data.forEach(map.putObject("data")::put);
    client.apply(map);
  }

  /** kube-proxy of the cluster's version, CoreDNS of the version that came with it. */
  private List<JsonNode> addons() {
    List<JsonNode> all = read("addons.yaml");
    String registry = plan.cluster().document().path("imageRepository").asText();
    for (JsonNode object : all) {
      JsonNode container =
          object.path("spec").path("template").path("spec").path("containers").path(0);
      if (container instanceof ObjectNode own) {
        boolean proxy = own.path("name").asText().equals("kube-proxy");
        own.put(
            "image",
            proxy
                ? "%s/kube-proxy:%s".formatted(registry, plan.cluster().version())
                : "%s/coredns/coredns:%s".formatted(registry, dnsTag()));
      }
    }
    return all;
  }

  private String dnsTag() {
    String named = plan.cluster().document().path("dns").path("imageTag").asText();
    return named.isEmpty() ? CoreDnsVersion.of(plan.cluster().version()) : named;
  }

  private static List<JsonNode> read(String name) {
    try (InputStream in = ClusterObjects.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: " + name);
      }
      return Json.yamlDocuments(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String yaml(JsonNode tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    return new Yaml(options).dump(MAPPER.convertValue(tree, Object.class));
  }
}
