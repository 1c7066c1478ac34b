package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a control plane makes by itself when it first starts. */
final class SystemObjects {
  private static final List<JsonNode> ALL = read();

  private SystemObjects() {}

  static List<JsonNode> all() {
    return ALL;
  }

  private static List<JsonNode> read() {
    try (InputStream in = SystemObjects.class.getResourceAsStream("system-objects.yaml")) {
      if (in == null) {
        throw new IllegalStateException("missing from the jar: system-objects.yaml");
      }
      return Json.yamlDocuments(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
