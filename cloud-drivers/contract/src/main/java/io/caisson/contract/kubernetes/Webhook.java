package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** An admission webhook on loopback that denies all that it is asked, with a code of its own. */
final class Webhook implements AutoCloseable {
  private final HttpsServer server;
  private final X509Certificate certificate;

  Webhook(Instant now, int code, String reason, String message) {
    KeyPair key = Keys.fresh();
    certificate = Keys.loopback(key, now);
    try {
      server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            Tls.trusting("").showing(List.of(certificate), key.getPrivate()).context()));
    server.createContext("/", exchange -> deny(exchange, code, reason, message));
    server.start();
  }

  /** The configuration of a webhook that guards evictions in one namespace. */
  JsonNode guarding(String name, String hook, String namespace) {
    return Doc.of(
        """
        metadata: {name: %1$s}
        webhooks:
        - name: %5$s
          sideEffects: None
          admissionReviewVersions: [v1]
          timeoutSeconds: 5
          failurePolicy: Fail
          clientConfig: {url: 'https://127.0.0.1:%2$d/', caBundle: %3$s}
          rules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods/eviction]}]
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %4$s}}
        """,
        name,
        server.getAddress().getPort(),
        Certificates.base64(Pem.text(certificate)),
        namespace,
        hook);
  }

  /** Nobody listens there any more. */
  @Override
  public void close() {
    server.stop(0);
  }

  private static void deny(HttpExchange exchange, int code, String reason, String message)
      throws IOException {
    JsonNode review = Doc.JSON.readTree(exchange.getRequestBody());
    byte[] answer =
        Doc.of(
                """
                apiVersion: admission.k8s.io/v1
                kind: AdmissionReview
                response: {uid: %s, allowed: false, status: {code: %d, reason: '%s', message: '%s'}}
                """,
                review.at("/request/uid").asText(), code, reason, message)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
