package io.caisson.simulator.machines;

import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.BootedInstance.Hardware;
import io.caisson.simulator.model.BootedInstance.Nic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An instance as the data centre tells of it. */
final class Instances {
  static final String ID = "9f6e9bd8-4c54-4a7e-9d6b-0a3a7a1f2b3c";

  private Instances() {}

  static BootedInstance at(String address) {
    return at(address, Optional.of("#cloud-config\nhostname: blue-worker-1\n"));
  }

  static BootedInstance at(String address, Optional<String> userData) {
    return new BootedInstance(
        ID,
        "Blue worker_1",
        1,
        Map.of("caisson.cluster", "blue"),
        userData,
        List.of(new Nic("fa:16:3e:00:00:0b", address, 24, List.of("10.77.2.9"))),
        new Hardware(2, 4096, 40, "az1", "debian-12-kubernetes-v1.34.4", "project-1"));
  }
}
