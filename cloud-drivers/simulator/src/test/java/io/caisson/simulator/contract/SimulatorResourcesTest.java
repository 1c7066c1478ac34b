package io.caisson.simulator.contract;

import io.caisson.contract.cloud.Environment;
import io.caisson.contract.cloud.ResourceContract;
import org.junit.jupiter.api.Order;

/** One half of the cloud contract: the simulator's HTTP face through the real driver. */
@Order(1)
class SimulatorResourcesTest implements ResourceContract {
  @Override
  public Environment environment() {
    return SimulatedCloud.start();
  }
}
