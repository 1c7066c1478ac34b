package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SightTest {
  private static final ResourceKey WORKER = new ResourceKey(Kind.SERVER, "worker-1");

  private final Bench bench = new Bench(1);

  @Test
  void serversOfOthersAreNothingToDecideAbout() {
    bench.untilQuiet();
    List<Server> own = List.copyOf(bench.servers);
    bench.servers.add(other(mark -> new OwnerMark(mark.installation(), "other", "server/x", 1)));
    bench.servers.add(other(mark -> new OwnerMark("other", mark.cluster(), "server/x", 1)));

    assertThat(own()).isEqualTo(own).hasSize(2);
  }

  @Test
  void aTwinIsItsOwnByItsMark() {
    bench.untilQuiet();
    bench.servers.add(other(mark -> mark));

    assertThat(own()).hasSize(3).isEqualTo(bench.servers);
  }

  @Test
  void aServerWhoseMarkSomebodyTookOffIsStillTheOneThatIsRecorded() {
    bench.untilQuiet();
    bench.servers.replaceAll(one -> with(one, one.id(), Optional.empty()));

    bench.decide();
    bench.pass(Duration.ofMinutes(1));
    bench.decide();

    assertThat(own()).hasSize(2);
    assertThat(bench.cluster.resource(WORKER).orElseThrow().misses()).isZero();
    assertThat(bench.cluster.ref(WORKER)).isPresent();
  }

  private List<Server> own() {
    return bench.sight(1, bench.now).own(bench.cluster).servers().all();
  }

  private Server other(UnaryOperator<OwnerMark> mark) {
    Server one = bench.servers.getFirst();
    return with(one, "of-another", one.mark().map(mark));
  }

  private static Server with(Server one, String id, Optional<OwnerMark> mark) {
    return new Server(
        id,
        one.name(),
        one.status(),
        mark,
        one.addresses(),
        one.fault(),
        one.created(),
        one.hostId());
  }
}
