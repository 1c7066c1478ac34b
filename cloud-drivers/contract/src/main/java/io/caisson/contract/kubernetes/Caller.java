package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** Somebody who speaks raw JSON to the API: with a certificate, with a token, or as nobody. */
final class Caller implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String JSON = "application/json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String MERGE = "application/merge-patch+json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private final HttpClient http;
  private final URI server;
  private final Map<String, String> headers;

  private Caller(HttpClient http, URI server, Map<String, String> headers) {
    this.http = http;
    this.server = server;
    this.headers = new TreeMap<>(headers);
  }

  static Caller of(Kubeconfig who) {
    SSLContext tls =
        Tls.trusting(who.authority())
            .showing(Pem.certificates(who.certificate()), Pem.key(who.key()))
            .context();
    return new Caller(http(tls), who.server(), Map.of());
  }

  static Caller nobody(Kubeconfig cluster) {
    return new Caller(
        http(Tls.trusting(cluster.authority()).context()), cluster.server(), Map.of());
  }

  static Caller withToken(Kubeconfig cluster, String token) {
    return nobody(cluster).with("Authorization", "Bearer " + token);
  }

  /**
   * @param certificate in PEM, as the API issued it
   */
  static Caller withCertificate(Kubeconfig cluster, String certificate, KeyPair key) {
    SSLContext tls =
        Tls.trusting(cluster.authority())
            .showing(Pem.certificates(certificate), key.getPrivate())
            .context();
    return new Caller(http(tls), cluster.server(), Map.of());
  }

  /** The same with one more header in each request. */
  Caller with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new Caller(http, server, more);
  }

  Answer get(String path) {
    return send("GET", path, "", "");
  }

  Answer post(String path, JsonNode body) {
    return send("POST", path, JSON, body.toString());
  }

  Answer put(String path, JsonNode body) {
    return send("PUT", path, JSON, body.toString());
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "");
  }

  Answer delete(String path, JsonNode options) {
    return send("DELETE", path, JSON, options.toString());
  }

  /**
   * @param type of the patch, such as {@link #MERGE}
   */
  Answer patch(String type, String path, JsonNode body) {
    return send("PATCH", path, type, body.toString());
  }

  Answer send(String method, String path, String type, String body) {
    try {
      return new Answer(http.send(request(method, path, type, body), BodyHandlers.ofString()));
    } catch (IOException failure) {
      throw new UncheckedIOException(method + " " + path + ": " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** Opens a watch; the path has all its parameters but {@code watch}. */
  Watch watch(String path) {
    String full = path + (path.contains("?") ? "&" : "?") + "watch=true";
    try {
      HttpResponse<Stream<String>> response =
          http.send(request("GET", full, "", ""), BodyHandlers.ofLines());
      return new Watch(response);
    } catch (IOException failure) {
      throw new UncheckedIOException(full + ": " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest request(String method, String path, String type, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path)).timeout(PATIENCE).header("Accept", JSON);
    headers.forEach(request::setHeader);
    if (type.isEmpty()) {
      return request.method(method, BodyPublishers.noBody()).build();
    }
    return request
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  private static HttpClient http(SSLContext tls) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(20))
        .sslContext(tls)
        .build();
  }
}
