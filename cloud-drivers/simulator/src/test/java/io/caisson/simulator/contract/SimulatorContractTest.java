package io.caisson.simulator.contract;

import io.caisson.contract.cloud.CloudContract;
import io.caisson.contract.cloud.Environment;
import org.junit.jupiter.api.Order;

/** The simulator's HTTP face through the real driver. */
@Order(1)
class SimulatorContractTest implements CloudContract {
  @Override
  public Environment environment() {
    return SimulatedCloud.start();
  }
}
