package io.caisson.simulator.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * User-data as cloud-init reads it.
 *
 * @param files by path
 * @param commands of {@code runcmd}, each with its arguments
 * @see <a href="https://cloudinit.readthedocs.io/en/latest/reference/modules.html">cloud-init's
 *     modules</a>
 */
record UserData(
    Optional<String> hostname, Map<String, WrittenFile> files, List<List<String>> commands) {
  private static final String HEADER = "#cloud-config";

  UserData {
    files = Map.copyOf(files);
    commands = List.copyOf(commands);
  }

  /** Throws {@link Unreadable} for what cloud-init would not act on, with its warning. */
  static UserData parse(String text) {
    String first = text.lines().findFirst().orElse("");
    if (!first.stripTrailing().equals(HEADER)) {
      throw new Unreadable(
          "Unhandled non-multipart (text/x-not-multipart) userdata: '%s...'"
              .formatted(first.substring(0, Math.min(24, first.length()))));
    }
    if (!(load(text) instanceof Map<?, ?> document)) {
      throw new Unreadable(
          "Failed loading yaml blob. Yaml load allows (<class 'dict'>,) root types");
    }
    return new UserData(
        Optional.ofNullable(document.get("hostname")).map(Object::toString),
        files(document.get("write_files")),
        commands(document.get("runcmd")));
  }

  private static Object load(String text) {
    try {
      Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      return loaded == null ? Map.of() : loaded;
    } catch (YAMLException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new Unreadable("Failed loading yaml blob. Invalid format: " + why);
    }
  }

  private static Map<String, WrittenFile> files(@Nullable Object entries) {
    Map<String, WrittenFile> files = new LinkedHashMap<>();
    for (Object entry : list(entries, "write_files")) {
      if (!(entry instanceof Map<?, ?> file) || !(file.get("path") instanceof String path)) {
        throw new Unreadable("Failed to run module write_files: entry without a path");
      }
      if (file.containsKey("encoding") && !"text/plain".equals(file.get("encoding"))) {
        throw new Unreadable("write_files: this guest reads plain text only: " + path);
      }
      Object permissions = file.get("permissions") == null ? "0644" : file.get("permissions");
      if (!(permissions instanceof String octal) || !octal.matches("0?[0-7]{3}")) {
        throw new Unreadable(
            "write_files: Undecodable permissions %s of %s: quote them"
                .formatted(permissions, path));
      }
      Object content = file.get("content");
      files.put(path, new WrittenFile(octal, content == null ? "" : content.toString()));
    }
    return files;
  }

  private static List<List<String>> commands(@Nullable Object entries) {
    List<List<String>> commands = new ArrayList<>();
    for (Object entry : list(entries, "runcmd")) {
      switch (entry) {
        case String line -> commands.add(List.of("sh", "-c", line));
        case List<?> words -> commands.add(words.stream().map(String::valueOf).toList());
        default -> throw new Unreadable("Failed to shellify [...] into file runcmd");
      }
    }
    return commands;
  }

  private static List<?> list(@Nullable Object value, String module) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list;
      default ->
          throw new Unreadable("Failed to run module %s: a list is expected".formatted(module));
    };
  }

  /** Without contents, which hold secrets. */
  @Override
  public String toString() {
    return "UserData[" + files.keySet() + "]";
  }

  /**
   * @param permissions in octal
   */
  record WrittenFile(String permissions, String content) {
    boolean isExecutable() {
      return (Integer.parseInt(permissions, 8) & 0100) != 0;
    }

    @Override
    public String toString() {
      return "WrittenFile[" + permissions + "]";
    }
  }

  /** cloud-init warns and goes on without it. */
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message, null, false, false);
    }
  }
}
