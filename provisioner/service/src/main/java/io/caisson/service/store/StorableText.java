package io.caisson.service.store;

import io.caisson.domain.cluster.Redaction;

/**
 * Which texts can be kept: those that PostgreSQL's {@code jsonb} takes. NUL and halves of surrogate
 * pairs are no characters to it.
 */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  private StorableText() {}

  /**
   * The same text, if it can be kept.
   *
   * @throws IllegalArgumentException saying which character cannot, and where it is
   */
  public static String check(String text) {
    int place = firstBad(text, 0);
    if (place < text.length()) {
      throw new IllegalArgumentException(
          "character %d of a text is U+%04X, which cannot be stored"
              .formatted(place + 1, (int) text.charAt(place)));
    }
    return text;
  }

  /** The text with U+FFFD for each character that cannot be kept; for texts from outside. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder(text);
    for (int bad = firstBad(text, 0); bad < text.length(); bad = firstBad(text, bad + 1)) {
      clean.setCharAt(bad, REPLACEMENT);
    }
    return clean.toString();
  }

  /** The same without secrets: what others say may quote what they were sent, and is shown. */
  public static String told(String text) {
    return Redaction.of(clean(text));
  }

  private static int firstBad(String text, int from) {
    int at = from;
    while (at < text.length()) {
      int point = text.codePointAt(at);
      if (point == 0 || Character.getType(point) == Character.SURROGATE) {
        return at;
      }
      at += Character.charCount(point);
    }
    return text.length();
  }
}
