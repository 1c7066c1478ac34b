package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caisson.simulator.kubeapi.TestCluster.Answer;
import io.caisson.simulator.kubeapi.TestCluster.Client;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Validating admission webhooks, called over HTTPS. */
class WebhooksTest {
  private static final String HOOKS =
      "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
  private final TestCluster cluster = new TestCluster();
  private final Client admin = cluster.admin();
  private final HttpsServer hook = server();
  private volatile String verdict = "";

  @BeforeEach
  void aPod() {
    cluster.client().create(Json.yaml("{apiVersion: v1, kind: Namespace, metadata: {name: x}}"));
    cluster.client().create(Samples.node("mute"));
    cluster.client().create(Samples.pod("x", "p", "mute"));
  }

  @AfterEach
  void close() {
    hook.stop(0);
    cluster.close();
  }

  @Test
  void aDenialComesWithTheWebhooksOwnCodeAndWords() {
    register(hook.getAddress().getPort(), "/", "Fail");
    verdict =
        "\"allowed\":false,\"status\":{\"code\":403,\"reason\":\"Forbidden\",\"message\":\"database"
            + " says: not now\"}";
    assertThat(evict().json()).isEqualTo(Recorded.body("36-evict-webhook-403"));
    verdict =
        "\"allowed\":false,\"status\":{\"code\":429,\"reason\":\"TooManyRequests\",\"message\":\"come"
            + " back later\"}";
    Answer later = evict();
    assertThat(later.status()).isEqualTo(429);
    assertThat(later.json().path("details").path("causes").isEmpty()).isTrue();
    verdict = "\"allowed\":true";
    assertThat(evict().status()).isEqualTo(201);
  }

  @Test
  void aWebhookThatIsDownFailsWhatItMustSee() {
    register(1, "/x", "Fail");
    assertThat(evict().json()).isEqualTo(Recorded.body("38-evict-webhook-down-500"));
    register(1, "/x", "Ignore");
    assertThat(evict().status()).isEqualTo(201);
  }

  private Answer evict() {
    return admin.post(
        "/api/v1/namespaces/x/pods/p/eviction",
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"p\"}}");
  }

  private void register(int port, String path, String policy) {
    admin.send("DELETE", HOOKS + "/deny", "", "");
    String ca =
        Base64.getEncoder()
            .encodeToString(
                Pem.text(cluster.cluster().pki().certificate())
                    .getBytes(StandardCharsets.US_ASCII));
    String body =
        """
        {"metadata":{"name":"deny"},"webhooks":[{"name":"evict.caisson.test","sideEffects":"None",
        "admissionReviewVersions":["v1"],"timeoutSeconds":3,"failurePolicy":"%s",
        "clientConfig":{"url":"https://127.0.0.1:%d%s","caBundle":"%s"},
        "rules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],
        "resources":["pods/eviction"]}],
        "namespaceSelector":{"matchLabels":{"kubernetes.io/metadata.name":"x"}}}]}
        """
            .formatted(policy, port, path, ca);
    assertThat(admin.post(HOOKS, body).status()).isEqualTo(201);
  }

  private HttpsServer server() {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(cluster.serverContext("127.0.0.1")));
      server.createContext(
          "/",
          exchange -> {
            String uid =
                Json.parse(exchange.getRequestBody().readAllBytes())
                    .path("request")
                    .path("uid")
                    .asText();
            byte[] answer =
                "{\"response\":{\"uid\":\"%s\",%s}}"
                    .formatted(uid, verdict)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
