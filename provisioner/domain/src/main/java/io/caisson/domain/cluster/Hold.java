package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * A named reason not to act, or not to go on.
 *
 * @param name such as {@code quota} or {@code credential}
 * @param reason in a sentence, with figures, and what to do
 * @param fatal nothing but a change of the desired state can lift it
 */
public record Hold(String name, String reason, boolean fatal, Instant since) {
  /** The one that a person places: no machine is replaced by a better one meanwhile. */
  public static final String PAUSE = "pause";
}
