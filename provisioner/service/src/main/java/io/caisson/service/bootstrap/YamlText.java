package io.caisson.service.bootstrap;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML 1.1 text of maps, lists, strings, numbers and booleans: what PyYAML (cloud-init) and
 * sigs.k8s.io/yaml (Kubernetes) read back as the same values. Values are never put into a text
 * template.
 */
public final class YamlText {
  /** Ends of line for YAML 1.1, and for nobody else. */
  private static final Pattern RARE_BREAK = Pattern.compile("[\\x{85}\\x{2028}\\x{2029}]");

  private YamlText() {}

  /**
   * One document, without a start mark.
   *
   * @throws IllegalArgumentException if a string holds characters that YAML cannot, such as NUL
   */
  public static String of(Object document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(Integer.MAX_VALUE);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    return new Yaml(new LiteralLines(options), options).dump(document);
  }

  /** Several documents in one stream. */
  public static String ofAll(List<?> documents) {
    return documents.stream().map(YamlText::of).collect(Collectors.joining("---\n"));
  }

  /** Writes strings of several lines as they are read; all others in the shortest safe style. */
  private static final class LiteralLines extends Representer {
    LiteralLines(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      if (tag == Tag.BINARY) {
        throw new IllegalArgumentException("a text with characters that YAML cannot hold");
      }
      return super.representScalar(tag, value, tag == Tag.STR ? styleOf(value, style) : style);
    }

    private static ScalarStyle styleOf(String value, ScalarStyle otherwise) {
      if (RARE_BREAK.matcher(value).find()) {
        return ScalarStyle.DOUBLE_QUOTED;
      }
      return value.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : otherwise;
    }
  }
}
