package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An attribute of a Neutron resource, and how it may be set.
 *
 * @param form how its value must look
 * @param use when it may stand in a body
 */
record Attribute(String name, Form form, Use use) {
  private static final String UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

  /** What is wrong with this value; empty if nothing is. */
  Optional<String> problem(JsonNode value) {
    return form.problem(value).map(reason -> "Invalid input for " + name + ". Reason: " + reason);
  }

  static boolean isUuid(String text) {
    return text.matches(UUID);
  }

  /** When an attribute may be given. */
  enum Use {
    READ_ONLY,
    CREATE,
    CREATE_REQUIRED,
    ALWAYS,
    /** At creation and in changes, by administrators only. */
    ADMIN
  }

  /** How a value must look. */
  enum Form {
    ANY,
    TEXT,
    UUID,
    UUID_OR_NULL,
    UUID_LIST,
    BOOLEAN,
    DIRECTION;

    Optional<String> problem(JsonNode value) {
      return switch (this) {
        case ANY -> Optional.empty();
        case TEXT -> text(value);
        case UUID -> uuid(value);
        case UUID_OR_NULL -> value.isNull() ? Optional.empty() : uuid(value);
        case UUID_LIST -> uuids(value);
        case BOOLEAN -> bool(value);
        case DIRECTION -> direction(value);
      };
    }

    private static Optional<String> text(JsonNode value) {
      if (!value.isTextual()) {
        return Optional.of("'" + Python.str(value) + "' is not a valid string.");
      }
      return value.asText().length() > 255
          ? Optional.of("'" + value.asText() + "' exceeds maximum length of 255.")
          : Optional.empty();
    }

    private static Optional<String> uuid(JsonNode value) {
      return value.isTextual() && isUuid(value.asText())
          ? Optional.empty()
          : Optional.of("'" + Python.str(value) + "' is not a valid UUID.");
    }

    private static Optional<String> uuids(JsonNode value) {
      if (value.isNull()) {
        return Optional.empty();
      }
      if (!value.isArray()) {
        return Optional.of("'" + Python.str(value) + "' is not a list.");
      }
      for (JsonNode one : value) {
        Optional<String> problem = uuid(one);
        if (problem.isPresent()) {
          return problem;
        }
      }
      return Optional.empty();
    }

    private static Optional<String> bool(JsonNode value) {
      return value.isBoolean() || List.of("true", "false", "1", "0").contains(lower(value))
          ? Optional.empty()
          : Optional.of("'" + Python.str(value) + "' cannot be converted to boolean.");
    }

    private static Optional<String> direction(JsonNode value) {
      return List.of("ingress", "egress").contains(value.asText())
          ? Optional.empty()
          : Optional.of(Python.str(value) + " is not in valid_values.");
    }

    private static String lower(JsonNode value) {
      return value.asText().toLowerCase(Locale.ROOT);
    }
  }
}
