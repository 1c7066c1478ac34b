package io.caisson.service.workload.fabric8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caisson.contract.etcd.EtcdContract;
import io.caisson.contract.etcd.EtcdUnderTest;
import io.caisson.simulator.kubeapi.Etcd;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The adapter against the simulator's etcd; a real one passes the same contract. */
@Timeout(60)
@Order(2)
class SimulatedEtcdTest implements EtcdContract {
  private final SimulatedEtcd cluster;

  SimulatedEtcdTest() throws Etcd.Refused {
    cluster = new SimulatedEtcd();
  }

  @Override
  public EtcdUnderTest cluster() {
    return cluster;
  }

  @Test
  void withoutAMajorityNothingIsKnown() {
    cluster.stop("cp2");
    cluster.stop("cp3");
    try {
      assertThatExceptionOfType(KubernetesException.class)
          .isThrownBy(() -> cluster.members().members())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
    } finally {
      cluster.start("cp2");
      cluster.start("cp3");
    }
  }

  @Test
  void aVoterLeavesAndTheRestGoesOn() throws Etcd.Refused {
    EtcdMember leader =
        cluster.members().members().stream().filter(EtcdMember::leads).findFirst().orElseThrow();

    cluster.members().remove(leader.id());

    assertThat(cluster.members().members())
        .extracting(EtcdMember::name)
        .hasSize(2)
        .doesNotContain(leader.name());
    String address = leader.peerUrls().getFirst().replaceAll("https://(.*):2380", "$1");
    Etcd.Member again = cluster.etcd().addLearner(leader.name(), address);
    cluster.etcd().started(leader.name());
    cluster.members().promote(again.id());
  }
}
