package io.caisson.service.bootstrap;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of this machine that judges what we write. */
public final class ForeignTool {
  private ForeignTool() {}

  /** Its exit status and all that it printed. */
  public record Outcome(int exit, String text) {}

  public static boolean present(String name) {
    return Stream.concat(Stream.of(""), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .map(folder -> Path.of(folder).resolve(name))
        .anyMatch(file -> file.isAbsolute() && Files.isExecutable(file));
  }

  public static Outcome run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }
}
