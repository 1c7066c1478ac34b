package io.caisson.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every Java file looks as google-java-format writes it. This writes them so:
 *
 * <pre>./mvnw test -pl provisioner/cli -Dtest=FormatTest -Dformat=write</pre>
 */
class FormatTest {
  private static final boolean WRITE = "write".equals(System.getProperty("format"));

  @Test
  void everyJavaFileIsFormatted() {
    List<Path> files = Repository.here().javaFiles();
    assertThat(WRITE ? format("--replace", files) : format("--dry-run", files))
        .as("not formatted; the comment on FormatTest tells the cure")
        .isEmpty();
  }

  @Test
  void aBadlyFormattedFileWouldBeSeen(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("A.java"), "class  A{ int a ;}\n");
    assertThat(format("--dry-run", List.of(file))).isEqualTo(file + "\n");
  }

  /**
   * What the formatter says: with --dry-run the files that it would change, and what does not
   * parse.
   */
  private static String format(String how, List<Path> files) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said);
    String[] arguments =
        Stream.concat(Stream.of(how), files.stream().map(Path::toString)).toArray(String[]::new);
    ToolProvider.findFirst("google-java-format").orElseThrow().run(out, out, arguments);
    out.flush();
    return said.toString();
  }
}
