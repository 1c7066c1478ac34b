package io.caisson.domain.disruption;

import java.util.Optional;

/** A rule's answer. */
public sealed interface Verdict {
  /**
   * It may be.
   *
   * @param warning what stands against it and binds others; empty if nothing does
   */
  record Go(Optional<String> warning) implements Verdict {}

  /** Not now, and why. */
  record Hold(String why) implements Verdict {}

  static Verdict go() {
    return new Go(Optional.empty());
  }

  static Verdict hold(String why) {
    return new Hold(why);
  }

  /** What this answer is to somebody whom the rule does not bind: a warning. */
  default Verdict waived() {
    return new Go(against());
  }

  /** What stands against it, whether it binds or warns. */
  default Optional<String> against() {
    return switch (this) {
      case Go(var warning) -> warning;
      case Hold(String why) -> Optional.of(why);
    };
  }

  default boolean goes() {
    return this instanceof Go;
  }
}
