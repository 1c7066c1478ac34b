package io.caisson.simulator.guest;

import io.caisson.simulator.guest.http.Answer;
import io.caisson.simulator.guest.http.Https;
import io.caisson.simulator.guest.http.Https.Request;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.kubeapi.Pem;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The two routes of the service's listener for guests, as the bootstrap script calls them.
 *
 * @param base {@code https://HOST:PORT}
 */
record ServiceCalls(Https https, String base, String authorization) {
  private static final int MESSAGE = 4096;

  /** From the two files that stand in the user-data; empty if one is missing or says nothing. */
  static Optional<ServiceCalls> of(Disk disk) {
    Map<String, String> settings = settings(disk.read("/etc/caisson/bootstrap.conf").orElse(""));
    String url = settings.getOrDefault("CAISSON_URL", "");
    String machine = settings.getOrDefault("CAISSON_MACHINE", "");
    String secret = settings.getOrDefault("CAISSON_SECRET", "");
    if (!url.startsWith("https://") || machine.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    try {
      Https https = Https.trusting(Pem.certificates(disk.read("/etc/caisson/ca.pem").orElse("")));
      return Optional.of(new ServiceCalls(https, url, "Bearer " + machine + "." + secret));
    } catch (GeneralSecurityException noCertificate) {
      return Optional.empty();
    }
  }

  /** The same machine with another secret. */
  ServiceCalls withWrongSecret() {
    return new ServiceCalls(https, base, authorization + "x");
  }

  Answer bundle() throws NoAnswer {
    return https.send(Request.get(URI.create(base + "/guest/v1/bundle"), headers()));
  }

  Answer ping(Stage stage, String log) throws NoAnswer {
    Map<String, String> headers = headers();
    headers.put("Content-Type", "text/plain");
    URI uri = URI.create(base + "/guest/v1/pings?stage=" + stage.text());
    return https.send(new Request("POST", uri, headers, tail(log)));
  }

  /** Each call of the script is a curl of its own, so no connection outlives it. */
  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Connection", "close");
    headers.put("Authorization", authorization);
    return headers;
  }

  private static byte[] tail(String log) {
    byte[] all = log.getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOfRange(all, Math.max(0, all.length - MESSAGE), all.length);
  }

  private static Map<String, String> settings(String file) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String line : file.lines().toList()) {
      int at = line.indexOf('=');
      if (at > 0) {
        settings.putIfAbsent(line.substring(0, at), line.substring(at + 1));
      }
    }
    return settings;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ServiceCalls[" + base + "]";
  }
}
