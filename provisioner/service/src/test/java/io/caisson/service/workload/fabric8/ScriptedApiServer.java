package io.caisson.service.workload.fabric8;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.ServiceIdentity;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.workload.TlsPeer;
import io.caisson.spi.kubernetes.KubernetesApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTPS server that answers as a test says, whatever is asked. */
final class ScriptedApiServer implements AutoCloseable {
  static final CertificateMint MINT = new CertificateMint(Clock.systemUTC(), new SecureRandom());

  /** How it answers. */
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final CertificateAuthority authority = MINT.authority("kubernetes");
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpsServer server;

  ScriptedApiServer(Script script) throws IOException {
    server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    TlsCredential own = MINT.server(authority, List.of("127.0.0.1"));
    server.setHttpsConfigurator(
        new HttpsConfigurator(TlsPeer.of(new Peer(authority.certificate(), own)).context()));
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.getRequestBody().readAllBytes();
          script.answer(exchange);
          exchange.close();
        });
    server.start();
  }

  static Script status(int status, String body) {
    return exchange -> send(exchange, status, body);
  }

  static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  List<String> requests() {
    return requests;
  }

  URI url() {
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  KubernetesApi dialedBy(Fabric8Kubernetes kubernetes) {
    return kubernetes.dial(
        url(), authority.certificate(), MINT.client(authority, ServiceIdentity.BOUND));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
