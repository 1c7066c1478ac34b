package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.service.meters.Meters;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private final ScriptedPulse pulse = new ScriptedPulse();
  private final Traffic traffic = traffic(8);

  @Test
  void aProjectNeverSeesAnothersServers() {
    Cloud mine = of("a", "mine", new ScriptedCloud(() -> List.of(server("of mine"))));
    Cloud theirs = of("b", "theirs", new ScriptedCloud(() -> List.of(server("of theirs"))));
    assertThat(mine.compute().servers()).extracting(Server::name).containsExactly("of mine");
    assertThat(theirs.compute().servers()).extracting(Server::name).containsExactly("of theirs");
  }

  @Test
  void aHangingProjectOccupiesItsOwnPlacesOnly() throws Exception {
    CountDownLatch hanging = new CountDownLatch(8);
    CountDownLatch end = new CountDownLatch(1);
    ScriptedCloud hangs = new ScriptedCloud(List::of);
    hangs.delete =
        () -> {
          hanging.countDown();
          await(end);
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Cloud cloud = of("bad-" + i, "hanging", hangs);
        calls.add(threads.submit(() -> cloud.compute().deleteServer("s")));
      }
      hanging.await();
      assertThatThrownBy(() -> of("bad-9", "hanging", hangs).compute().deleteServer("s"))
          .as("a ninth call is not sent, so it is not in doubt")
          .satisfies(turnedAway -> assertThat(fault(turnedAway).inDoubt()).isFalse());
      Cloud good = of("good", "other", new ScriptedCloud(() -> List.of(server("one"))));
      good.compute().deleteServer("s");
      assertThat(good.compute().servers()).hasSize(1);
      assertThat(of("bad-1", "hanging", hangs).compute().servers())
          .as("reading has places of its own")
          .isEmpty();
      end.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  @Test
  void aCloudThatDoesNotAnswerIsLeftAloneAndAnotherOneGoesOn() {
    ScriptedCloud dead = new ScriptedCloud(failing(new CloudFault.Unreachable(true, "cut")));
    Cloud bad = of("a", "p", dead);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(bad.compute()::servers).hasMessageContaining("cut");
    }
    int before = dead.asked;
    assertThatThrownBy(bad.compute()::servers)
        .hasMessageContaining("the next try at 1970-01-01T00:00:05Z");
    assertThatThrownBy(() -> of("b", "q", dead).compute().deleteServer("s"))
        .as("another project of that cloud")
        .hasMessageContaining("next try");
    assertThat(dead.asked).as("calls while it is open").isEqualTo(before);

    Cloud good = traffic(8).of(asker("c"), "p", new ScriptedCloud(() -> List.of(server("one"))));
    assertThat(good.compute().servers()).hasSize(1);

    dead.list = () -> List.of(server("back"));
    pulse.pass(Duration.ofSeconds(5));
    assertThat(bad.compute().servers()).hasSize(1);
    bad.compute().deleteServer("s");
  }

  @Test
  void whatTheCloudAsksOneClusterHoldsForItsWholeProject() {
    ScriptedCloud busy =
        new ScriptedCloud(failing(new CloudFault.Throttled(Duration.ofSeconds(60), "slower")));
    assertThatThrownBy(of("a", "p", busy).compute()::servers).hasMessageContaining("slower");
    ScriptedCloud same = new ScriptedCloud(() -> List.of(server("one")));
    assertThatThrownBy(() -> of("b", "p", same).compute().deleteServer("s"))
        .satisfies(refused -> assertThat(fault(refused)).isInstanceOf(CloudFault.Throttled.class));
    assertThat(of("c", "q", same).compute().servers()).as("another project").hasSize(1);
    pulse.pass(Duration.ofSeconds(60));
    of("b", "p", same).compute().deleteServer("s");
  }

  private Cloud of(String cluster, String project, Cloud own) {
    return traffic.of(asker(cluster), project, own);
  }

  private static Asker asker(String cluster) {
    return new Asker(cluster, 1, false);
  }

  private Traffic traffic(int places) {
    return new Traffic(
        new Gate.Limits(places, places, Duration.ZERO),
        Traffic.Breakers.metered(Meters.unread()),
        pulse,
        () -> pulse.instant());
  }

  private static Supplier<List<Server>> failing(CloudFault fault) {
    return () -> {
      throw new CloudException(fault);
    };
  }

  private static CloudFault fault(Throwable thrown) {
    return ((CloudException) thrown).fault();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }

  private static Server server(String name) {
    return new Server(
        name,
        name,
        Server.Status.ACTIVE,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Instant.EPOCH);
  }
}
