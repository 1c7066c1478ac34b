package io.caisson.contract.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caisson.contract.cloud.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One user in one project, speaking raw JSON to the services of the catalogue. */
final class Session implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private final Access access;
  private final HttpClient client;
  private final Map<String, String> services = new TreeMap<>();
  private @Nullable String token;
  private @Nullable String user;
  private @Nullable String project;

  Session(Access access, Optional<SSLContext> trust) {
    this.access = access;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(20));
    trust.ifPresent(builder::sslContext);
    client = builder.build();
  }

  /** A token that nothing else holds. */
  String freshToken() {
    return freshToken(access);
  }

  String freshToken(Access other) {
    return answer("POST", other.authUrl() + "/auth/tokens", null, Sign.in(other.credential()))
        .headers()
        .firstValue("x-subject-token")
        .orElseThrow();
  }

  synchronized String userId() {
    signIn();
    return Objects.requireNonNull(user);
  }

  synchronized String projectId() {
    signIn();
    return Objects.requireNonNull(project);
  }

  JsonNode get(String service, String path) {
    return call("GET", service, path, null);
  }

  JsonNode post(String service, String path, Object body) {
    return call("POST", service, path, body);
  }

  JsonNode put(String service, String path, @Nullable Object body) {
    return call("PUT", service, path, body);
  }

  /** Whatever the service answers, without judging it. */
  HttpResponse<byte[]> ask(String method, String service, String path, @Nullable Object body) {
    return answer(method, url(service, path), signIn(), body);
  }

  /** Deletes; what is not there is deleted. */
  void delete(String service, String path) {
    HttpResponse<byte[]> answer = answer("DELETE", url(service, path), signIn(), null);
    if (answer.statusCode() != 404) {
      checked("DELETE", path, answer);
    }
  }

  boolean exists(String service, String path) {
    HttpResponse<byte[]> answer = answer("GET", url(service, path), signIn(), null);
    if (answer.statusCode() == 404) {
      return false;
    }
    checked("GET", path, answer);
    return true;
  }

  void revoke(String other) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(access.authUrl() + "/auth/tokens"))
            .header("x-auth-token", signIn())
            .header("x-subject-token", other)
            .DELETE()
            .build();
    checked("DELETE", "/auth/tokens", sent(request));
  }

  @Override
  public void close() {
    client.close();
  }

  private JsonNode call(String method, String service, String path, @Nullable Object body) {
    return checked(method, path, answer(method, url(service, path), signIn(), body));
  }

  private String url(String service, String path) {
    signIn();
    return Optional.ofNullable(services.get(service))
            .orElseThrow(() -> new IllegalStateException("the catalogue has no " + service))
        + path;
  }

  private synchronized String signIn() {
    String known = token;
    if (known != null) {
      return known;
    }
    HttpResponse<byte[]> answer =
        answer("POST", access.authUrl() + "/auth/tokens", null, Sign.in(access.credential()));
    JsonNode said = checked("POST", "/auth/tokens", answer).path("token");
    user = said.at("/user/id").asText();
    project = said.at("/project/id").asText();
    said.path("catalog").forEach(this::learn);
    String fresh = answer.headers().firstValue("x-subject-token").orElseThrow();
    token = fresh;
    return fresh;
  }

  private void learn(JsonNode entry) {
    for (JsonNode endpoint : entry.path("endpoints")) {
      if (endpoint.path("interface").asText().equals("public")
          && endpoint.path("region").asText().equals(access.region())) {
        String url = endpoint.path("url").asText();
        services.put(
            entry.path("type").asText(),
            url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      }
    }
  }

  private HttpResponse<byte[]> answer(
      String method, String url, @Nullable String with, @Nullable Object body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Duration.ofMinutes(2))
            .header("accept", "application/json");
    if (with != null) {
      request.header("x-auth-token", with);
    }
    if (body == null) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request.header("content-type", "application/json");
      request.method(method, BodyPublishers.ofByteArray(bytes(body)));
    }
    return sent(request.build());
  }

  private HttpResponse<byte[]> sent(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException failure) {
      throw new UncheckedIOException(request.uri() + ": " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  private static byte[] bytes(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static JsonNode checked(String method, String path, HttpResponse<byte[]> answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), text));
    }
    try {
      return text.isBlank() ? JSON.missingNode() : JSON.readTree(text);
    } catch (IOException noJson) {
      throw new UncheckedIOException(method + " " + path + ": " + text, noJson);
    }
  }
}
