package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Pace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Row 19 of the list, as far as a roll is concerned: most Nodes fall silent at once. */
class OutageFailuresTest {
  @Test
  void row19ANetworkIsCutAndMostLeasesExpire(TestInfo test) {
    Patient one = new Patient(Constitution.of(1, 4));
    one.untilEnd();
    List<String> all =
        one.cluster().machinesOf("worker").stream().map(it -> it.id().toString()).toList();
    all.forEach(name -> one.nodeIsReady(name, false));
    one.pass(Duration.ofMinutes(1));
    one.roll("worker", one.otherImage(), new Pace(0, 2));
    one.pass(Duration.ofMinutes(30));
    assertThat(one.cluster().grants()).isEmpty();
    assertThat(one.cluster().machinesOf("worker"))
        .extracting(machine -> machine.id())
        .containsExactlyElementsOf(all.stream().map(MachineId::parse).toList());
    all.forEach(name -> one.nodeIsReady(name, true));
    one.pass(Duration.ofSeconds(5));
    one.watched(() -> assertThat(one.available()).isGreaterThanOrEqualTo(2));
    one.turns("the network was mended, and no more than two were missing at a time");
    one.untilEnd();
    assertThat(one.made()).as("5, and one for each worker").isEqualTo(9);
    KnownFailures.tell(
        test,
        "A network is cut, most leases expire, and all that seems dead is replaced",
        one,
        "the brake for large outages",
        "to interrupt a machine that is not Ready cost nothing: all four left at once");
  }
}
