package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.StreamSupport;

/**
 * Where a cluster answers, and as whom one speaks to it.
 *
 * @param authority certificates in PEM
 * @param certificate of the client, in PEM
 * @param key of the client, in PEM
 */
public record Kubeconfig(URI server, String authority, String certificate, String key) {
  /** Its current context; certificates stand in the file itself. */
  public static Kubeconfig read(Path file) {
    JsonNode all = Doc.JSON.valueToTree(Doc.yaml(text(file)));
    JsonNode context = named(all, "context", all.path("current-context").asText());
    JsonNode cluster = named(all, "cluster", context.path("cluster").asText());
    JsonNode user = named(all, "user", context.path("user").asText());
    return new Kubeconfig(
        URI.create(cluster.path("server").asText()),
        decoded(cluster, "certificate-authority-data"),
        decoded(user, "client-certificate-data"),
        decoded(user, "client-key-data"));
  }

  /** The key as PKCS #8 in PEM, whatever form it was written in. */
  public String pkcs8Key() {
    byte[] encoded = Pem.key(key).getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
  }

  @Override
  public String toString() {
    return "Kubeconfig[" + server + "]";
  }

  private static JsonNode named(JsonNode all, String kind, String name) {
    return StreamSupport.stream(all.path(kind + "s").spliterator(), false)
        .filter(entry -> entry.path("name").asText().equals(name))
        .map(entry -> entry.path(kind))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the kubeconfig has no %s '%s'".formatted(kind, name)));
  }

  private static String decoded(JsonNode node, String field) {
    String data = node.path(field).asText();
    if (data.isEmpty()) {
      throw new IllegalArgumentException("the kubeconfig has no " + field);
    }
    return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("no kubeconfig in " + file, unreadable);
    }
  }
}
