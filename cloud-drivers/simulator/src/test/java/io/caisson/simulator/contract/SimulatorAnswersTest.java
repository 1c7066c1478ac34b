package io.caisson.simulator.contract;

import io.caisson.contract.cloud.AnswerContract;
import io.caisson.contract.cloud.Environment;
import org.junit.jupiter.api.Order;

/** The other half of the cloud contract, at the same time in another simulated cloud. */
@Order(1)
class SimulatorAnswersTest implements AnswerContract {
  @Override
  public Environment environment() {
    return SimulatedCloud.start();
  }
}
