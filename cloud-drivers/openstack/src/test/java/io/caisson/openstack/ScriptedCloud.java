package io.caisson.openstack;

import io.caisson.spi.cloud.Cloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * A server that signs in whoever asks, names itself as every service, and otherwise answers what it
 * was told to: the answers for one method and path in their order, the last one for ever.
 */
final class ScriptedCloud implements AutoCloseable {
  private static final Logger NOISE = Logger.getLogger(MockWebServer.class.getName());
  static final Credential MEMBER =
      Credential.Password.of("demo", "Default", "geheim", "demo", "Default");

  final SteppingClock clock = new SteppingClock();
  private final MockWebServer server = new MockWebServer();
  private final Map<String, Deque<MockResponse>> script = new ConcurrentHashMap<>();
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();

  ScriptedCloud() {
    this(Optional.empty());
  }

  ScriptedCloud(Optional<SSLSocketFactory> tls) {
    NOISE.setLevel(Level.OFF);
    tls.ifPresent(server::useHttps);
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            requests.add(request);
            return answer(request);
          }
        });
    try {
      server.start(InetAddress.getLoopbackAddress(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    on("POST /identity/v3/auth/tokens");
    on("GET /compute/v2.1/", json(200, versions("2.93")));
  }

  static MockResponse json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body)
        .build();
  }

  static String versions(String newest) {
    return "{\"version\": {\"id\": \"v2.1\", \"version\": \"%s\", \"min_version\": \"2.1\"}}"
        .formatted(newest);
  }

  /** From now on these answers; without any, Keystone's usual ones. */
  ScriptedCloud on(String methodAndPath, MockResponse... answers) {
    script.put(methodAndPath, new ArrayDeque<>(List.of(answers)));
    return this;
  }

  private synchronized MockResponse answer(RecordedRequest request) {
    String key = request.getMethod() + " " + request.getUrl().encodedPath();
    Deque<MockResponse> answers = script.get(key);
    if (answers != null && !answers.isEmpty()) {
      MockResponse first = answers.getFirst();
      if (answers.size() > 1) {
        answers.removeFirst();
      }
      return first;
    }
    return key.equals("POST /identity/v3/auth/tokens")
        ? token()
        : json(
            404,
            "{\"message\": \"not in the script\", \"code\": \"404 Not Found\", \"title\": \"\"}");
  }

  private MockResponse token() {
    return json(
            201,
            """
            {"token": {"issued_at": "2026-11-20T18:00:00.000000Z",
              "expires_at": "2026-11-20T19:00:00.000000Z",
              "user": {"id": "u1", "name": "demo"}, "project": {"id": "p1", "name": "demo"},
              "roles": [{"id": "r1", "name": "member"}],
              "catalog": [%s, %s, %s, %s]}}
            """
                .formatted(
                    service("compute"),
                    service("network"),
                    service("image"),
                    service("load-balancer")))
        .newBuilder()
        .setHeader("X-Subject-Token", "token-" + tokens.incrementAndGet())
        .build();
  }

  private String service(String type) {
    return """
    {"type": "%s", "endpoints": [{"interface": "public", "region_id": "One", "url": "%s"}]}
    """
        .formatted(type, server.url("/" + type));
  }

  OpenStackEndpoint endpoint() {
    return OpenStackEndpoint.at(URI.create(server.url("/identity").toString())).in("One");
  }

  OpenStackSite site() {
    return OpenStackSite.open(endpoint(), limits(Duration.ofSeconds(20)), clock);
  }

  Cloud cloud() {
    return site().cloud(MEMBER);
  }

  static CloudLimits limits(Duration call) {
    return new CloudLimits(Duration.ofSeconds(5), call, 2);
  }

  /** What was asked, but for tokens and versions, as {@code METHOD /path?query}. */
  List<String> asked() {
    return requests.stream()
        .filter(request -> !request.getTarget().endsWith("/auth/tokens"))
        .filter(request -> !request.getTarget().equals("/compute/v2.1/"))
        .map(request -> request.getMethod() + " " + request.getTarget())
        .toList();
  }

  /** How often a token was asked for. */
  long signIns() {
    return requests.stream().filter(r -> r.getTarget().endsWith("/auth/tokens")).count();
  }

  RecordedRequest last() {
    return requests.getLast();
  }

  void stop() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
