package io.caisson.domain.cluster;

import java.util.Optional;
import java.util.regex.Pattern;

/** The rule for names of clusters and cluster templates, which is Magnum's. */
public final class ClusterName {
  public static final int LIMIT = 242;
  private static final Pattern FORM = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]*");
  private static final int SHOWN = 40;

  private ClusterName() {}

  /** What is wrong with a name; empty if nothing is. */
  public static Optional<Problem> problem(String name) {
    if (name.length() > LIMIT) {
      return wrong("has %d characters, at most %d are allowed".formatted(name.length(), LIMIT));
    }
    return FORM.matcher(name).matches()
        ? Optional.empty()
        : wrong(
            "'%s' must begin with a letter and may go on with letters, digits, '_', '.' and '-'"
                .formatted(printable(name)));
  }

  private static Optional<Problem> wrong(String text) {
    return Optional.of(new Problem("name", text));
  }

  /** So that a hostile name spoils neither a log nor a terminal. */
  private static String printable(String name) {
    String plain = name.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
