package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long kubeadm waits; its own defaults where the file says nothing. */
record Timeouts(
    Duration controlPlane,
    Duration kubelet,
    Duration apiCall,
    Duration etcdCall,
    Duration tlsBootstrap,
    Duration discovery) {
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d*)?)(ns|us|µs|ms|s|m|h)");

  static Timeouts read(JsonNode document) {
    JsonNode given = document.path("timeouts");
    return new Timeouts(
        read(given, "controlPlaneComponentHealthCheck", Duration.ofMinutes(4)),
        read(given, "kubeletHealthCheck", Duration.ofMinutes(4)),
        read(given, "kubernetesAPICall", Duration.ofMinutes(1)),
        read(given, "etcdAPICall", Duration.ofMinutes(2)),
        read(given, "tlsBootstrap", Duration.ofMinutes(5)),
        read(given, "discovery", Duration.ofMinutes(5)));
  }

  private static Duration read(JsonNode given, String name, Duration otherwise) {
    String text = given.path(name).asText();
    return text.isEmpty() ? otherwise : parse(text);
  }

  /** Go's form of a duration, which the strict decoder has checked. */
  static Duration parse(String text) {
    double seconds = 0;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      seconds += Double.parseDouble(parts.group(1)) * unit(parts.group(2));
    }
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static double unit(String name) {
    return switch (name) {
      case "h" -> 3600;
      case "m" -> 60;
      case "s" -> 1;
      case "ms" -> 1e-3;
      case "ns" -> 1e-9;
      default -> 1e-6;
    };
  }
}
