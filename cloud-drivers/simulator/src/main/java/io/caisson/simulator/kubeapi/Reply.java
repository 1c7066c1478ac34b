package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A whole answer. */
record Reply(int code, String contentType, Buffer body, List<String> warnings) {
  static Reply json(int code, JsonNode tree) {
    byte[] text = Json.bytes(tree);
    return new Reply(code, "application/json", Buffer.buffer(text).appendString("\n"), List.of());
  }

  static Reply text(int code, String text) {
    return new Reply(
        code,
        "text/plain; charset=utf-8",
        Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)),
        List.of());
  }

  /** For the header of that name. */
  Reply warning(List<String> texts) {
    return new Reply(code, contentType, body, texts);
  }

  Reply as(String otherContentType) {
    return new Reply(code, otherContentType, body, warnings);
  }
}
