package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a service answers. */
record Answer(int status, Map<String, String> headers, byte[] body) {
  private static final String TYPE = "Content-Type";

  static Answer json(int status, JsonNode body) {
    return new Answer(status, Map.of(TYPE, "application/json"), Json.bytes(body));
  }

  /** As the parts of OpenStack that answer errors by themselves write the type. */
  static Answer jsonUtf8(int status, JsonNode body) {
    return new Answer(status, Map.of(TYPE, "application/json; charset=UTF-8"), Json.bytes(body));
  }

  static Answer html(int status, String body) {
    return new Answer(
        status, Map.of(TYPE, "text/html; charset=utf-8"), body.getBytes(StandardCharsets.UTF_8));
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0]);
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }
}
