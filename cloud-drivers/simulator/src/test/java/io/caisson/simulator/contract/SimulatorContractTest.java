package io.caisson.simulator.contract;

import io.caisson.contract.cloud.CloudContract;
import io.caisson.contract.cloud.Environment;

/** The simulator's HTTP face through the real driver. */
class SimulatorContractTest implements CloudContract {
  @Override
  public Environment environment() {
    return SimulatedCloud.start();
  }
}
