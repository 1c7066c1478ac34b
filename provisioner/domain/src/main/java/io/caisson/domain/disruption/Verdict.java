package io.caisson.domain.disruption;

/** A rule's answer. */
public sealed interface Verdict {
  /** Nothing stands against it. */
  record Go() implements Verdict {}

  /** Not now, and why. */
  record Hold(String why) implements Verdict {}

  static Verdict go() {
    return new Go();
  }

  static Verdict hold(String why) {
    return new Hold(why);
  }

  default boolean goes() {
    return this instanceof Go;
  }
}
