package io.caisson.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of {@code export NAME='value'} lines, as a shell sources it. */
record EnvFile(Map<String, String> values) {
  private static final Pattern LINE =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*?)\\s*");

  EnvFile {
    values = new LinkedHashMap<>(values);
  }

  static EnvFile read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        Matcher found = LINE.matcher(line);
        if (found.matches()) {
          values.put(found.group(1), unquoted(found.group(2)));
        }
      }
    } catch (IOException unreadable) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "cannot read %s: %s".formatted(file, unreadable.getMessage()));
    }
    return new EnvFile(values);
  }

  private static String unquoted(String text) {
    if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
      return text.substring(1, text.length() - 1).replace("'\\''", "'");
    }
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      return text.substring(1, text.length() - 1);
    }
    return text;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  String need(String name) {
    return get(name)
        .orElseThrow(
            () ->
                new CommandFailed(
                    CommandFailed.Exit.USAGE,
                    name + " is not set; source the file that `caisson up` writes, or set it"));
  }

  EnvFile with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new EnvFile(more);
  }

  /** Readable by its owner only: it holds passwords. */
  void write(Path file) {
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) ->
            text.append("export %s='%s'%n".formatted(name, value.replace("'", "'\\''"))));
    try {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(fresh);
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException unwritable) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "cannot write %s: %s".formatted(file, unwritable.getMessage()));
    }
  }
}
