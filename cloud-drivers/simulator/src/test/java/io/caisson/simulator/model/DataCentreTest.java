package io.caisson.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.simulator.model.Server.VmState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataCentreTest {
  private final SmallDataCentre small = new SmallDataCentre(7);

  @Test
  void aServerIsBuiltForAWhileAndThenRunsAtThePortsAddress() {
    Port port = small.port("127.200.0.9");
    Server server = small.server("one", port.id());
    small.pass(2);
    assertThat(server.state().vm()).isEqualTo(VmState.BUILDING);
    assertThat(small.news).isEmpty();
    small.pass(20);
    assertThat(server.state().vm()).isEqualTo(VmState.ACTIVE);
    assertThat(port.device().id()).isEqualTo(server.id());
    assertThat(small.news).containsExactly("started one at 127.200.0.9");
  }

  @Test
  void aSecondPortWithTheSameAddressIsRefused() {
    small.port("127.200.0.9");
    assertThatThrownBy(() -> small.port("127.200.0.9"))
        .isInstanceOfSatisfying(
            Refusal.class, r -> assertThat(r.type()).isEqualTo("IpAddressAlreadyAllocated"));
  }

  @Test
  void ofServersOnOnePortExactlyOneRunsAndTheLosersUnplugItsPort() {
    Port port = small.port("127.200.0.9");
    List<Server> racers =
        Stream.of("a", "b", "c", "d").map(name -> small.server(name, port.id())).toList();
    small.pass(60);
    List<Server> winners = racers.stream().filter(s -> s.state().running()).toList();
    assertThat(winners).hasSize(1);
    assertThat(winners.getFirst().nics())
        .extracting(Server.Nic::address)
        .containsOnly("127.200.0.9");
    assertThat(racers).filteredOn(s -> s.state().vm() == VmState.ERROR).hasSize(3);
    assertThat(port.device().id()).isEmpty();
    assertThat(small.dataCentre.log().runs()).hasSize(1);

    Server late = small.server("late", port.id());
    small.pass(60);
    assertThat(late.state().vm()).isEqualTo(VmState.ERROR);
    assertThat(late.fault().orElseThrow().message()).contains("not rescheduling");
  }

  @Test
  void aDeletedServerLeavesThePortThatWasMadeBeforeIt() {
    Port port = small.port("127.200.0.9");
    Server server = small.server("one", port.id());
    small.pass(20);
    small.dataCentre.furnish(p -> p.servers().delete(server));
    small.pass(5);
    assertThat(small.dataCentre.<Boolean>look(p -> p.servers().get(server.id()).isEmpty()))
        .isTrue();
    assertThat(port.device().id()).isEmpty();
    assertThat(small.news).endsWith("deleted");
    assertThat(small.dataCentre.log().runs().getFirst().to()).isPresent();
  }

  @Test
  void aServerThatIsDeletedWhileItIsBuiltNeverRuns() {
    Server server = small.server("one");
    small.pass(4);
    small.dataCentre.furnish(p -> p.servers().delete(server));
    small.pass(60);
    assertThat(small.dataCentre.log().runs()).isEmpty();
    assertThat(small.news).containsExactly("deleted");
  }

  @Test
  void aFullDataCentreAcceptsAServerAndThenFailsIt() {
    for (int i = 0; i < 8; i++) {
      small.server("filler-" + i);
    }
    small.pass(60);
    Server last = small.server("last");
    small.pass(60);
    assertThat(last.fault().orElseThrow().message())
        .startsWith("No valid host was found. There are not enough hosts available.");
  }

  @Test
  void aQuotaRefusesInNovasWordsAndNothingIsMade() {
    small.dataCentre.furnish(p -> p.quotas().limit("blue", "cores", 3));
    small.server("one");
    assertThatThrownBy(() -> small.server("two"))
        .hasMessage("Quota exceeded for cores: Requested 2, but already used 2 of 3 cores");
    assertThat(small.dataCentre.<Integer>look(p -> p.servers().all().size())).isEqualTo(1);
  }

  @Test
  void aFloatingAddressNeedsARouterAndThenReachesTheRunningServer() {
    Port port = small.port("127.200.0.9");
    small.server("one", port.id());
    small.pass(20);
    FloatingIps.Order order =
        new FloatingIps.Order(
            "blue",
            small.external.id(),
            Optional.of(port.id()),
            Optional.empty(),
            Optional.empty(),
            "");
    assertThatThrownBy(() -> small.change(p -> p.floatingIps().create(small.caller, order)))
        .isInstanceOfSatisfying(
            Refusal.class,
            r -> assertThat(r.type()).isEqualTo("ExternalGatewayForFloatingIPNotFound"));
    small.connectToTheOutside();
    FloatingIp ip = small.change(p -> p.floatingIps().create(small.caller, order));
    small.pass(1);
    assertThat(small.news).endsWith("associated " + ip.address() + " with 127.200.0.9");
    small.dataCentre.furnish(p -> p.ports().delete(port));
    small.pass(1);
    assertThat(small.news).endsWith("dissociated " + ip.address());
    assertThat(ip.target()).isEmpty();
  }

  @Test
  void aRebootStopsTheGuestAndBootsItAgain() {
    Server server = small.server("one");
    small.pass(20);
    small.dataCentre.furnish(p -> p.servers().reboot(server, false));
    small.pass(5);
    assertThat(small.news)
        .containsExactly("started one at nowhere", "stopped", "started one at nowhere");
    assertThat(small.dataCentre.log().runs()).hasSize(2);
  }

  @Test
  void aRebuiltServerStartsFromItsImage() {
    Server server = small.server("one");
    small.pass(20);
    small.dataCentre.furnish(
        p ->
            p.servers()
                .rebuild(
                    server, small.image.id(), Optional.of("bmV3"), Optional.of(Map.of("a", "b"))));
    assertThat(server.state().task()).contains("rebuilding");
    small.pass(20);
    assertThat(small.news)
        .containsExactly("started one at nowhere", "stopped", "rebuilt", "started one at nowhere");
    assertThat(server.state().vm()).isEqualTo(VmState.ACTIVE);
    assertThat(server.order().software().userData()).contains("bmV3");
    assertThat(server.order().metadata()).containsExactly(Map.entry("a", "b"));
  }

  @Test
  void aStoppedServerIsRebuiltAndStaysStopped() {
    Server server = small.server("one");
    small.pass(20);
    small.dataCentre.furnish(p -> p.servers().stop(server));
    small.pass(5);
    small.dataCentre.furnish(
        p -> p.servers().rebuild(server, small.image.id(), Optional.empty(), Optional.empty()));
    small.pass(20);
    assertThat(small.news).endsWith("stopped", "rebuilt");
    assertThat(server.state().vm()).isEqualTo(VmState.STOPPED);
    assertThat(server.state().task()).isEmpty();
  }

  @Test
  void aHangingGuestIsNeverStartedThoughItsServerIsActive() {
    SmallDataCentre hanging =
        new SmallDataCentre(
            7,
            new Troubles() {
              @Override
              public boolean hangsAtBoot(String serverName) {
                return true;
              }
            });
    Server server = hanging.server("one");
    hanging.pass(20);
    assertThat(server.state().vm()).isEqualTo(VmState.ACTIVE);
    assertThat(hanging.news).isEmpty();
  }

  @Test
  void aLaggingListShowsWhatWasThereBefore() {
    SmallDataCentre lagging =
        new SmallDataCentre(
            7,
            new Troubles() {
              @Override
              public Duration listLag(String kind) {
                return kind.equals("server") ? Duration.ofSeconds(5) : Duration.ZERO;
              }
            });
    Server server = lagging.server("one");
    assertThat(listed(lagging)).isEmpty();
    lagging.pass(6);
    assertThat(listed(lagging)).containsExactly(server);
    lagging.dataCentre.furnish(p -> p.servers().delete(server));
    lagging.pass(2);
    assertThat(lagging.dataCentre.<Boolean>look(p -> p.servers().all().isEmpty())).isTrue();
    assertThat(listed(lagging)).containsExactly(server);
    lagging.pass(6);
    assertThat(listed(lagging)).isEmpty();
  }

  @Test
  void theSameSeedGivesTheSameLog() {
    assertThat(busyHour(3)).isEqualTo(busyHour(3)).isNotEqualTo(busyHour(4));
  }

  @Test
  void metadataOfAServerIsInTheLogOfItsRun() {
    small.server("one");
    small.pass(20);
    assertThat(small.dataCentre.log().runs().getFirst().facts())
        .isEqualTo(Map.of("metadata.role", "test", "name", "one", "project", "blue"));
  }

  private static List<Server> listed(SmallDataCentre small) {
    return small.dataCentre.look(p -> p.servers().listed("blue"));
  }

  private static List<LogEntry> busyHour(long seed) {
    SmallDataCentre small = new SmallDataCentre(seed);
    small.connectToTheOutside();
    for (int i = 0; i < 5; i++) {
      small.server("server-" + i, small.port("127.200.0." + (10 + i)).id());
    }
    small.pass(3600);
    return small.dataCentre.log().entries();
  }
}
