package io.caisson.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.kubernetes.Replay;
import io.caisson.contract.kubernetes.Replay.Difference;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The face answers as a real kube-apiserver once did. */
class KubernetesReplayTest {
  /** Another folder of kept exchanges, for {@code .ci/replay}. */
  private static final String FOLDER = "CAISSON_REPLAY_EXCHANGES";

  @Test
  void theFaceAnswersAsTheRealOneDid() {
    Optional<Path> other = Optional.ofNullable(System.getenv(FOLDER)).map(Path::of);
    try (SimulatedKubernetes cluster = new SimulatedKubernetes()) {
      List<Difference> all = Replay.of(other.orElseGet(Replay::kept), cluster.kubeconfig());
      System.out.print(Replay.report(all));

      assertThat(all).isNotEmpty();
      assertThat(all)
          .filteredOn(each -> !each.what().isEmpty() && !KnownDifferences.isKnown(each.exchange()))
          .isEmpty();
    }
  }
}
