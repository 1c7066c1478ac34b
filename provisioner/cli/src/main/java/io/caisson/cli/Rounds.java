package io.caisson.cli;

/**
 * How long it takes to replace machines if nothing waits for anything but servers and what runs on
 * them: ⌈machines ÷ surge⌉ times the critical path of one replacement. Where many come one after
 * the other, chance evens out, so that path is made of the means of what {@link Bench} names, not
 * of the longest of each: 11 s for a VM, 2.2 s each for a node and an API server.
 *
 * @param machines to be replaced
 * @param surge how many are made at a time
 * @param one seconds from the order of one to its being Ready
 */
record Rounds(int machines, int surge, double one) {
  private static final double VM = 11;
  private static final double NODE = 2.2;
  private static final double API = 2.2;

  static Rounds ofWorkers(int machines, int surge) {
    return new Rounds(machines, surge, VM + NODE);
  }

  /** An old one leaves before another new one comes. */
  static Rounds ofControlPlanes(int machines) {
    return new Rounds(machines, 1, VM + NODE + API);
  }

  double seconds() {
    return Math.ceilDiv(machines, surge) * one;
  }
}
