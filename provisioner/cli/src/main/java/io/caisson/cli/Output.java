package io.caisson.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine.Option;

/** How a command shows what it was told; shared by all commands that show something. */
final class Output {
  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.table;

  private final PrintStream out = System.out;

  /** The forms; their names are what a person types. */
  enum Form {
    table,
    json,
    yaml,
    name
  }

  /** A column of a table: its heading, and where in a thing it is. */
  record Column(String heading, String place) {}

  static Column column(String heading, String place) {
    return new Column(heading, place);
  }

  boolean table() {
    return form == Form.table;
  }

  /**
   * Shows a list of things.
   *
   * @param name where in each its name is
   */
  int list(List<JsonNode> things, String name, List<Column> columns) {
    switch (form) {
      case table -> {
        Table table = new Table(columns.stream().map(Column::heading).toArray(String[]::new));
        for (JsonNode thing : things) {
          table.row(columns.stream().map(one -> text(thing, one.place())).toArray(String[]::new));
        }
        out.println(table);
      }
      case name -> things.forEach(thing -> out.println(text(thing, name)));
      case json, yaml -> print(Http.JSON.valueToTree(things));
    }
    return 0;
  }

  /** Shows one thing; as a table, a line for each field. */
  int one(JsonNode thing, String name, List<Column> fields) {
    switch (form) {
      case table ->
          fields.forEach(
              field -> out.printf("%-20s %s%n", field.heading(), text(thing, field.place())));
      case name -> out.println(text(thing, name));
      case json, yaml -> print(thing);
    }
    return 0;
  }

  private void print(JsonNode tree) {
    try {
      out.println(
          form == Form.json
              ? Http.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree)
              : yaml(tree).stripTrailing());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("JSON can be written", impossible);
    }
  }

  private static String yaml(JsonNode tree) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    return new Yaml(options).dump(Http.JSON.convertValue(tree, Object.class));
  }

  static String text(JsonNode thing, String place) {
    JsonNode value = thing.at(place);
    return value.isContainerNode() ? value.toString() : value.isNull() ? "" : value.asText();
  }
}
