package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.guest.http.ApiClient;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.guest.kubeadm.Patience.GaveUp;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.kubeapi.Pem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a joining machine comes to trust a cluster of which it knows an address, a token and the hash
 * of a key, or which a file describes.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/discovery/token/token.go">kubeadm
 *     token discovery</a>
 */
final class Trust {
  static final String CLUSTER_INFO = "/api/v1/namespaces/kube-public/configmaps/cluster-info";
  static final Duration RETRY = Duration.ofSeconds(5);

  private final Host host;
  private final JoinPlan plan;

  Trust(Host host, JoinPlan plan) {
    this.host = host;
    this.plan = plan;
  }

  /** The cluster's API with this machine's token; throws {@link KubeadmFailure}. */
  Found find() {
    JoinPlan.Discovery discovery = plan.discovery();
    return discovery
        .file()
        .flatMap(host::file)
        .map(text -> new FileTrust(host, plan.timeouts()).find(text))
        .orElseGet(() -> findByToken(discovery));
  }

  private Found findByToken(JoinPlan.Discovery discovery) {
    String server = "https://" + discovery.endpoint();
    String kubeconfig = signed(fetch(new ApiClient(Https.trustingAnybody(), server, "")));
    JsonNode cluster = Json.yaml(kubeconfig).path("clusters").path(0).path("cluster");
    List<X509Certificate> authorities =
        authorities(cluster, "failed to parse cluster CA from the cluster-info ConfigMap");
    checkPins(authorities, discovery.caCertHashes());
    Https pinned = Https.trusting(authorities);
    if (!discovery.caCertHashes().isEmpty()
        && !kubeconfig.equals(kubeconfig(fetch(new ApiClient(pinned, server, ""))))) {
      throw failure(
          "the second kubeconfig from the cluster-info ConfigMap (using validated TLS) was"
              + " different from the first");
    }
    return new Found(authorities, cluster.path("server").asText());
  }

  private JsonNode fetch(ApiClient client) {
    String id = plan.discovery().tokenId();
    try {
      return new Patience(host, RETRY, plan.timeouts().discovery())
          .ask(
              () -> {
                JsonNode info = client.get(CLUSTER_INFO);
                return info.path("data").has("jws-kubeconfig-" + id)
                    ? Optional.of(info)
                    : Optional.empty();
              });
    } catch (GaveUp e) {
      throw failure(
          e.why().isEmpty()
              ? "could not find a JWS signature in the cluster-info ConfigMap for token ID \"%s\""
                  .formatted(id)
              : "failed to request the cluster-info ConfigMap: " + e.why());
    }
  }

  private String signed(JsonNode info) {
    String content = kubeconfig(info);
    String signature =
        info.path("data").path("jws-kubeconfig-" + plan.discovery().tokenId()).asText();
    if (content.isEmpty()) {
      throw failure(
          "there is no kubeconfig key in the cluster-info ConfigMap. This API Server isn't set up"
              + " for token bootstrapping, can't connect");
    }
    if (!isValid(signature, content)) {
      throw failure(
          "failed to verify JWS signature of received cluster info object, can't trust this API"
              + " Server");
    }
    return content;
  }

  private boolean isValid(String detached, String content) {
    String[] parts = detached.split("\\.", -1);
    if (parts.length != 3 || !parts[1].isEmpty()) {
      return false;
    }
    String payload = encode(content.getBytes(StandardCharsets.UTF_8));
    byte[] secret = plan.discovery().tokenSecret().getBytes(StandardCharsets.UTF_8);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] signed = mac.doFinal((parts[0] + "." + payload).getBytes(StandardCharsets.US_ASCII));
      return encode(signed).equals(parts[2]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /**
   * Certificates of a kubeconfig.
   *
   * @param trouble what kubeadm says where they cannot be read
   */
  static List<X509Certificate> authorities(JsonNode cluster, String trouble) {
    try {
      byte[] pem = Base64.getDecoder().decode(cluster.path("certificate-authority-data").asText());
      return Pem.certificates(new String(pem, StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw failure(trouble + ": " + e.getMessage());
    }
  }

  private static void checkPins(List<X509Certificate> authorities, List<String> pins) {
    for (String pin : pins) {
      if (!pin.startsWith("sha256:")) {
        throw failure(
            "invalid discovery token CA certificate hash: unknown hash format \"%s\". Known format(s)"
                    .formatted(pin.contains(":") ? pin.substring(0, pin.indexOf(':')) : pin)
                + " are: sha256");
      }
      if (!pin.matches("sha256:[0-9a-fA-F]{64}")) {
        throw failure(
            "invalid discovery token CA certificate hash: invalid hash \"%s\", expected a 32 byte"
                    .formatted(pin)
                + " SHA-256 hash");
      }
    }
    List<String> found = authorities.stream().map(Trust::pin).toList();
    if (!pins.isEmpty()
        && pins.stream().noneMatch(p -> found.contains(p.toLowerCase(java.util.Locale.ROOT)))) {
      throw failure(
          "cluster CA found in cluster-info ConfigMap is invalid: none of the public keys \"%s\" are"
                  .formatted(String.join(":", found))
              + " pinned");
    }
  }

  private static String pin(X509Certificate certificate) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String kubeconfig(JsonNode info) {
    return info.path("data").path("kubeconfig").asText();
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static KubeadmFailure failure(String why) {
    return KubeadmFailure.in(
        "preflight", "couldn't validate the identity of the API Server: " + why);
  }

  /**
   * The trusted cluster.
   *
   * @param server its endpoint, as it says itself
   */
  record Found(List<X509Certificate> authorities, String server) {}
}
