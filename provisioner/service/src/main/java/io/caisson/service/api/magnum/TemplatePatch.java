package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Magnum's part of JSON patch: a list of add, replace and remove, on an attribute or on one label.
 */
final class TemplatePatch {
  private static final Pattern PATH = Pattern.compile("(/[\\w.-]+){1,2}");
  private static final Set<String> LASTING =
      Set.of(
          "image_id",
          "network_driver",
          "external_network_id",
          "tls_disabled",
          "public",
          "hidden",
          "server_type",
          "coe",
          "registry_enabled");

  /** What may change of a template that a cluster was made from. */
  private static final Set<String> HARMLESS = Set.of("name", "public", "hidden", "tags");

  private final ObjectNode body;
  private final boolean used;

  /**
   * @param body the template as it is shown; it is changed
   * @param used whether a cluster was made from it
   */
  TemplatePatch(ObjectNode body, boolean used) {
    this.body = body;
    this.used = used;
  }

  /** The template as a request would make it. */
  ObjectNode apply(JsonNode patch) {
    if (!patch.isArray() || patch.isEmpty()) {
      throw Refused.invalid(
          "a patch is a list of operations, such as"
              + " [{\"op\": \"replace\", \"path\": \"/name\", \"value\": \"new\"}]");
    }
    patch.forEach(this::change);
    return body.without(TemplateAttributes.READ_ONLY);
  }

  private void change(JsonNode step) {
    String path = step.path("path").asText();
    if (!PATH.matcher(path).matches()) {
      throw Refused.invalid("path '%s' is not understood", Printable.of(path));
    }
    String[] parts = path.substring(1).split("/");
    mustBeSettable(parts[0]);
    String operation = step.path("op").asText();
    switch (operation) {
      case "add", "replace" -> put(parts, value(step, path), operation);
      case "remove" -> remove(parts);
      default ->
          throw Refused.invalid(
              "op '%s' is not known: it is add, replace or remove", Printable.of(operation));
    }
  }

  private void mustBeSettable(String name) {
    if (!TemplateAttributes.settable().contains(name)) {
      throw Refused.invalid(
          TemplateAttributes.READ_ONLY.contains(name)
              ? "'/%s' is an internal attribute and can not be updated"
              : "'/%s' is no attribute of a cluster template",
          Printable.of(name));
    }
    if (used && !HARMLESS.contains(name)) {
      throw Refused.invalid(
          "a cluster was made from this template: only %s may still change, not '/%s'",
          HARMLESS.stream().sorted().toList(), name);
    }
  }

  private static JsonNode value(JsonNode step, String path) {
    JsonNode value = step.path("value");
    if (value.isMissingNode() || value.isNull()) {
      throw Refused.invalid("'%s': 'add' and 'replace' need a value", path);
    }
    return value;
  }

  private void put(String[] parts, JsonNode value, String operation) {
    if (parts.length == 2) {
      labels(parts[0]).set(parts[1], TextNode.valueOf(value.asText()));
    } else {
      if (operation.equals("add") && isSet(parts[0])) {
        throw Refused.invalid("'/%s' has a value already: use 'replace' instead", parts[0]);
      }
      body.set(parts[0], value);
    }
  }

  private boolean isSet(String name) {
    JsonNode now = body.path(name);
    return !now.isMissingNode() && !now.isNull() && !(now.isObject() && now.isEmpty());
  }

  private void remove(String[] parts) {
    if (parts.length == 2) {
      if (labels(parts[0]).remove(parts[1]) == null) {
        throw Refused.invalid("there is no label '%s' to remove", parts[1]);
      }
    } else {
      if (LASTING.contains(parts[0])) {
        throw Refused.invalid("'/%s' is mandatory and can not be removed", parts[0]);
      }
      body.remove(parts[0]);
    }
  }

  private ObjectNode labels(String name) {
    if (name.equals("labels") && body.path("labels") instanceof ObjectNode labels) {
      return labels;
    }
    throw Refused.invalid("'/%s' has no parts that could be changed", Printable.of(name));
  }
}
