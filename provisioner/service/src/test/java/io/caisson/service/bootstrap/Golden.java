package io.caisson.service.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that are compared exactly with files under src/test/resources/golden. After a change that
 * is wanted, {@code CAISSON_GOLDEN_WRITE=1} in the environment writes them anew, and the difference
 * is to be read.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void assertEqual(String name, String actual) {
    try {
      Path file = FOLDER.resolve(name);
      if ("1".equals(System.getenv("CAISSON_GOLDEN_WRITE"))) {
        Files.writeString(file, actual);
      }
      assertThat(actual).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
