package io.caisson.service.bootstrap.kubeadm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/**
 * Reads documents as strictly as a kubeadm of their time: for releases whose kubeadm is not there
 * to be asked.
 */
final class StrictFields {
  private final Map<String, Map<String, String>> types = new LinkedHashMap<>();

  StrictFields(String version) throws IOException {
    Path file = Path.of("src/test/resources/kubeadm-fields", version + ".txt");
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file, UTF_8)) {
      if (line.startsWith("  ")) {
        String[] words = line.strip().split(" ", -1);
        current.put(words[0], words[1]);
      } else if (!line.startsWith("#")) {
        current = new LinkedHashMap<>();
        types.put(line, current);
      }
    }
  }

  /** What it would refuse in the documents of kubeadm's own kinds. */
  List<String> problems(String stream) {
    List<String> problems = new ArrayList<>();
    for (Object document : new Yaml().loadAll(stream)) {
      Map<?, ?> map = (Map<?, ?>) document;
      String kind = String.valueOf(map.get("kind"));
      if (String.valueOf(map.get("apiVersion")).startsWith("kubeadm.k8s.io/")) {
        value(kind, kind, map, problems);
      }
    }
    return problems;
  }

  private void value(String path, String type, Object value, List<String> problems) {
    if (type.startsWith("[]") && value instanceof List<?> list) {
      list.forEach(element -> value(path + "[]", type.substring(2), element, problems));
    } else if (type.startsWith("{}") && value instanceof Map<?, ?> map) {
      map.values().forEach(element -> value(path + "{}", type.substring(2), element, problems));
    } else if (types.containsKey(type) && value instanceof Map<?, ?> map) {
      Map<String, String> fields = Objects.requireNonNull(types.get(type));
      map.forEach((key, element) -> field(path + "." + key, fields.get(key), element, problems));
    } else if (!scalar(type, value)) {
      problems.add(path + " is not of type " + type);
    }
  }

  private void field(
      String path,
      @org.jspecify.annotations.Nullable String type,
      Object value,
      List<String> problems) {
    if (type == null) {
      problems.add("unknown field " + path);
    } else {
      value(path, type, value, problems);
    }
  }

  private static boolean scalar(String type, Object value) {
    return switch (type) {
      case "string" -> value instanceof String;
      case "duration" -> value instanceof String text && text.matches("(\\d+[hms])+");
      case "bool" -> value instanceof Boolean;
      case "int" -> value instanceof Integer;
      default -> false;
    };
  }
}
