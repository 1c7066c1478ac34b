package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A file that describes something, in YAML or JSON; {@code -} is the standard input. */
final class SpecFile {
  private SpecFile() {}

  static ObjectNode read(String name) {
    try {
      JsonNode tree = Http.JSON.valueToTree(yaml().load(text(name)));
      if (tree instanceof ObjectNode object) {
        return object;
      }
      throw wrong(name, "it holds no object");
    } catch (IOException unreadable) {
      throw wrong(name, "cannot read it: " + unreadable.getMessage());
    } catch (YAMLException malformed) {
      throw wrong(name, "it is no YAML: " + malformed.getMessage());
    }
  }

  /** Plain values only: nothing in a file makes an object of a class. */
  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }

  private static String text(String name) throws IOException {
    if (!name.equals("-")) {
      return Files.readString(Path.of(name));
    }
    InputStream in = System.in;
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static CommandFailed wrong(String name, String what) {
    return new CommandFailed(CommandFailed.Exit.USAGE, name + ": " + what);
  }
}
