package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * The right to interrupt one machine. It is given in the same commit as what makes use of it, and
 * ends when the machine is seen Ready again or is gone.
 *
 * @param warning why anybody but a user would have been refused; empty if nobody would
 */
public record Grant(
    MachineId machine, Actor actor, String reason, Instant since, Optional<String> warning) {
  /** On whose behalf a machine is interrupted; the ledger's rules differ by it. */
  public enum Actor {
    USER,
    UPGRADE,
    HEALING,
    AUTOSCALER
  }

  /** The warning as a person reads it. */
  public Optional<String> warned() {
    return warning.map("anybody but a user would be refused: "::concat);
  }
}
