package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SharedListTest {
  private final ScriptedPulse pulse = new ScriptedPulse();
  private final SharedList<Integer> list =
      new SharedList<>("servers", Duration.ofSeconds(30), pulse);
  private final AtomicInteger made = new AtomicInteger();

  @Test
  void aClusterInChangeGetsANewListEachTime() {
    assertThat(list.ask(changing("a"), this::make)).containsExactly(1);
    assertThat(list.ask(changing("a"), this::make)).containsExactly(2);
  }

  @Test
  void calmClustersShareOneListButNobodyGetsItTwice() {
    list.ask(calm("a"), this::make);
    list.ask(calm("b"), this::make);
    assertThat(list.ask(calm("a"), this::make)).as("b's list").containsExactly(2);
    assertThat(list.ask(calm("a"), this::make)).as("not again").containsExactly(3);
    assertThat(list.ask(calm("b"), this::make)).as("a's list").containsExactly(3);
  }

  @Test
  void anotherVersionNeedsAListThatBeganAfterwards() {
    list.ask(calm("a"), this::make);
    list.ask(calm("b"), this::make);
    assertThat(list.ask(new Asker("a", 2, true), this::make)).containsExactly(3);
  }

  @Test
  void anOldListIsNotGood() {
    list.ask(calm("a"), this::make);
    list.ask(calm("b"), this::make);
    pulse.pass(Rounds.FRESH.plusSeconds(1));
    assertThat(list.ask(calm("a"), this::make)).containsExactly(3);
  }

  @Test
  void aSlowListLeavesTheCloudAloneForAsLongAsItTook() {
    list.ask(changing("a"), () -> slowly(Duration.ofSeconds(3)));
    long before = pulse.nanos();
    list.ask(changing("a"), this::make);
    assertThat(pulse.nanos() - before).isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void oneListServesAllWhoCameWhileTheLastOneRan() throws Exception {
    SharedList<Integer> shared = new SharedList<>("servers", Duration.ofSeconds(30), Pulse.REAL);
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> first =
          threads.submit(
              () ->
                  shared.ask(
                      changing("first"),
                      () -> {
                        inside.countDown();
                        await(goOn);
                        return make();
                      }));
      inside.await();
      CountDownLatch asked = new CountDownLatch(100);
      List<Future<List<Integer>>> others = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Asker asker = changing("cluster-" + i);
        others.add(
            threads.submit(
                () -> {
                  asked.countDown();
                  return shared.ask(asker, this::make);
                }));
      }
      asked.await();
      goOn.countDown();
      assertThat(first.get()).containsExactly(1);
      for (Future<List<Integer>> other : others) {
        assertThat(other.get()).isNotEqualTo(List.of(1));
      }
      assertThat(made.get()).as("lists for 101 clusters").isLessThan(20);
    }
  }

  @Test
  void aRefusedCredentialIsItsClustersTroubleAlone() {
    assertThatThrownBy(() -> list.ask(changing("bad"), failing(new CloudFault.Denied("no"))))
        .isInstanceOf(CloudException.class);
    assertThat(list.ask(changing("good"), this::make)).containsExactly(1);
  }

  @Test
  void aFailureIsNotKeptForThoseWhoComeLater() {
    Asker a = calm("a");
    list.ask(a, this::make);
    assertThatThrownBy(() -> list.ask(calm("b"), failing(new CloudFault.Unreachable(false, "cut"))))
        .isInstanceOf(CloudException.class);
    assertThat(list.ask(a, this::make)).containsExactly(2);
  }

  @Test
  void nobodyWaitsForEver() {
    SharedList<Integer> hasty = new SharedList<>("ports", Duration.ofSeconds(2), pulse);
    hasty.ask(changing("a"), () -> slowly(Duration.ofSeconds(8)));
    assertThatThrownBy(() -> hasty.ask(changing("b"), this::make))
        .hasMessageContaining("the list of ports did not come within 2 s");
  }

  private List<Integer> make() {
    return List.of(made.incrementAndGet());
  }

  private List<Integer> slowly(Duration time) {
    pulse.pass(time);
    return make();
  }

  private static Supplier<List<Integer>> failing(CloudFault fault) {
    return () -> {
      throw new CloudException(fault);
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static Asker changing(String cluster) {
    return new Asker(cluster, 1, false);
  }

  private static Asker calm(String cluster) {
    return new Asker(cluster, 1, true);
  }
}
