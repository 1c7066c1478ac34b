package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of one version of a configuration API. It finds what Go's strict decoder would find:
 * unknown fields, which are told together, and values of a wrong type, of which the first is fatal.
 */
final class FieldSchema {
  private static final Pattern DURATION =
      Pattern.compile(
          "[-+]?(0|(\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|ms|s|m|h)((\\d+(\\.\\d*)?)(ns|us|µs|ms|s|m|h))*)");

  private final Map<String, Map<String, String>> types;

  private FieldSchema(Map<String, Map<String, String>> types) {
    this.types = types;
  }

  /** Empty if this version of kubeadm does not know that API. */
  static Optional<FieldSchema> of(String apiVersion) {
    String name = apiVersion.replace('/', '-') + ".txt";
    if (!name.matches("[a-z0-9.-]+")) {
      return Optional.empty();
    }
    try (InputStream in = FieldSchema.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              new FieldSchema(read(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean knows(String kind) {
    return types.containsKey(kind);
  }

  /**
   * The paths of unknown fields; throws {@link KubeadmFailure} for the first value of a wrong type.
   */
  List<String> unknownFields(String kind, JsonNode document) {
    List<String> unknown = new ArrayList<>();
    object(kind, document, "", unknown);
    return unknown;
  }

  private void object(String type, JsonNode value, String path, List<String> unknown) {
    Map<String, String> fields = types.getOrDefault(type, Map.of());
    for (var entry : value.properties()) {
      String at = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
      String expected = fields.get(entry.getKey());
      if (expected == null) {
        unknown.add(at);
      } else {
        value(new Place(type, at, expected), entry.getValue(), unknown);
      }
    }
  }

  private void value(Place place, JsonNode value, List<String> unknown) {
    String type = place.type();
    if (value.isNull() || type.equals("any")) {
      return;
    }
    if (type.startsWith("[]")) {
      require(place, value, value.isArray());
      for (int i = 0; i < value.size(); i++) {
        Place element =
            new Place(place.owner(), "%s[%d]".formatted(place.path(), i), type.substring(2));
        value(element, value.get(i), unknown);
      }
    } else if (type.startsWith("{}")) {
      require(place, value, value.isObject());
      for (var entry : value.properties()) {
        Place element =
            new Place(place.owner(), place.path() + "." + entry.getKey(), type.substring(2));
        value(element, entry.getValue(), unknown);
      }
    } else if (types.containsKey(type)) {
      require(place, value, value.isObject());
      object(type, value, place.path(), unknown);
    } else {
      require(place, value, isScalar(type, value));
      if (type.equals("duration") && !DURATION.matcher(value.asText()).matches()) {
        throw new KubeadmFailure("time: invalid duration \"%s\"".formatted(value.asText()));
      }
    }
  }

  private static boolean isScalar(String type, JsonNode value) {
    return switch (type) {
      case "string", "duration" -> value.isTextual();
      case "bool" -> value.isBoolean();
      case "int" -> value.isIntegralNumber();
      case "float" -> value.isNumber();
      default -> true;
    };
  }

  private static void require(Place place, JsonNode value, boolean fits) {
    if (!fits) {
      throw new KubeadmFailure(
          "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
              .formatted(named(value), place.owner(), place.path(), place.goType()));
    }
  }

  private static String named(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case NUMBER -> "number";
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      default -> "object";
    };
  }

  private static Map<String, Map<String, String>> read(String text) {
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      if (line.startsWith("  ")) {
        String[] parts = line.strip().split(" ", 2);
        current.put(parts[0], parts[1]);
      } else {
        current = new LinkedHashMap<>();
        types.put(line, current);
      }
    }
    return types;
  }

  /**
   * Where a value stands.
   *
   * @param owner the Go type that has the field
   */
  private record Place(String owner, String path, String type) {
    String goType() {
      return switch (type) {
        case "int" -> "int32";
        case "duration" -> "string";
        case "float" -> "float64";
        default -> type.replace("{}", "map[string]");
      };
    }
  }
}
