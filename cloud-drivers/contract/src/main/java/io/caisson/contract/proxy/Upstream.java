package io.caisson.contract.proxy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** The cloud itself. */
final class Upstream {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Headers of one connection only, and those that would pack the body. */
  private static final Set<String> OURS =
      Set.of(
          "connection",
          "keep-alive",
          "content-length",
          "host",
          "transfer-encoding",
          "upgrade",
          "expect",
          "te",
          "http2-settings",
          "accept-encoding");

  private final HttpClient client;

  Upstream(Optional<SSLContext> trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    trust.ifPresent(builder::sslContext);
    client = builder.build();
  }

  Reply send(String origin, Request request) throws IOException {
    HttpRequest.Builder call =
        HttpRequest.newBuilder(URI.create(origin + request.target()))
            .timeout(LIMIT)
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request.headers().forEach((name, value) -> copy(call, name, value));
    try {
      return reply(request, client.send(call.build(), BodyHandlers.ofByteArray()));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(stop);
    }
  }

  void close() {
    client.shutdownNow();
  }

  private static void copy(HttpRequest.Builder call, String name, String value) {
    if (!OURS.contains(name)) {
      call.setHeader(name, value);
    }
  }

  private static Reply reply(Request request, HttpResponse<byte[]> response) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              boolean lengthOfHead =
                  request.method().equals("HEAD") && name.equals("content-length");
              if (lengthOfHead || !OURS.contains(name)) {
                headers.put(name, String.join(", ", values));
              }
            });
    return new Reply(response.statusCode(), headers, response.body());
  }
}
