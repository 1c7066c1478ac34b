package io.caisson.simulator.guest.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Talks to one OpenStack as its administrator; gets a new token when the old one is refused. */
final class CloudSession {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final OpenRc rc;
  private Optional<Login> login = Optional.empty();

  CloudSession(OpenRc rc) {
    this.rc = rc;
  }

  /**
   * @param service type in the catalogue
   * @param path behind the service's endpoint, or a whole URL
   * @param microversion of Nova, empty for none
   */
  JsonNode get(String service, String path, String microversion)
      throws IOException, InterruptedException {
    Login current = login.isPresent() ? login.get() : logIn();
    HttpResponse<byte[]> answer = send(current, service, path, microversion);
    if (answer.statusCode() == 401) {
      answer = send(logIn(), service, path, microversion);
    }
    return tree(answer, service + " " + path);
  }

  private HttpResponse<byte[]> send(Login current, String service, String path, String microversion)
      throws IOException, InterruptedException {
    String url = path.startsWith("http") ? path : endpoint(current, service) + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(LIMIT)
            .header("X-Auth-Token", current.token())
            .header("Accept", "application/json");
    if (!microversion.isEmpty()) {
      request.header("X-OpenStack-Nova-API-Version", microversion);
    }
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private Login logIn() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(authUrl() + "/auth/tokens"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Json.bytes(credentials())))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    JsonNode body = tree(answer, "authentication");
    Login fresh =
        new Login(
            answer.headers().firstValue("X-Subject-Token").orElseThrow(),
            body.path("token").path("catalog"));
    login = Optional.of(fresh);
    return fresh;
  }

  private String authUrl() {
    String url = rc.need("OS_AUTH_URL").replaceAll("/+$", "");
    return url.endsWith("/v3") ? url : url + "/v3";
  }

  private ObjectNode credentials() {
    ObjectNode body = Json.object();
    ObjectNode auth = body.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    if (rc.isApplicationCredential()) {
      identity.putArray("methods").add("application_credential");
      identity
          .putObject("application_credential")
          .put("id", rc.need("OS_APPLICATION_CREDENTIAL_ID"))
          .put("secret", rc.need("OS_APPLICATION_CREDENTIAL_SECRET"));
      return body;
    }
    identity.putArray("methods").add("password");
    ObjectNode user =
        identity.putObject("password").putObject("user").put("name", rc.need("OS_USERNAME"));
    user.put("password", rc.need("OS_PASSWORD"));
    user.putObject("domain").put("name", rc.get("OS_USER_DOMAIN_NAME", "Default"));
    ObjectNode project =
        auth.putObject("scope").putObject("project").put("name", rc.need("OS_PROJECT_NAME"));
    project.putObject("domain").put("name", rc.get("OS_PROJECT_DOMAIN_NAME", "Default"));
    return body;
  }

  private String endpoint(Login current, String service) throws IOException {
    String wanted =
        rc.get("OS_INTERFACE", rc.get("OS_ENDPOINT_TYPE", "public"))
            .replace("URL", "")
            .toLowerCase(Locale.ROOT);
    String region = rc.get("OS_REGION_NAME", "");
    for (JsonNode entry : current.catalogue()) {
      if (entry.path("type").asText().equals(service)) {
        for (JsonNode endpoint : entry.path("endpoints")) {
          boolean here = region.isEmpty() || endpoint.path("region").asText().equals(region);
          if (here && endpoint.path("interface").asText().equals(wanted)) {
            return endpoint.path("url").asText().replaceAll("/+$", "");
          }
        }
      }
    }
    throw new IOException("the catalogue has no %s endpoint of %s".formatted(wanted, service));
  }

  private static JsonNode tree(HttpResponse<byte[]> answer, String what) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("%s: HTTP %d".formatted(what, answer.statusCode()));
    }
    return Json.parse(answer.body());
  }

  private record Login(String token, JsonNode catalogue) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Login[]";
    }
  }
}
