package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the body of a create or an update, as strictly as Neutron does. */
final class NeutronBody {
  private final NeutronResource resource;
  private final Map<String, Attribute> attributes;

  NeutronBody(NeutronResource resource) {
    this.resource = resource;
    this.attributes =
        resource.attributes().stream()
            .collect(Collectors.toMap(Attribute::name, Function.identity()));
  }

  /**
   * The wished attributes of a new thing.
   *
   * @throws NeutronFault naming the first thing that is wrong
   */
  JsonNode ofCreate(Call call) {
    JsonNode wish = wish(call);
    needKnown(wish);
    for (Attribute attribute : resource.attributes()) {
      if (attribute.use() == Use.CREATE_REQUIRED && !wish.has(attribute.name())) {
        throw NeutronFault.invalid(
            "Failed to parse request. Required attribute '%s' not specified"
                .formatted(attribute.name()));
      }
    }
    wish.fieldNames().forEachRemaining(name -> needWritable(call, name, "create"));
    needWellFormed(wish);
    return wish;
  }

  /** The wished changes of a thing. */
  JsonNode ofUpdate(Call call) {
    JsonNode wish = wish(call);
    needKnown(wish);
    for (Map.Entry<String, JsonNode> field : wish.properties()) {
      Use use = attribute(field.getKey()).use();
      if (use == Use.READ_ONLY || use == Use.CREATE || use == Use.CREATE_REQUIRED) {
        throw NeutronFault.invalid("Cannot update read-only attribute " + field.getKey());
      }
      needWritable(call, field.getKey(), "update");
    }
    needWellFormed(wish);
    return wish;
  }

  private JsonNode wish(Call call) {
    Optional<JsonNode> body = call.request().json();
    if (body.isEmpty()) {
      throw NeutronFault.invalid(
          "MalformedRequestBody", "Malformed request body: Cannot understand JSON.");
    }
    JsonNode wish = body.get().path(resource.singular());
    if (wish.isMissingNode() || body.get().isEmpty()) {
      throw NeutronFault.invalid(
          body.get().isEmpty()
              ? "Resource body required"
              : "Unable to find '%s' in request body".formatted(resource.singular()));
    }
    if (!wish.isObject()) {
      throw NeutronFault.invalid("Resource body required");
    }
    return wish;
  }

  private void needKnown(JsonNode wish) {
    List<String> unknown = new ArrayList<>();
    wish.fieldNames()
        .forEachRemaining(
            name -> {
              if (!attributes.containsKey(name)) {
                unknown.add(name);
              }
            });
    if (!unknown.isEmpty()) {
      throw NeutronFault.invalid("Unrecognized attribute(s) '" + String.join(", ", unknown) + "'");
    }
  }

  private void needWritable(Call call, String name, String action) {
    Use use = attribute(name).use();
    if (use == Use.READ_ONLY) {
      throw NeutronFault.invalid("Attribute '" + name + "' not allowed in POST");
    }
    if (use == Use.ADMIN && !call.caller().admin()) {
      String rule = action + "_" + resource.singular();
      throw NeutronFault.policy("(rule:%s and rule:%s:%s)".formatted(rule, rule, name));
    }
  }

  private void needWellFormed(JsonNode wish) {
    for (Map.Entry<String, JsonNode> field : wish.properties()) {
      Optional<String> problem = attribute(field.getKey()).problem(field.getValue());
      if (problem.isPresent()) {
        throw NeutronFault.invalid(problem.get());
      }
      if (field.getValue().asText("").codePoints().anyMatch(Character::isSupplementaryCodePoint)) {
        throw NeutronFault.unstorable();
      }
    }
  }

  private Attribute attribute(String name) {
    Attribute found = attributes.get(name);
    if (found == null) {
      throw NeutronFault.invalid("Unrecognized attribute(s) '" + name + "'");
    }
    return found;
  }
}
