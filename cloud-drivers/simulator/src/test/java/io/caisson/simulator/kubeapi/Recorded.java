package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What a real kube-apiserver 1.34.4 answered. */
final class Recorded {
  private Recorded() {}

  static JsonNode exchange(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream("exchanges/" + name + ".json")) {
      return Json.parse(Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode body(String name) {
    return exchange(name).path("response").path("body");
  }
}
