package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caisson.simulator.app.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks the face as any HTTP client would. */
final class Client {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String root;
  private final String token;

  private Client(String root, String token) {
    this.root = root;
    this.token = token;
  }

  /**
   * Logs in.
   *
   * @param prefix of the variables that hold the credentials, such as {@code OS_}
   */
  static Client of(Simulator simulator, String prefix) throws Exception {
    String root = simulator.variable("OS_AUTH_URL").replace("/identity/v3", "");
    String body =
        """
        {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"%s",
        "domain":{"name":"Default"},"password":"%s"}}},
        "scope":{"project":{"name":"%s","domain":{"name":"Default"}}}}}
        """
            .formatted(
                simulator.variable(prefix + "USERNAME"),
                simulator.variable(prefix + "PASSWORD"),
                simulator.variable(prefix + "PROJECT_NAME"));
    Reply reply = new Client(root, "").post("/identity/v3/auth/tokens", body);
    return new Client(root, reply.header("x-subject-token"));
  }

  Client withToken(String other) {
    return new Client(root, other);
  }

  String token() {
    return token;
  }

  Reply get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  Reply post(String path, String body, String... headers) throws Exception {
    return send("POST", path, body, headers);
  }

  Reply put(String path, String body) throws Exception {
    return send("PUT", path, body);
  }

  Reply delete(String path) throws Exception {
    return send("DELETE", path, "");
  }

  private Reply send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!token.isEmpty()) {
      request.header("X-Auth-Token", token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response);
  }

  /** An answer. */
  record Reply(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String text() {
      return response.body();
    }

    JsonNode json() throws IOException {
      return MAPPER.readTree(response.body());
    }

    /** The words of an error, in whichever form. */
    String words() throws IOException {
      JsonNode error = json().properties().iterator().next().getValue();
      return error.path("message").asText();
    }
  }
}
