package io.caisson.lives.app;

import io.caisson.lives.Roll;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What had been spent at a moment. */
record Spent(long nanos, double cpu) {
  static Spent now() {
    return new Spent(System.nanoTime(), CoreTime.seconds());
  }

  /** What was spent since then, and on what. */
  String told(int decisions) {
    return String.format(
        Locale.ROOT,
        "%s; with the cluster's creation %d decisions, %.0f s, %.0f CPU-seconds; %d processors,"
            + " load %.1f, Java %s",
        Roll.conditions(),
        decisions,
        (System.nanoTime() - nanos) / 1e9,
        CoreTime.seconds() - cpu,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.version());
  }
}
