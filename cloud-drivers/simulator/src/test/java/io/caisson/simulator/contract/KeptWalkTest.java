package io.caisson.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.cloud.openstack.KeptWalk;
import io.caisson.contract.cloud.openstack.OpenStackEnvironment;
import org.junit.jupiter.api.Test;

/** The face answers as the real cloud did: statuses, fields, and the words of refusals. */
class KeptWalkTest {
  @Test
  void theFaceAnswersAsTheRealCloudDid() {
    try (OpenStackEnvironment cloud = SimulatedCloud.start()) {
      assertThat(KeptWalk.differences(cloud)).isEmpty();
    }
  }
}
