package io.caisson.lives;

import io.caisson.domain.cluster.MachineId;
import io.caisson.simulator.model.BootedInstance;

/**
 * What a server of a life is booted with, in the place of a script with a secret.
 *
 * @param attempt the try of its server whose guest it boots
 */
record LifeUserData(MachineId machine, int attempt) {
  static LifeUserData of(BootedInstance instance) {
    String[] parts = instance.userData().orElseThrow().split("/", 2);
    return new LifeUserData(MachineId.parse(parts[0]), Integer.parseInt(parts[1]));
  }

  String text() {
    return machine + "/" + attempt;
  }
}
