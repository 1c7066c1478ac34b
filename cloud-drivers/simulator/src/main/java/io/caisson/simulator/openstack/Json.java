package io.caisson.simulator.openstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Raw JSON, and the forms in which OpenStack writes times. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** An object with this one field. */
  static ObjectNode wrap(String name, JsonNode value) {
    return object().set(name, value);
  }

  static <T> ArrayNode array(Collection<T> all, Function<? super T, ? extends JsonNode> view) {
    ArrayNode array = array();
    all.forEach(one -> array.add(view.apply(one)));
    return array;
  }

  static ArrayNode texts(Collection<String> all) {
    ArrayNode array = array();
    all.forEach(array::add);
    return array;
  }

  static ObjectNode texts(Map<String, String> all) {
    ObjectNode object = object();
    all.forEach(object::put);
    return object;
  }

  static JsonNode number(long value) {
    return JsonNodeFactory.instance.numberNode(value);
  }

  /** The value, or JSON null. */
  static JsonNode orNull(Optional<String> text) {
    return text.<JsonNode>map(JsonNodeFactory.instance::textNode)
        .orElse(JsonNodeFactory.instance.nullNode());
  }

  /** Empty if the bytes are no JSON document. */
  static Optional<JsonNode> parse(byte[] bytes) {
    try {
      JsonNode node = MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** As Nova and Neutron write it: whole seconds and a Z. */
  static String seconds(Instant time) {
    return SECONDS.format(time) + "Z";
  }

  /** As Keystone writes it: microseconds and a Z. */
  static String micros(Instant time) {
    return MICROS.format(time) + "Z";
  }

  /** As Nova's extensions write it: microseconds without a zone. */
  static String bareMicros(Instant time) {
    return MICROS.format(time);
  }
}
