package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.cloud.openstack.KeptWalk;
import io.caisson.contract.cloud.openstack.OpenStackEnvironment;
import io.caisson.contract.cloud.openstack.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Walks the kept exchanges on a real OpenStack, and writes down what it answers now. */
@EnabledIfEnvironmentVariable(named = "CAISSON_CONTRACT_OPENSTACK_RECORD", matches = ".+")
class RecordWalkTest {
  @Test
  void theAnswersOfARealCloudAreKeptAsData() throws IOException {
    try (OpenStackEnvironment cloud =
        new OpenStackEnvironment(Variables.ofThisProcess(), new DriverUnderTest())) {
      String walk = KeptWalk.record(cloud);
      assertThat(walk).startsWith("[");
      Files.writeString(Path.of(System.getenv("CAISSON_CONTRACT_OPENSTACK_RECORD")), walk);
    }
  }
}
