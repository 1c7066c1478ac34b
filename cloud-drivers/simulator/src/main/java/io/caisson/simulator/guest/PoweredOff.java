package io.caisson.simulator.guest;

/** The machine went off under the running program, which ends here. */
final class PoweredOff extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PoweredOff() {
    super("the machine is off", null, false, false);
  }
}
