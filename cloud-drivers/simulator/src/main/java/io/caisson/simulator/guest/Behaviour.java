package io.caisson.simulator.guest;

import java.util.Optional;

/**
 * How a guest misbehaves during its bootstrap.
 *
 * @param stage where {@link Kind#HANGS} stops
 * @param message what {@link Kind#KUBEADM_FAILS} prints
 */
public record Behaviour(Kind kind, Optional<Stage> stage, String message) {
  /** What goes wrong. */
  public enum Kind {
    NORMAL,
    /** It boots, and nobody hears of it. */
    NEVER_CALLS_BACK,
    /** It fetches its bundle again after it has acknowledged it, and tells each stage twice. */
    CALLS_TWICE,
    /** The secret in its messages is not the one that it was given. */
    WRONG_SECRET,
    /** It does nothing any more after it has told a stage. */
    HANGS,
    /** kubeadm gives up with a message. */
    KUBEADM_FAILS
  }

  public static Behaviour normal() {
    return new Behaviour(Kind.NORMAL, Optional.empty(), "");
  }

  public static Behaviour of(Kind kind) {
    return new Behaviour(kind, Optional.empty(), "");
  }

  public static Behaviour hangsAfter(Stage stage) {
    return new Behaviour(Kind.HANGS, Optional.of(stage), "");
  }

  public static Behaviour kubeadmFails(String message) {
    return new Behaviour(Kind.KUBEADM_FAILS, Optional.empty(), message);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean hangsAt(Stage reached) {
    return is(Kind.HANGS) && stage.filter(reached::equals).isPresent();
  }
}
