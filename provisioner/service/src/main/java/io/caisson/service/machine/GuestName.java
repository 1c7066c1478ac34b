package io.caisson.service.machine;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.MachineId;
import java.util.Optional;

/** What a guest calls itself when it asks us: the cluster's id and the machine's, in one word. */
record GuestName(ClusterId cluster, MachineId machine) {
  static Optional<GuestName> parse(String text) {
    int at = text.indexOf('_');
    try {
      return at < 0
          ? Optional.empty()
          : Optional.of(
              new GuestName(
                  new ClusterId(text.substring(0, at)), MachineId.parse(text.substring(at + 1))));
    } catch (IllegalArgumentException somethingElse) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return cluster + "_" + machine;
  }
}
