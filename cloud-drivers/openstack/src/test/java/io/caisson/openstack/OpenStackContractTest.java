package io.caisson.openstack;

import io.caisson.contract.cloud.CloudContract;
import io.caisson.contract.cloud.Environment;
import io.caisson.contract.cloud.openstack.OpenStackEnvironment;
import io.caisson.contract.cloud.openstack.Variables;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The driver and the OpenStack that {@link Variables} name, under the contract of every cloud. */
@EnabledIfEnvironmentVariable(named = "CAISSON_CONTRACT_OPENSTACK_AUTH_URL", matches = ".+")
class OpenStackContractTest implements CloudContract {
  @Override
  public Environment environment() {
    return new OpenStackEnvironment(Variables.ofThisProcess(), new DriverUnderTest());
  }
}
