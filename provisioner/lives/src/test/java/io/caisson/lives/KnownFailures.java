package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestInfo;

/**
 * The two tables of {@code docs/failures.md}: what can go wrong with a cluster, and what has gone
 * wrong with other systems, row by row of a list that was drawn up of their issues.
 */
final class KnownFailures {
  private static final String HEADING = "## What others met\n";
  private static final String INTRODUCTION =
      HEADING
          + """

          Rows of a list of failures that users of other systems have reported, by their numbers in it, each played here by the test
          that is named. How a test was seen red: what was changed in the product for a moment, so that the test failed.

          | row | what went wrong elsewhere | what you read here | what happened next | test | how it was seen red |
          |---|---|---|---|---|---|
          """;
  private static final Pattern NUMBER = Pattern.compile("row(\\d+a?)\\p{javaUpperCase}.*");
  private static final Pattern LINE = Pattern.compile("\\| (\\d+a?) \\|.*");

  private KnownFailures() {}

  /**
   * Holds one row of the second table to what was read and done.
   *
   * @param test whose name begins with the row's number
   * @param elsewhere what went wrong there, in words
   * @param words some of those that were to be read
   * @param red what of the product was broken to see the test fail
   */
  static void tell(TestInfo test, String elsewhere, Patient one, String words, String red) {
    String method = test.getTestMethod().orElseThrow().getName();
    Matcher number = NUMBER.matcher(method);
    assertThat(number.matches()).as("%s begins with a row's number", method).isTrue();
    String type = test.getTestClass().orElseThrow().getSimpleName();
    String name = "`%s.%s`".formatted(type, method);
    hold(number.group(1), List.of(elsewhere, one.read(words), one.next(), name, red));
  }

  /** The same of a row that no life is played for. */
  static void hold(String number, List<String> cells) {
    String line =
        "| %s | %s |\n"
            .formatted(
                number, String.join(" | ", cells.stream().map(KnownFailures::cell).toList()));
    if (writes()) {
      TreeMap<String, String> lines = lines();
      lines.put(number, line);
      write(first() + "\n" + INTRODUCTION + String.join("", lines.values()));
    }
    assertThat(lines().get(number))
        .as("row %s of docs/failures.md; -Dfailures=write writes it, to be read then", number)
        .isEqualTo(line);
  }

  static boolean writes() {
    return "write".equals(System.getProperty("failures"));
  }

  /** The first table, with what stands before it. */
  static String first() {
    String page = page();
    int end = page.indexOf("\n" + HEADING);
    return end < 0 ? page : page.substring(0, end);
  }

  static void writeFirst(String text) {
    write(text + page().substring(first().length()));
  }

  /** The lines of the second table by the numbers of their rows. */
  static TreeMap<String, String> lines() {
    TreeMap<String, String> lines = new TreeMap<>(Comparator.comparing(KnownFailures::padded));
    page()
        .substring(first().length())
        .lines()
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> lines.put(line.group(1), line.group() + "\n"));
    return lines;
  }

  private static String padded(String number) {
    return number.endsWith("a") ? number : number + " ";
  }

  static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\R", "<br>");
  }

  private static String page() {
    try {
      return Files.readString(file());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void write(String page) {
    try {
      Files.writeString(file(), page);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static Path file() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = Objects.requireNonNull(here.getParent(), "this runs within the project");
    }
    return here.resolve("docs/failures.md");
  }
}
