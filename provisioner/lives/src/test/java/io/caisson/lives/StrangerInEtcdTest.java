package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Mark;
import io.caisson.domain.operation.ClusterStatus.State;
import org.junit.jupiter.api.Test;

/** Members of etcd whose machines nobody knows: left over, or added by hand. */
class StrangerInEtcdTest {
  @Test
  void aLearnerWithoutAMachineHoldsNobodyBackForEver() {
    Patient one = new Patient();
    one.untilEnd();
    one.etcd.add("stranger", "192.0.2.66", "3.5.31");
    one.resize("control-plane", 3);
    one.until(ill -> ill.couldRead("is of no machine of this cluster"));
    one.untilEnd();
    assertThat(one.status()).isEqualTo(State.UPDATE_COMPLETE);
    assertThat(one.etcd.nodes()).hasSize(3).noneMatch(node -> node.startsWith("stranger"));
  }

  @Test
  void aSilentVoterWithoutAMachineIsRemovedBeforeAMemberLeaves() {
    Patient one = new Patient(Constitution.of(3, 1));
    one.untilEnd();
    one.etcd.add("stranger", "192.0.2.66", "3.5.31");
    one.etcd.promoted("stranger");
    one.etcd.stops("stranger");
    one.watched(() -> assertThat(one.etcd.hasMajority()).isTrue());
    one.mark(Mark.REPLACE, "control-plane-2");
    one.untilEnd();
    assertThat(one.etcd.nodes()).hasSize(3).noneMatch(node -> node.startsWith("stranger"));
    assertThat(one.state("control-plane-2")).isEmpty();
  }
}
