package io.caisson.service.bootstrap.pki;

import io.caisson.service.bootstrap.YamlText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The file that {@code kubectl} takes: one cluster, one user, one context.
 *
 * @param cluster its name in the file
 * @param user its name in the file; the certificate says who the API server sees
 * @param authority PEM of the certificate that signs the API server's
 */
public record Kubeconfig(
    String cluster, URI server, String authority, String user, TlsCredential credential) {

  public String yaml() {
    String context = user + "@" + cluster;
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("apiVersion", "v1");
    document.put("kind", "Config");
    document.put("clusters", named(cluster, "cluster", clusterPart()));
    document.put("users", named(user, "user", userPart()));
    document.put("contexts", named(context, "context", contextPart()));
    document.put("current-context", context);
    return YamlText.of(document);
  }

  private Map<String, Object> clusterPart() {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("server", server.toString());
    part.put("certificate-authority-data", base64(authority));
    return part;
  }

  private Map<String, Object> userPart() {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("client-certificate-data", base64(credential.certificate()));
    part.put("client-key-data", base64(credential.privateKey()));
    return part;
  }

  private Map<String, Object> contextPart() {
    Map<String, Object> part = new LinkedHashMap<>();
    part.put("cluster", cluster);
    part.put("user", user);
    return part;
  }

  private static List<Map<String, Object>> named(
      String name, String kind, Map<String, Object> part) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", name);
    entry.put(kind, part);
    return List.of(entry);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
