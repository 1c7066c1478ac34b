package io.caisson.service.bootstrap;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** One object of YAML that others wrote, as Kubernetes reads it: it knows no dates. */
public final class YamlObject {
  private YamlObject() {}

  /**
   * The object, in a map that may be changed.
   *
   * @throws IllegalArgumentException if the text is no YAML, or not of one object
   */
  public static Map<String, Object> read(String text) {
    LoaderOptions options = new LoaderOptions();
    DumperOptions unused = new DumperOptions();
    try {
      Object read =
          new Yaml(
                  new SafeConstructor(options),
                  new Representer(unused),
                  unused,
                  options,
                  new WithoutDates())
              .load(text);
      return fields(read)
          .orElseThrow(() -> new IllegalArgumentException("it is no object of YAML"));
    } catch (YAMLException e) {
      throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
    }
  }

  /** The value as an object, if it is one. */
  @SuppressWarnings("unchecked") // YAML's other keys do not occur in objects that Kubernetes reads
  public static Optional<Map<String, Object>> fields(Object value) {
    return value instanceof Map<?, ?> map
            && map.keySet().stream().allMatch(String.class::isInstance)
        ? Optional.of((Map<String, Object>) map)
        : Optional.empty();
  }

  /** The object in this field, if there is one. */
  public static Optional<Map<String, Object>> fields(Map<String, Object> parent, String name) {
    return Optional.ofNullable(parent.get(name)).flatMap(YamlObject::fields);
  }

  private static final class WithoutDates extends Resolver {
    @Override
    public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
      if (tag != Tag.TIMESTAMP) {
        super.addImplicitResolver(tag, regexp, first, limit);
      }
    }
  }
}
