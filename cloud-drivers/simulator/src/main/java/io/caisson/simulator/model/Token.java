package io.caisson.simulator.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Proof of a log-in.
 *
 * @param project the project's id; empty if the token is for none
 * @param application the application credential that it came from
 */
public record Token(
    String id,
    String audit,
    String user,
    Optional<String> project,
    Optional<ApplicationCredential> application,
    Instant issued,
    Instant expires) {
  /** Without the id, which is what a thief wants. */
  @Override
  public String toString() {
    return "Token[user=" + user + ", project=" + project + "]";
  }
}
