package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.service.store.SampleClusters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LatestClusterTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final LatestCluster latest = new LatestCluster();
  private final Cluster empty = SampleClusters.cluster("project-1");
  private final Cluster planned = empty.apply(List.of(SampleClusters.planned(1)));
  private final CountDownLatch asked = new CountDownLatch(1);

  @Test
  void whatIsSoAlreadyIsNotWaitedFor() {
    latest.set(planned);
    assertThat(latest.await(LatestClusterTest::isPlanned, Duration.ZERO, () -> true)).isTrue();
  }

  @Test
  void theCommitAnswersWhoeverWaits() throws Exception {
    latest.set(empty);
    FutureTask<Boolean> waiting = started(() -> latest.await(this::noticed, LONG, () -> true));
    asked.await();
    latest.set(planned);
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void aTurnThatDoesNotKnowTheClusterEndsNoWait() throws Exception {
    latest.set(empty);
    FutureTask<Boolean> waiting = started(() -> latest.await(this::noticed, LONG, () -> true));
    asked.await();
    latest.set(null);
    latest.set(planned);
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void whenTheTimeIsOverItIsNotSo() {
    latest.set(empty);
    assertThat(latest.await(LatestClusterTest::isPlanned, Duration.ZERO, () -> true)).isFalse();
  }

  @Test
  void whatIsAnothersIsNotWaitedFor() {
    latest.set(planned);
    assertThat(latest.await(LatestClusterTest::isPlanned, LONG, () -> false)).isFalse();
  }

  @Test
  void nobodyWaitsOnWhenTheOwnershipIsLost() throws Exception {
    latest.set(empty);
    AtomicBoolean ours = new AtomicBoolean(true);
    FutureTask<Boolean> waiting = started(() -> latest.await(this::noticed, LONG, ours::get));
    asked.await();
    ours.set(false);
    latest.set(null);
    assertThat(waiting.get()).isFalse();
  }

  @Test
  void closingItSendsAwayWhoWaitsAndWhoComesLater() throws Exception {
    latest.set(empty);
    FutureTask<Boolean> waiting = started(() -> latest.await(this::noticed, LONG, () -> true));
    asked.await();
    latest.close();
    assertThat(waiting.get()).isFalse();
    assertThat(latest.await(LatestClusterTest::isPlanned, LONG, () -> true)).isFalse();
  }

  private boolean noticed(Cluster cluster) {
    asked.countDown();
    return isPlanned(cluster);
  }

  private static boolean isPlanned(Cluster cluster) {
    return !cluster.machines().isEmpty();
  }

  private static FutureTask<Boolean> started(Callable<Boolean> wait) {
    FutureTask<Boolean> task = new FutureTask<>(wait);
    Thread.ofVirtual().start(task);
    return task;
  }
}
