package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the ConfigMap {@code cluster-info} for each bootstrap token that is meant for it, and takes
 * away the tokens that have expired.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#configmap-signing">ConfigMap
 *     signing</a>
 */
final class BootstrapSigner {
  static final Duration PERIOD = Duration.ofSeconds(10);
  private static final String PREFIX = "jws-kubeconfig-";

  private final ClusterClient client;
  private final Timeline timeline;

  BootstrapSigner(ClusterClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  void look() {
    client.list("secrets").stream()
        .filter(secret -> secret.path("type").asText().equals(BootstrapTokens.TYPE))
        .filter(secret -> !BootstrapTokens.isFresh(secret, timeline.now()))
        .forEach(expired -> client.remove("secrets", "kube-system", Metadata.name(expired)));
    client.find("configmaps", "kube-public", "cluster-info").ifPresent(this::sign);
  }

  private void sign(ObjectNode info) {
    String content = info.path("data").path("kubeconfig").asText();
    Map<String, String> wanted = new TreeMap<>();
    for (JsonNode secret : client.list("secrets")) {
      if (secret.path("type").asText().equals(BootstrapTokens.TYPE)
          && BootstrapTokens.isFor(secret, "signing")) {
        String id = BootstrapTokens.value(secret, "token-id");
        wanted.put(
            PREFIX + id, signature(id, BootstrapTokens.value(secret, "token-secret"), content));
      }
    }
    if (!wanted.equals(signatures(info))) {
      client.change("configmaps", "kube-public", "cluster-info", before -> signed(before, wanted));
    }
  }

  private static ObjectNode signed(ObjectNode info, Map<String, String> signatures) {
    ObjectNode after = info.deepCopy();
    ObjectNode data = Json.child(after, "data");
    data.remove(signatures(info).keySet());
    signatures.forEach(data::put);
    return after;
  }

  private static Map<String, String> signatures(JsonNode info) {
    Map<String, String> present = new TreeMap<>();
    for (var entry : info.path("data").properties()) {
      if (entry.getKey().startsWith(PREFIX)) {
        present.put(entry.getKey(), entry.getValue().asText());
      }
    }
    return present;
  }

  /** A detached JWS: header, nothing, signature. */
  static String signature(String id, String secret, String content) {
    String header = encode("{\"alg\":\"HS256\",\"kid\":\"" + id + "\"}");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed =
          mac.doFinal((header + "." + encode(content)).getBytes(StandardCharsets.US_ASCII));
      return header + ".." + Base64.getUrlEncoder().withoutPadding().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
