package io.caisson.simulator.kubeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Members of etcd: who votes, who leads, what is refused. */
class EtcdTest {
  private final Etcd etcd = new Etcd(new Random(7));

  @Test
  void aMemberBeginsAsALearnerAndVotesAfterwards() throws Etcd.Refused {
    etcd.begin("a", "127.0.0.1");
    Etcd.Member learner = etcd.addLearner("b", "127.0.0.2");
    assertThat(etcd.serves("b")).isFalse();
    assertThatThrownBy(() -> etcd.promote(learner.id())).hasMessageContaining("in sync");
    assertThatThrownBy(() -> etcd.addLearner("c", "127.0.0.3"))
        .hasMessageContaining("too many learner members");
    etcd.started("b");
    etcd.promote(learner.id());
    assertThat(etcd.serves("b")).isTrue();
    assertThat(etcd.members()).noneMatch(Etcd.Member::learner);
  }

  @Test
  void twoMembersNeedBoth() throws Etcd.Refused {
    voters("a", "b");
    etcd.stopped("b");
    assertThat(etcd.serves("a")).isFalse();
    assertThat(etcd.leader()).isEmpty();
    etcd.started("b");
    assertThat(etcd.serves("a")).isTrue();
  }

  @Test
  void theLeaderMovesWhenItStopsOrIsTold() throws Etcd.Refused {
    voters("a", "b", "c");
    etcd.stopped("a");
    assertThat(etcd.leader()).hasValueSatisfying(m -> assertThat(m.name()).isEqualTo("b"));
    etcd.moveLeader(etcd.members().get(2).id());
    assertThat(etcd.leader()).hasValueSatisfying(m -> assertThat(m.name()).isEqualTo("c"));
    assertThatThrownBy(() -> etcd.moveLeader(etcd.members().get(0).id()))
        .hasMessageContaining("bad leader transferee");
  }

  @Test
  void nothingIsRemovedThatQuorumNeeds() throws Etcd.Refused {
    voters("a", "b", "c");
    etcd.stopped("c");
    assertThatThrownBy(() -> etcd.remove(etcd.members().get(1).id()))
        .hasMessage("etcdserver: unhealthy cluster");
    etcd.remove(etcd.members().get(2).id());
    assertThat(etcd.members()).extracting(Etcd.Member::name).containsExactly("a", "b");
    assertThat(etcd.serves("c")).isFalse();
  }

  @Test
  void theLastVoterIsNeverRemoved() throws Etcd.Refused {
    voters("a", "b");
    etcd.remove(etcd.members().get(1).id());
    assertThatThrownBy(() -> etcd.remove(etcd.members().getFirst().id()))
        .hasMessageContaining("not enough started members");
  }

  @Test
  void aLearnerThatHasNeverStartedHasNoNameAndMayBeRemoved() throws Etcd.Refused {
    voters("a");
    Etcd.Member learner = etcd.addLearner("b", "127.0.0.2");
    assertThat(etcd.isNamed(learner)).isFalse();
    etcd.remove(learner.id());
    assertThatThrownBy(() -> etcd.remove(learner.id())).hasMessage("etcdserver: member not found");
  }

  private void voters(String... names) throws Etcd.Refused {
    etcd.begin(names[0], "127.0.0.1");
    for (int i = 1; i < names.length; i++) {
      Etcd.Member learner = etcd.addLearner(names[i], "127.0.0." + (i + 1));
      etcd.started(names[i]);
      etcd.promote(learner.id());
    }
  }
}
