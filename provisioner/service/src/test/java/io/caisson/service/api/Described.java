package io.caisson.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.caisson.service.api.ApiFixture.Answer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Holds what is sent and answered against the OpenAPI document, strictly: a name that it does not
 * tell is wrong in an answer, though clients have to bear with it.
 */
final class Described {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  Described(JsonNode document) {
    this.document = document.deepCopy();
    this.document
        .at("/components/schemas")
        .forEach(schema -> schema.findParents("properties").forEach(Described::close));
  }

  private static void close(JsonNode schema) {
    ((ObjectNode) schema).put("additionalProperties", false);
  }

  void check(String method, String path, String body, Answer answer) {
    Optional<JsonNode> operation = operation(method, path);
    if (operation.isEmpty()) {
      assertThat(answer.status()).as("%s %s is not described", method, path).isIn(401, 404, 405);
      return;
    }
    JsonNode described = operation.get().at("/responses/" + answer.status());
    String what = "%s %s: %d %s".formatted(method, path, answer.status(), answer.text());
    assertThat(described.isObject()).as(what).isTrue();
    String media = answer.header("Content-Type").replaceFirst(";.*", "");
    if (described.has("content")) {
      assertThat(described.get("content").has(media)).as(what + " as " + media).isTrue();
    }
    if (media.endsWith("json")) {
      valid(what, described.get("content").get(media).get("schema"), answer.json());
    }
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(name -> assertThat(answer.header(name)).as(what + name).isNotEmpty());
    if (answer.status() < 300 && !body.isBlank() && operation.get().has("requestBody")) {
      JsonNode form = operation.get().at("/requestBody/content/application~1json/schema");
      valid(what + " to " + body, form, ApiFixture.parsed(body));
    }
  }

  private void valid(String what, JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    List<Error> errors = registry.getSchema(whole).validate(value);
    assertThat(errors).as(what).isEmpty();
  }

  private Optional<JsonNode> operation(String method, String path) {
    return StreamSupport.stream(
            ((Iterable<String>) () -> document.get("paths").fieldNames()).spliterator(), false)
        .filter(template -> path.matches(template.replaceAll("\\{[a-z]+}", "[^/]+")))
        .map(template -> document.get("paths").get(template))
        .map(item -> item.get(method.toLowerCase(Locale.ROOT)))
        .filter(one -> one != null)
        .findFirst();
  }
}
