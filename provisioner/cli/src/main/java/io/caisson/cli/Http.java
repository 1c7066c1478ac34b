package io.caisson.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/** JSON over HTTP; every answer that is no success becomes a {@link CommandFailed}. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final HttpClient client;
  private final Map<String, String> headers;
  private final Duration limit;

  private Http(HttpClient client, Map<String, String> headers, Duration limit) {
    this.client = client;
    this.headers = Map.copyOf(headers);
    this.limit = limit;
  }

  static Http plain() {
    return new Http(HttpClient.newBuilder().connectTimeout(LIMIT).build(), Map.of(), LIMIT);
  }

  /**
   * By connections that end with a call that took too long: whoever stood behind an address that
   * moves may be gone, and a connection of HTTP/2 would be used again all the same.
   *
   * @param limit of each call
   */
  static Http over(SSLContext tls, Duration limit) {
    return new Http(
        HttpClient.newBuilder()
            .sslContext(tls)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limit)
            .build(),
        Map.of(),
        limit);
  }

  Http withToken(String token) {
    return new Http(client, Map.of("X-Auth-Token", token), limit);
  }

  /** An answer of any status. */
  record Answer(int status, JsonNode body, HttpResponse<String> raw) {
    boolean ok() {
      return status / 100 == 2;
    }
  }

  JsonNode get(String url) {
    return need(url, ask("GET", url, Optional.empty()));
  }

  /** Empty if there is no such thing. */
  Optional<JsonNode> find(String url) {
    Answer answer = ask("GET", url, Optional.empty());
    return answer.status() == 404 ? Optional.empty() : Optional.of(need(url, answer));
  }

  JsonNode post(String url, Object body) {
    return need(url, ask("POST", url, Optional.of(body)));
  }

  JsonNode patch(String url, Object body) {
    return need(url, ask("PATCH", url, Optional.of(body)));
  }

  JsonNode put(String url, Object body) {
    return need(url, ask("PUT", url, Optional.of(body)));
  }

  JsonNode delete(String url) {
    return need(url, ask("DELETE", url, Optional.empty()));
  }

  Answer ask(String method, String url, Optional<Object> body) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(limit)
              .header("Accept", "application/json, */*;q=0.5")
              .method(
                  method,
                  body.isEmpty()
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body.get())));
      if (body.isPresent()) {
        request.header("Content-Type", "application/json");
      }
      headers.forEach(request::header);
      HttpResponse<String> raw = whole(client, request.build(), limit);
      return new Answer(raw.statusCode(), parsed(raw.body()), raw);
    } catch (IOException silent) {
      throw new CommandFailed(
          CommandFailed.Exit.UNREACHABLE, "%s does not answer: %s".formatted(url, words(silent)));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(CommandFailed.Exit.FAILED, "interrupted");
    }
  }

  /**
   * The lines of an answer as they come, for as long as they do; whoever has enough closes them.
   */
  Stream<String> lines(String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(limit);
    headers.forEach(request::header);
    try {
      HttpResponse<Stream<String>> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofLines());
      if (answer.statusCode() != 200) {
        throw new CommandFailed(
            CommandFailed.Exit.FAILED, "%d from %s".formatted(answer.statusCode(), url));
      }
      return answer.body();
    } catch (IOException silent) {
      throw new CommandFailed(
          CommandFailed.Exit.UNREACHABLE, "%s does not answer: %s".formatted(url, words(silent)));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new CommandFailed(CommandFailed.Exit.FAILED, "interrupted");
    }
  }

  /**
   * The whole answer within a limit. A request's own time-out ends with the headers: whoever sends
   * the rest may go, or lose the address, in the middle of it, and nobody would say so.
   */
  static HttpResponse<String> whole(HttpClient client, HttpRequest request, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("no whole answer within %d ms".formatted(limit.toMillis()), late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException broken
          ? broken
          : new IOException(String.valueOf(failed.getCause()), failed);
    } finally {
      answer.cancel(true);
    }
  }

  private static String words(IOException silent) {
    return silent.getMessage() == null ? silent.getClass().getSimpleName() : silent.getMessage();
  }

  private static JsonNode parsed(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return JSON.getNodeFactory().textNode(text);
    }
  }

  private static JsonNode need(String url, Answer answer) {
    if (answer.ok()) {
      return answer.body();
    }
    CommandFailed.Exit exit =
        switch (answer.status()) {
          case 401, 403 -> CommandFailed.Exit.DENIED;
          case 404 -> CommandFailed.Exit.NOT_FOUND;
          case 502, 503, 504 -> CommandFailed.Exit.UNREACHABLE;
          default -> CommandFailed.Exit.FAILED;
        };
    String reason = reason(answer.body());
    throw new CommandFailed(
        exit,
        "%s%s(%d from %s)"
            .formatted(reason, reason.contains("\n") ? "\n" : " ", answer.status(), url));
  }

  /** The sentence of an RFC 9457 problem, of a Magnum error or of a Keystone error. */
  static String reason(JsonNode body) {
    JsonNode errors = body.path("errors");
    if (errors.at("/0/path").isTextual()) {
      StringBuilder text = new StringBuilder("the request is wrong:");
      errors.forEach(
          one ->
              text.append("\n  ")
                  .append(one.path("path").asText())
                  .append(": ")
                  .append(one.path("detail").asText()));
      return text.toString();
    }
    for (String place :
        new String[] {
          "/detail", "/errors/0/detail", "/errors/0/title", "/error/message", "/title", "/message"
        }) {
      String text = body.at(place).asText("");
      if (!text.isEmpty()) {
        return text;
      }
    }
    return body.isMissingNode() ? "no reason given" : body.toString();
  }
}
