package io.caisson.simulator.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.FloatingAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineFleetTest {
  private static final String NAME = "blue-worker-1-9f6e9bd8";

  private final RecordedShell shell = new RecordedShell();
  private final Cloud cloud = new Cloud();
  private final BootedInstance instance = Instances.at("10.77.0.11");
  private final MachineFleet fleet = fleet();

  private MachineFleet fleet() {
    try {
      InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
      MetadataService metadata = MetadataService.start(any, NameService.start(any));
      Bed bed = new Bed(Path.of("/bed"), "caisson-test");
      return new MachineFleet(
          new MachineFleet.Surroundings(bed, shell, cloud), PodNetwork.BRIDGE, metadata);
    } catch (IOException none) {
      throw new IllegalStateException(none);
    }
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void anInstanceThatStartsIsAMachineAndItsFloatingAddressLeadsThere() throws Exception {
    fleet.started(instance);
    assertThat(shell.next(3))
        .containsExactlyInAnyOrder(
            "centre.sh float 10.77.2.9", "machine.sh stop " + NAME, "machine.sh run " + NAME);
  }

  @Test
  void whatHappensToAnInstanceIsDoneInItsOrder() throws Exception {
    fleet.hung(Instances.ID); // not there yet: nothing to do
    fleet.started(instance);
    fleet.stopped(Instances.ID);
    fleet.started(instance);
    fleet.hung(Instances.ID);
    fleet.deleted(Instances.ID);
    assertThat(shell.next(9).stream().filter(line -> line.startsWith("machine.sh")))
        .containsExactly(
            "machine.sh stop " + NAME,
            "machine.sh run " + NAME,
            "machine.sh stop " + NAME,
            "machine.sh stop " + NAME,
            "machine.sh run " + NAME,
            "machine.sh freeze " + NAME,
            "machine.sh destroy " + NAME);
  }

  @Test
  void aRebuiltInstanceIsAMachineWithANewDisk() throws Exception {
    fleet.started(instance);
    fleet.stopped(Instances.ID);
    fleet.rebuilt(Instances.ID);
    fleet.started(instance);
    assertThat(shell.next(8).stream().filter(line -> line.startsWith("machine.sh")))
        .containsExactly(
            "machine.sh stop " + NAME,
            "machine.sh run " + NAME,
            "machine.sh stop " + NAME,
            "machine.sh destroy " + NAME,
            "machine.sh stop " + NAME,
            "machine.sh run " + NAME);
    assertThat(cloud.told).isEmpty();
  }

  @Test
  void aMachineIsCutOffAndMendedWhileItRuns() throws Exception {
    fleet.started(instance);
    fleet.cut(Instances.ID);
    fleet.mended(Instances.ID);
    assertThat(shell.next(5))
        .containsSubsequence("machine.sh cut " + NAME, "machine.sh mend " + NAME);
    assertThat(cloud.told).isEmpty();
  }

  @Test
  void whatAMachinePrintsIsTheInstancesConsole() throws Exception {
    fleet.started(instance);
    shell.next(3);
    shell.print(NAME, "[  OK  ] Reached target\n");
    assertThat(cloud.told).containsExactly("console: [  OK  ] Reached target\n");
  }

  @Test
  void theCloudIsToldOfAMachineThatGoesOffByItself() throws Exception {
    fleet.started(instance);
    shell.next(3);
    shell.end(NAME);
    assertThat(cloud.told).containsExactly("off: " + Instances.ID);
  }

  @Test
  void theCloudIsNotToldOfWhatItDidItself() throws Exception {
    fleet.started(instance);
    fleet.stopped(Instances.ID);
    fleet.started(instance);
    fleet.deleted(Instances.ID);
    shell.next(8);
    assertThat(cloud.told).isEmpty();
  }

  @Test
  void aFloatingAddressLeadsWhereItWasLastToldTo() throws Exception {
    FloatingAddress address = new FloatingAddress("10.77.2.5", "10.77.0.11");
    fleet.floatingIpAssociated(Instances.ID, address);
    fleet.floatingIpDissociated(Instances.ID, address);
    fleet.floatingIpAssociated("another", address);
    assertThat(shell.next(3))
        .containsExactly(
            "centre.sh float 10.77.2.5",
            "centre.sh unfloat 10.77.2.5",
            "centre.sh float 10.77.2.5");
  }

  @Test
  void nothingOutlivesTheFleet() throws Exception {
    fleet.started(instance);
    fleet.close();
    assertThat(shell.next(4)).contains("machine.sh destroy " + NAME);
    assertThat(cloud.told).isEmpty();
  }

  @Test
  void withoutADataCentreTheReasonIsSaid() {
    Bed nowhere = new Bed(Path.of("/bed"), "caisson-nowhere");
    assertThatThrownBy(() -> MachineFleet.in(nowhere, PodNetwork.NONE, cloud))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching("(?s).*(need root|no data centre caisson-nowhere).*");
  }

  @Test
  void aMachineIsOrderedAsItsInstanceSays() {
    Bed bed = new Bed(Path.of("/bed"), "caisson-test");
    List<String> command = bed.run(NAME, MachineSettings.of(instance, PodNetwork.NONE));
    assertThat(String.join(" ", command))
        .isEqualTo(
            "/bed/machine.sh run "
                + NAME
                + " --address 10.77.0.11/24 --gateway 10.77.0.1 --mac fa:16:3e:00:00:0b"
                + " --k8s 1.34.4 --mem 4096 --cni none");
  }

  @Test
  void namesThatTheHostCannotTakeAreRefused() {
    assertThatThrownBy(() -> new Bed(Path.of("/bed"), "a/../b"))
        .hasMessageContaining("a data centre's name");
    assertThatThrownBy(() -> PodNetwork.of("calico")).hasMessageContaining("calico");
  }
}
