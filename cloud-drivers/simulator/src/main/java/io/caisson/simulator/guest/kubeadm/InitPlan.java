package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.etcd.EtcdVersion;
import io.caisson.simulator.guest.kubelet.StaticImages;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code kubeadm init} is told: checked, with kubeadm's defaults filled in.
 *
 * @param cluster the ClusterConfiguration with its defaults
 * @param components KubeletConfiguration and KubeProxyConfiguration, empty objects if not given
 */
record InitPlan(
    Registration node,
    String address,
    int port,
    List<Token> tokens,
    ClusterSettings cluster,
    Components components,
    Timeouts timeouts) {
  private static final int API_PORT = 6443;

  /** Throws {@link KubeadmFailure} for what kubeadm refuses. */
  static InitPlan read(String file, Host host) {
    Documents documents = Documents.read(file);
    Optional<ObjectNode> init = documents.find("InitConfiguration");
    Optional<ObjectNode> cluster = documents.find("ClusterConfiguration");
    if (init.isEmpty() && cluster.isEmpty()) {
      throw new KubeadmFailure(
          "no InitConfiguration or ClusterConfiguration kind was found in the configuration file");
    }
    ObjectNode own = init.orElseGet(Json::object);
    JsonNode endpoint = own.path("localAPIEndpoint");
    InitPlan plan =
        new InitPlan(
            Registration.read(own, host.hostname()),
            address(endpoint, host),
            endpoint.path("bindPort").asInt(API_PORT),
            tokens(own),
            ClusterSettings.read(cluster.orElseGet(Json::object), host.kubernetes()),
            new Components(
                documents.find("KubeletConfiguration").orElseGet(Json::object),
                documents.find("KubeProxyConfiguration").orElseGet(Json::object)),
            Timeouts.read(own));
    plan.check();
    return plan;
  }

  private void check() {
    Checks checks = new Checks();
    checks.registration(node);
    for (int i = 0; i < tokens.size(); i++) {
      checks.token("bootstrapTokens.%d.token".formatted(i), tokens.get(i).text());
      checks.tokenGroups("bootstrapTokens." + i, tokens.get(i));
    }
    cluster.check(checks);
    checks.apiEndpoint("localAPIEndpoint", address, port);
    checks.finish();
  }

  /** Where clients reach the API: the endpoint of the cluster, else this machine. */
  HostPort endpoint() {
    return cluster.endpoint().map(e -> e.withPort(port)).orElse(new HostPort(address, port));
  }

  static String address(JsonNode endpoint, Host host) {
    String given = endpoint.path("advertiseAddress").asText();
    if (!given.isEmpty() && !new HostPort(given, 0).isAddress()) {
      throw new KubeadmFailure(
          "couldn't use \"%s\" as \"apiserver-advertise-address\", must be ipv4 or ipv6 address"
              .formatted(given));
    }
    return given.isEmpty() ? host.addresses().getFirst() : given;
  }

  private static List<Token> tokens(JsonNode init) {
    List<Token> tokens = new ArrayList<>();
    for (JsonNode given : init.path("bootstrapTokens")) {
      tokens.add(
          new Token(
              given.path("token").asText(),
              given.path("description").asText(),
              given.has("ttl") ? Timeouts.parse(given.path("ttl").asText()) : Duration.ofHours(24),
              texts(given, "usages", List.of("signing", "authentication")),
              texts(given, "groups", List.of("system:bootstrappers:kubeadm:default-node-token"))));
    }
    return tokens;
  }

  static List<String> texts(JsonNode given, String field, List<String> otherwise) {
    JsonNode list = given.path(field);
    return list.isEmpty() ? otherwise : Json.each(list).map(JsonNode::asText).toList();
  }

  /**
   * One of the {@code bootstrapTokens}.
   *
   * @param ttl zero for one that never expires
   */
  record Token(
      String text, String description, Duration ttl, List<String> usages, List<String> groups) {
    String id() {
      return text.substring(0, 6);
    }

    String secret() {
      return text.substring(7);
    }

    @Override
    public String toString() {
      return "Token[" + id() + "]";
    }
  }

  /** The configurations that all nodes share. */
  record Components(ObjectNode kubelet, ObjectNode proxy) {}

  /** The ClusterConfiguration. */
  record ClusterSettings(
      ObjectNode document,
      KubernetesVersion version,
      Optional<HostPort> endpoint,
      String serviceSubnet,
      String dnsDomain) {

    static ClusterSettings read(ObjectNode given, Optional<KubernetesVersion> installed) {
      ObjectNode full = given.deepCopy();
      putIfAbsent(full, "apiVersion", "kubeadm.k8s.io/v1beta4");
      putIfAbsent(full, "kind", "ClusterConfiguration");
      putIfAbsent(full, "clusterName", "kubernetes");
      putIfAbsent(full, "certificatesDir", "/etc/kubernetes/pki");
      putIfAbsent(full, "imageRepository", "registry.k8s.io");
      putIfAbsent(full, "encryptionAlgorithm", "RSA-2048");
      ObjectNode networking = Json.child(full, "networking");
      putIfAbsent(networking, "dnsDomain", "cluster.local");
      putIfAbsent(networking, "serviceSubnet", "10.96.0.0/12");
      if (!full.has("etcd")) {
        full.putObject("etcd").putObject("local").put("dataDir", "/var/lib/etcd");
      }
      KubernetesVersion version = version(full.path("kubernetesVersion").asText(), installed);
      full.put("kubernetesVersion", version.toString());
      String endpoint = full.path("controlPlaneEndpoint").asText();
      return new ClusterSettings(
          full,
          version,
          HostPort.parse(endpoint),
          networking.path("serviceSubnet").asText(),
          networking.path("dnsDomain").asText());
    }

    /** What kubeadm runs on a machine of the control plane, whatever version it is of itself. */
    StaticImages images() {
      String etcd = document.path("etcd").path("local").path("imageTag").asText();
      return new StaticImages(
          document.path("imageRepository").asText(),
          version.toString(),
          etcd.isEmpty() ? EtcdVersion.of(version) + "-0" : etcd);
    }

    void check(Checks checks) {
      JsonNode networking = document.path("networking");
      checks.subdomain("networking.dnsDomain", dnsDomain);
      checks.serviceSubnet("networking.serviceSubnet", serviceSubnet);
      checks.podSubnet("networking.podSubnet", networking.path("podSubnet").asText());
      checks.certificateNames("apiServer.certSANs", certificateNames());
      checks.absolute("certificatesDir", document.path("certificatesDir").asText());
      checks.hostPort("controlPlaneEndpoint", document.path("controlPlaneEndpoint").asText());
      JsonNode etcd = document.path("etcd");
      if (etcd.has("local") && etcd.has("external")) {
        checks.invalid("etcd", "", ".Etcd.Local and .Etcd.External are mutually exclusive");
      }
      checks.encryptionAlgorithm(
          "encryptionAlgorithm", document.path("encryptionAlgorithm").asText());
    }

    /** The first range of IPv4 addresses for pods; empty if nobody said one. */
    String podSubnet() {
      String given = document.path("networking").path("podSubnet").asText();
      return java.util.Arrays.stream(given.split(",", -1))
          .filter(range -> range.contains("."))
          .findFirst()
          .orElse("");
    }

    List<String> certificateNames() {
      return texts(document.path("apiServer"), "certSANs", List.of()).stream()
          .map(name -> name.toLowerCase(Locale.ROOT))
          .toList();
    }

    private static KubernetesVersion version(String text, Optional<KubernetesVersion> installed) {
      if (text.isEmpty() || text.startsWith("stable")) {
        return installed.orElse(new KubernetesVersion(1, 34, 4));
      }
      try {
        KubernetesVersion asked = KubernetesVersion.parse(text);
        int least = installed.map(own -> own.minor() - 1).orElse(0);
        if (asked.minor() < least) {
          throw new KubeadmFailure(
              "this version of kubeadm only supports deploying clusters with the control plane"
                  + " version >= 1.%d.0. Current version: %s".formatted(least, asked));
        }
        return asked;
      } catch (IllegalArgumentException e) {
        throw new KubeadmFailure(
            "version \"%s\" doesn't match patterns for neither semantic version nor labels (stable,"
                    .formatted(text)
                + " latest, ...)");
      }
    }

    private static void putIfAbsent(ObjectNode object, String field, String value) {
      if (object.path(field).asText().isEmpty()) {
        object.put(field, value);
      }
    }
  }
}
