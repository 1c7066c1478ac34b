package io.caisson.domain.plan;

import io.caisson.domain.cluster.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a machine's console that says why it does not come up: its last lines and, of those
 * before, the last that speak of a fault; without what only a terminal understands, without
 * repetition, without secrets, and never more than {@link #LIMIT} characters.
 */
final class ConsoleExcerpt {
  /** How many lines are asked for. */
  static final int LINES = 60;

  static final int LIMIT = 1_200;
  private static final int LINE_LIMIT = 240;
  private static final int LAST = 8;
  private static final int FAULTS = 5;
  private static final Pattern FAULT =
      Pattern.compile(
          "(?i)caisson:|error|fail|panic|fatal|warn|cannot|unable|denied|refused|timed out"
              + "|no space|no such|not found|unreachable|traceback|emergency");

  /** Colours and cursor movements (ECMA-48), titles of windows, and other escapes. */
  private static final Pattern ESCAPES =
      Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)|.)");

  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\uFFFD&&[^\\n]]");

  private ConsoleExcerpt() {}

  /** Empty if there is nothing to read. */
  static String of(String console) {
    String text = ESCAPES.matcher(console).replaceAll("").replaceAll("\\r\\n?", "\n");
    List<String> lines = lines(Redaction.of(UNPRINTABLE.matcher(text).replaceAll("")));
    int last = Math.max(0, lines.size() - LAST);
    List<String> kept = new ArrayList<>(faults(lines.subList(0, last)));
    kept.addAll(lines.subList(last, lines.size()));
    String excerpt = String.join("\n", kept);
    return excerpt.length() <= LIMIT ? excerpt : excerpt.substring(excerpt.length() - LIMIT);
  }

  /** What the guest itself says why it failed, and the excerpt that shows it. */
  static String verdict(String log) {
    String excerpt = of(log);
    return Stream.of("why: ", "FAILED: ")
            .flatMap(word -> last(excerpt, word).stream())
            .map(said -> said + "\n")
            .collect(Collectors.joining())
        + excerpt;
  }

  private static Optional<String> last(String excerpt, String word) {
    return excerpt
        .lines()
        .filter(line -> line.contains(word))
        .reduce((_, later) -> later)
        .map(line -> line.substring(line.indexOf(word) + word.length()));
  }

  private static List<String> faults(List<String> lines) {
    List<String> all = lines.stream().filter(line -> FAULT.matcher(line).find()).toList();
    return all.subList(Math.max(0, all.size() - FAULTS), all.size());
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      String plain = line.strip();
      boolean repeated = !lines.isEmpty() && lines.getLast().equals(cut(plain));
      if (!plain.isEmpty() && !repeated) {
        lines.add(cut(plain));
      }
    }
    return lines;
  }

  private static String cut(String line) {
    return line.length() <= LINE_LIMIT ? line : line.substring(0, LINE_LIMIT) + " …";
  }
}
