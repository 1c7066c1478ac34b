package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks a cluster's own API for its nodes, with nothing but a kubeconfig of Caisson's form. */
final class ClusterNodes implements ClusterApi {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final String kubeconfig;
  private final String server;
  private final Http http;

  ClusterNodes(String kubeconfig) {
    this(kubeconfig, LIMIT);
  }

  private ClusterNodes(String kubeconfig, Duration limit) {
    this.kubeconfig = kubeconfig;
    this.server = value(kubeconfig, "server");
    this.http =
        Http.over(
            tls(
                decoded(kubeconfig, "certificate-authority-data"),
                decoded(kubeconfig, "client-certificate-data"),
                decoded(kubeconfig, "client-key-data")),
            limit);
  }

  /** The same, with less patience for each answer. */
  ClusterNodes within(Duration limit) {
    return new ClusterNodes(kubeconfig, limit);
  }

  @Override
  public JsonNode get(String path) {
    return http.get(server + path);
  }

  @Override
  public void create(String path, Object object) {
    http.post(server + path, object);
  }

  /** Returns once the API has acknowledged it. */
  void delete(String path) {
    http.delete(server + path);
  }

  /** As {@code kubectl get nodes} lists them. */
  Table table() {
    Table table = new Table("name", "status", "roles", "version", "internal-ip");
    for (JsonNode node : http.get(server + "/api/v1/nodes").path("items")) {
      table.row(
          node.at("/metadata/name").asText(),
          status(node),
          roles(node),
          node.at("/status/nodeInfo/kubeletVersion").asText(),
          address(node));
    }
    return table;
  }

  /** Of a node, and of a pod alike. */
  static String status(JsonNode object) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return "Unknown";
  }

  private static String roles(JsonNode node) {
    List<String> roles = new ArrayList<>();
    node.at("/metadata/labels")
        .fieldNames()
        .forEachRemaining(
            label -> {
              if (label.startsWith("node-role.kubernetes.io/")) {
                roles.add(label.substring("node-role.kubernetes.io/".length()));
              }
            });
    return roles.isEmpty() ? "<none>" : String.join(",", roles);
  }

  /** The one that pods and other nodes reach it by. */
  static String address(JsonNode node) {
    for (JsonNode address : node.at("/status/addresses")) {
      if (address.path("type").asText().equals("InternalIP")) {
        return address.path("address").asText();
      }
    }
    return "<none>";
  }

  private static String value(String kubeconfig, String name) {
    Matcher found =
        Pattern.compile("(?m)^[\\s-]*" + Pattern.quote(name) + ":\\s*['\"]?([^\\s'\"]+)")
            .matcher(kubeconfig);
    if (!found.find()) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "the kubeconfig has no " + name);
    }
    return found.group(1);
  }

  private static byte[] decoded(String kubeconfig, String name) {
    return Base64.getDecoder().decode(value(kubeconfig, name));
  }

  private static SSLContext tls(byte[] authority, byte[] certificate, byte[] key) {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      KeyStore trusted = empty();
      trusted.setCertificateEntry(
          "ca", x509.generateCertificate(new ByteArrayInputStream(authority)));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = empty();
      Certificate[] chain = {x509.generateCertificate(new ByteArrayInputStream(certificate))};
      own.setKeyEntry("client", privateKey(key), new char[0], chain);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, new char[0]);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return tls;
    } catch (GeneralSecurityException | IOException unusable) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED,
          "the kubeconfig's keys cannot be used: " + unusable.getMessage());
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static PrivateKey privateKey(byte[] pem) throws GeneralSecurityException {
    String text =
        new String(pem, StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
  }
}
