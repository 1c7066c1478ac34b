package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.operation.ClusterStatus.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Control planes one machine of which is broken when a change begins, or breaks in its middle. */
class BrokenMemberLifeTest {
  @Test
  void aMemberWhoseEtcdHasStoppedIsTheFirstToGo() {
    Patient one = new Patient(Constitution.of(3, 1));
    one.untilEnd();
    String node = one.machine("control-plane-2").name();
    one.etcd.stops(node);
    one.roll("control-plane", one.otherImage(), Pace.DEFAULT);
    one.watched(() -> assertThat(one.etcd.hasMajority()).isTrue());
    one.until(ill -> !ill.etcd.isMember(node));
    assertThat(one.etcd.nodes())
        .contains(one.machine("control-plane-1").name(), one.machine("control-plane-3").name());
    one.turns("the others followed");
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(one.read("its member of etcd is not well")).contains("control-plane-2");
    assertThat(one.next()).contains("servers ever made: 7");
  }

  @Test
  void theOnlyMemberIsReplacedThoughItsKubeletIsDead() {
    Patient one = new Patient();
    one.untilEnd();
    one.nodeIsReady("control-plane-1", false);
    one.pass(Duration.ofMinutes(1));
    one.mark(Mark.REPLACE, "control-plane-1");
    one.watched(() -> assertThat(one.etcd.hasMajority()).isTrue());
    one.turns("another one joined first");
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(one.state("control-plane-1")).isEmpty();
    assertThat(one.next()).contains("servers ever made: 4");
  }

  @Test
  void aMemberThatBreaksWhileAnotherJoinsHoldsUpNobody() {
    Patient one = new Patient(Constitution.of(3, 1));
    one.untilEnd();
    one.roll("control-plane", one.otherImage(), Pace.DEFAULT);
    one.until(ill -> ill.kubernetes.knows(LifeAccess.token(id("control-plane-4"))));
    one.freeze("control-plane-3", Duration.ofHours(3));
    one.watched(() -> assertThat(one.etcd.hasMajority()).isTrue());
    one.turns("the silent one left and the other joined");
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(one.etcd.nodes()).hasSize(3);
    assertThat(one.next()).contains("no two for one machine");
  }

  private static MachineId id(String machine) {
    return MachineId.parse(machine);
  }
}
