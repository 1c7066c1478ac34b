package io.caisson.contract.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects as cases write them: YAML, mostly in its flow form. */
final class Doc {
  static final JsonMapper JSON = new JsonMapper();

  private Doc() {}

  /** An object; the arguments fill the text as {@link String#formatted} does. */
  static ObjectNode of(String yaml, Object... arguments) {
    return JSON.valueToTree(yaml(yaml.formatted(arguments)));
  }

  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException noJson) {
      throw new UncheckedIOException("no JSON: " + json, noJson);
    }
  }

  static Object yaml(String text) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
  }
}
