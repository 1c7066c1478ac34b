package io.caisson.domain.cluster;

import java.time.Instant;

/**
 * The right to interrupt one machine. It is given in the same commit as what makes use of it, and
 * ends when the machine is seen Ready again or is gone.
 */
public record Grant(MachineId machine, Actor actor, String reason, Instant since) {
  /** On whose behalf a machine is interrupted; the ledger's rules differ by it. */
  public enum Actor {
    USER,
    UPGRADE,
    HEALING,
    AUTOSCALER
  }
}
