package io.caisson.service.workload.fabric8;

import io.caisson.contract.etcd.EtcdContract;
import io.caisson.contract.etcd.EtcdUnderTest;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The etcd of a real cluster, as {@link RealEtcd} finds it. */
@EnabledIfEnvironmentVariable(
    named = RealEtcd.PKI,
    matches = ".+",
    disabledReason = "no folder with a real etcd's authority is named by " + RealEtcd.PKI)
class RealEtcdContractTest implements EtcdContract {
  private final RealEtcd cluster = RealEtcd.ofEnvironment();

  @Override
  public EtcdUnderTest cluster() {
    return cluster;
  }
}
