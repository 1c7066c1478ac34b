package io.caisson.simulator.machines;

import java.util.Arrays;
import java.util.Locale;

/** Where a machine's network plugin for pods comes from. */
public enum PodNetwork {
  /** Its image brings one that the data centre routes for: nodes are Ready at once. */
  BRIDGE,
  /** Somebody installs one into the cluster. */
  NONE;

  /**
   * @throws IllegalArgumentException if there is none of this name
   */
  public static PodNetwork of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.word().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no such pod network: " + name + " (bridge, none)"));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
