package io.caisson.simulator.contract;

import io.caisson.contract.cloud.openstack.OpenStackEnvironment;
import io.caisson.contract.cloud.openstack.Variables;
import io.caisson.simulator.app.Simulator;
import io.caisson.simulator.app.SimulatorOptions;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The simulator as an OpenStack like any other, with nobody else in it. */
final class SimulatedCloud {
  /** Long enough that a server is seen while it is built. */
  private static final Timing QUICK =
      new Timing(Duration.ofMillis(300), Duration.ZERO, Duration.ZERO, 0.2);

  private SimulatedCloud() {}

  static OpenStackEnvironment start() {
    Simulator simulator =
        Simulator.start(SimulatorOptions.usual().with(QUICK), (_, _) -> Guests.none());
    Map<String, String> told = simulator.environment();
    Map<String, String> named = new HashMap<>();
    for (String name : new String[] {"AUTH_URL", "USERNAME", "PASSWORD", "PROJECT_NAME"}) {
      named.put(name, told.get("OS_" + name));
    }
    for (String name : new String[] {"USERNAME", "PASSWORD", "PROJECT_NAME"}) {
      named.put("ADMIN_" + name, told.get("ADMIN_OS_" + name));
    }
    for (String name : new String[] {"IMAGE", "FLAVOR", "NETWORK", "EXTERNAL_NETWORK"}) {
      named.put(name, told.get("CAISSON_" + name));
    }
    return new OpenStackEnvironment(Variables.of(named), new RealDriver(), simulator::close);
  }
}
