package io.caisson.service.api.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.caisson.service.store.StorableText;
import io.caisson.service.tenancy.Refused;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bodies of requests and answers as JSON: snake case, RFC 3339 times, absent values as null. */
public final class Json {
  private static final int DEPTH = 50;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .serializationInclusion(JsonInclude.Include.ALWAYS)
          .build();

  static {
    MAPPER
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(DEPTH).maxNumberLength(100).build());
  }

  private Json() {}

  /**
   * @throws Refused if the text is no JSON, or there is none
   */
  public static JsonNode read(@Nullable String body) {
    try {
      JsonNode node = MAPPER.readTree(body == null ? "" : body);
      if (node.isMissingNode()) {
        throw Refused.invalid("the request has no body; a JSON document is needed");
      }
      storable(node);
      return node;
    } catch (IllegalArgumentException character) {
      throw Refused.invalid("%s", String.valueOf(character.getMessage()));
    } catch (IOException malformed) {
      throw Refused.invalid("the request's body is no well-formed JSON: %s", words(malformed));
    }
  }

  private static void storable(JsonNode node) {
    if (node.isTextual()) {
      StorableText.check(node.textValue());
    }
    node.fieldNames().forEachRemaining(StorableText::check);
    node.forEach(Json::storable);
  }

  /** Without what the parser quotes: it may be a secret in the wrong place. */
  private static String words(IOException malformed) {
    String text =
        malformed instanceof JsonProcessingException one
            ? one.getOriginalMessage()
            : "it cannot be read";
    String line = String.valueOf(text).lines().findFirst().orElse("");
    if (line.startsWith("Unrecognized token")) {
      return "a word that is neither quoted nor a number, true, false or null";
    }
    return line.length() > 200 ? line.substring(0, 200) : line;
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException ours) {
      throw new IllegalStateException("an answer that cannot be written as JSON", ours);
    }
  }
}
