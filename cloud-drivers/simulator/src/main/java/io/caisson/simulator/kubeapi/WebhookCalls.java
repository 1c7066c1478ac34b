package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls admission webhooks. Only those with a URL: no Service is reachable in here. */
final class WebhookCalls {
  private static final int USUAL_SECONDS = 10;

  JsonNode post(JsonNode webhook, JsonNode review) throws Failed {
    JsonNode config = webhook.path("clientConfig");
    int seconds = webhook.path("timeoutSeconds").asInt(USUAL_SECONDS);
    String url = config.path("url").asText();
    if (url.isEmpty()) {
      throw new Failed("failed to call webhook: no endpoints available for service");
    }
    String asked = url + (url.contains("?") ? "&" : "?") + "timeout=" + seconds + "s";
    try (HttpClient client = client(config.path("caBundle").asText())) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(asked))
              .timeout(Duration.ofSeconds(seconds))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(review)))
              .build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new Failed("the server rejected our request with " + answer.statusCode());
      }
      return Json.parse(answer.body());
    } catch (JsonProcessingException e) {
      throw new Failed("received invalid webhook response: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Failed("failed to call webhook: Post \"%s\": %s".formatted(asked, why(asked, e)));
    } catch (GeneralSecurityException e) {
      throw new Failed("failed to call webhook: x509: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failed("failed to call webhook: context canceled");
    }
  }

  private static String why(String url, IOException e) {
    return switch (e) {
      case ConnectException _ -> {
        URI uri = URI.create(url);
        int port = uri.getPort() < 0 ? 443 : uri.getPort();
        yield "dial tcp %s:%d: connect: connection refused".formatted(uri.getHost(), port);
      }
      case HttpTimeoutException _ -> "context deadline exceeded";
      default -> String.valueOf(e.getMessage());
    };
  }

  private static HttpClient client(String caBundle) throws GeneralSecurityException, IOException {
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    if (caBundle.isEmpty()) {
      return builder.build();
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    String pem = new String(Base64.getDecoder().decode(caBundle), StandardCharsets.US_ASCII);
    for (X509Certificate authority : Pem.certificates(pem)) {
      trusted.setCertificateEntry("ca" + trusted.size(), authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    return builder.sslContext(context).build();
  }

  /** No answer that could be read. */
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String why) {
      super(why, null, false, false);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
