package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.service.meters.Meters;
import io.caisson.service.store.StorableText;
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
  void whatTheDatabaseWouldRefuseOfAServersFaultReachesNobody() {
    Cloud cloud = of("a", "p", new ScriptedCloud(() -> List.of(broken("no host\u0000 was found"))));
    String fault = cloud.compute().servers().getFirst().fault().orElseThrow();
    assertThat(fault).contains("no host").contains("was found");
    assertThat(StorableText.clean(fault)).isEqualTo(fault);
  }

  @Test
  void aListLikeTheLastOneIsThatOne() {
    Cloud cloud =
        of(
            "a",
            "p",
            new ScriptedCloud(
                () -> new ArrayList<>(List.of(server("one"), broken("no host\u0000 was found")))));
    List<Server> first = cloud.compute().servers();
    assertThat(cloud.compute().servers()).hasSize(2).isSameAs(first);
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
    return server(name, Server.Status.ACTIVE, Optional.empty());
  }

  private static Server broken(String fault) {
    return server("broken", Server.Status.ERROR, Optional.of(fault));
  }

  private static Server server(String name, Server.Status status, Optional<String> fault) {
    return new Server(name, name, status, Optional.empty(), List.of(), fault, Instant.EPOCH);
  }
}
