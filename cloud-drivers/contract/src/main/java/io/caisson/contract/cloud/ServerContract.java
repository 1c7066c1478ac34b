package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Guest;
import io.caisson.spi.cloud.ServerOrder.Placement;
import io.caisson.spi.cloud.ServerRebuild;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers: made, shown, listed, refused, failed, deleted. */
public interface ServerContract extends UnderTest {
  @Test
  @Essential
  default void aServerRunsOnThePortThatWasMadeForItWithItsChosenAddress(Bench bench) {
    String address = bench.freeAddress();
    String port = bench.network().createPort(bench.portOrder(address));
    String id = bench.compute().createServer(bench.serverOrder(port));
    Server server = bench.running(id);
    assertThat(server.addresses()).containsExactly(address);
    assertThat(server.fault()).isEmpty();
    assertThat(bench.network().port(port).flatMap(Port::device)).contains(id);
  }

  @Test
  @Essential
  default void oneChangingRequestMakesAServer(Bench bench) {
    ServerOrder order = bench.serverOrder(bench.port());
    bench.compute().createServer(order);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
  }

  @Test
  @Essential
  default void aFreshServerIsShownAtOnceAndListedOnceWithinTheBoundWithItsMark(Bench bench) {
    ServerOrder order = bench.serverOrder(bench.port());
    String id = bench.compute().createServer(order);
    Server shown = bench.compute().server(id).orElseThrow();
    assertThat(shown.name()).isEqualTo(order.name());
    assertThat(shown.mark()).contains(order.mark());
    List<Server> listed =
        bench.listed(
            "the fresh server is listed",
            () -> withMark(bench, order.mark()),
            found -> !found.isEmpty());
    assertThat(listed).extracting(Server::id).containsExactly(id);
  }

  @Test
  @Essential
  default void aDeletedServerIsGoneAndItsPortStays(Bench bench) {
    String port = bench.port();
    String id = bench.running(bench.compute().createServer(bench.serverOrder(port))).id();
    bench.proxy().forget();
    bench.compute().deleteServer(id);
    assertThat(bench.proxy().changes()).hasSize(1);
    bench.gone(id);
    Port left = bench.network().port(port).orElseThrow();
    assertThat(left.device()).isEmpty();
  }

  @Test
  @Essential
  default void aServerCanBeDeletedAgainAndWhileItIsGoing(Bench bench) {
    String id = bench.runningServer().id();
    bench.compute().deleteServer(id);
    bench.compute().deleteServer(id);
    bench.gone(id);
    bench.compute().deleteServer(id);
  }

  @Test
  @Essential
  default void aServerCanBeDeletedBeforeItRuns(Bench bench) {
    String id = bench.compute().createServer(bench.serverOrder(bench.port()));
    bench.compute().deleteServer(id);
    bench.gone(id);
  }

  @Test
  @Essential
  default void deletingAServerThatNeverWasSucceeds(Bench bench) {
    bench.compute().deleteServer(Missing.ID);
  }

  @Test
  @Essential
  default void aServerIsMadeAnewWithOneRequestAndStaysWhatItIs(Bench bench) {
    Server before = bench.runningServer();
    ServerRebuild order = anew(bench, before);
    bench.compute().rebuildServer(before.id(), order);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    assertThat(bench.compute().server(before.id()).flatMap(Server::mark)).contains(order.mark());
    Server after = bench.rebuilt(before.id());
    assertThat(after.mark()).contains(order.mark());
    assertThat(after.name()).isEqualTo(before.name());
    assertThat(after.addresses()).isEqualTo(before.addresses());
    assertThat(after.hostId()).isEqualTo(before.hostId());
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(withMark(bench, order.mark())).extracting(Server::id).containsExactly(before.id());
  }

  @Test
  default void aServerIsMadeAnewTwice(Bench bench) {
    Server server = bench.runningServer();
    bench.compute().rebuildServer(server.id(), anew(bench, server));
    Server once = bench.rebuilt(server.id());
    ServerRebuild again = anew(bench, once);
    bench.compute().rebuildServer(server.id(), again);
    assertThat(bench.rebuilt(server.id()).mark()).contains(again.mark());
  }

  @Test
  default void aServerIsNotMadeAnewFromAnImageThatIsNone(Bench bench) {
    Server server = bench.runningServer();
    ServerRebuild order = new ServerRebuild(anew(bench, server).mark(), Missing.ID, "");
    CloudFault fault = bench.faultOf(() -> bench.compute().rebuildServer(server.id(), order));
    assertThat(fault).isInstanceOf(CloudFault.Invalid.class);
    bench.assertVerbatim(fault);
    assertThat(bench.running(server.id()).mark()).isEqualTo(server.mark());
  }

  @Test
  default void aServerThatNeverWasIsNotMadeAnew(Bench bench) {
    ServerRebuild order = new ServerRebuild(bench.mark("server"), bench.stock().image(), "");
    assertThat(bench.faultOf(() -> bench.compute().rebuildServer(Missing.ID, order)))
        .isInstanceOf(CloudFault.NotFound.class);
  }

  private static ServerRebuild anew(Bench bench, Server server) {
    OwnerMark mark = server.mark().orElseThrow();
    return new ServerRebuild(
        new OwnerMark(mark.installation(), mark.cluster(), mark.resource(), mark.attempt() + 1),
        bench.stock().image(),
        "#cloud-config\nhostname: anew\n");
  }

  @Test
  default void aServersHostIsToldByTheNameThatItsOperatorKnows(Bench bench) {
    assumeTrue(bench.environment().administrator().isPresent(), "only operators see hosts");
    Server server = bench.runningServer();
    String host = bench.environment().administrator().orElseThrow().hostOf(server.id());
    assertThat(host).isNotEmpty();
    assertThat(server.hostId()).contains(bench.compute().hostId(host));
    assertThat(bench.compute().hostId(host + "-2")).isNotEqualTo(bench.compute().hostId(host));
    List<Server> listed =
        bench.listed(
            "the server is listed with its host",
            () ->
                bench.compute().servers().stream()
                    .filter(one -> one.id().equals(server.id()))
                    .toList(),
            found -> !found.isEmpty());
    assertThat(listed).extracting(Server::hostId).containsExactly(server.hostId());
  }

  @Test
  default void aServerThatNeverWasIsAbsent(Bench bench) {
    assertThat(bench.compute().server(Missing.ID)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../flavors", "?all_tenants=1", "a b", "%2e%2e/limits", "détail", "detail"})
  default void anIdThatIsNoneNeverNamesSomethingElse(String id, Bench bench) {
    try {
      assertThat(bench.compute().server(id)).isEmpty();
    } catch (io.caisson.spi.cloud.CloudException refused) {
      assertThat(refused.fault().text()).isNotBlank();
    }
  }

  @Test
  @Essential
  default void atMostOneOfTwoServersOrderedTogetherOnOnePortRuns(Bench bench) {
    String port = bench.port();
    Together<String> both =
        Together.call(2, _ -> bench.compute().createServer(bench.serverOrder(port)));
    assertThat(both.faults()).allSatisfy(fault -> assertThat(fault.inDoubt()).isFalse());
    List<Server> settled = both.results().stream().map(bench::settled).toList();
    assertThat(settled).filteredOn(s -> s.status() == Server.Status.ACTIVE).hasSizeLessThan(2);
    assertThat(settled)
        .filteredOn(s -> s.status() == Server.Status.ERROR)
        .allSatisfy(s -> assertThat(s.fault()).hasValueSatisfying(w -> assertThat(w).isNotBlank()));
  }

  @Test
  @Essential
  default void aSecondServerOnAUsedPortIsRefusedOrFails(Bench bench) {
    String port = bench.port();
    String first = bench.running(bench.compute().createServer(bench.serverOrder(port))).id();
    Together<String> second =
        Together.call(1, _ -> bench.compute().createServer(bench.serverOrder(port)));
    assertThat(second.results())
        .allSatisfy(id -> assertThat(bench.settled(id).status()).isEqualTo(Server.Status.ERROR));
    assertThat(second.faults())
        .allMatch(f -> f instanceof CloudFault.Conflict || f instanceof CloudFault.Invalid);
    assertThat(bench.settled(first).status()).isEqualTo(Server.Status.ACTIVE);
  }

  @ParameterizedTest
  @EnumSource
  default void anOrderThatNamesWhatIsNotThereIsRefusedInTheCloudsWords(
      WrongOrder wrong, Bench bench) {
    ServerOrder order = wrong.of(bench.serverOrder(bench.port()));
    CloudFault fault = bench.faultOf(() -> bench.compute().createServer(order));
    assertThat(fault).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.NotFound.class);
    bench.assertVerbatim(fault);
    assertThat(withMark(bench, order.mark())).isEmpty();
  }

  @Test
  default void aServerThatNoHostHasRoomForShowsTheCloudsWordsAndCanBeDeleted(Bench bench) {
    Optional<Administrator> administrator = bench.environment().administrator();
    assumeTrue(administrator.isPresent(), "needs an administrator, who makes a giant flavor");
    ServerOrder order =
        bench.serverOrder(bench.port()).ofFlavor(administrator.orElseThrow().giantFlavor());
    Together<String> outcome = Together.call(1, _ -> bench.compute().createServer(order));
    assertThat(outcome.faults()).allMatch(CloudFault.NoCapacity.class::isInstance);
    for (String id : outcome.results()) {
      Server failed = bench.settled(id);
      assertThat(failed.status()).isEqualTo(Server.Status.ERROR);
      assertThat(failed.fault()).hasValueSatisfying(w -> assertThat(w).contains("No valid host"));
      assertThat(failed.mark()).contains(order.mark());
      bench.compute().deleteServer(id);
      bench.gone(id);
    }
  }

  @Test
  default void userDataAtTheLimitIsTaken(Bench bench) {
    String userData = "#cloud-config\n" + "#".repeat(ServerOrder.USER_DATA_LIMIT - 14);
    ServerOrder order = bench.serverOrder(bench.port()).with(Guest.of(userData));
    assertThat(bench.running(bench.compute().createServer(order)).mark()).contains(order.mark());
  }

  @Test
  default void userDataAboveTheLimitIsRefusedBeforeAnythingIsSent(Bench bench) {
    ServerOrder order = bench.serverOrder(Missing.ID);
    String userData = "é".repeat(ServerOrder.USER_DATA_LIMIT / 2 + 1);
    assertThatThrownBy(() -> bench.compute().createServer(order.with(Guest.of(userData))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("48002");
    assertThat(bench.proxy().changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aServerNameThatIsNoHostNameIsRefusedBeforeAnythingIsSent(
      HostileName name, Bench bench) {
    ServerOrder order = bench.serverOrder(Missing.ID);
    assertThatThrownBy(() -> bench.compute().createServer(order.named(name.text())))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.proxy().changes()).isEmpty();
  }

  @Test
  default void twoServersMayHaveOneNameAndKeepTheirOwnMarks(Bench bench) {
    ServerOrder one = bench.serverOrder(bench.port());
    ServerOrder other = bench.serverOrder(bench.port()).named(one.name());
    String first = bench.compute().createServer(one);
    String second = bench.compute().createServer(other);
    assertThat(first).isNotEqualTo(second);
    assertThat(bench.compute().server(first).flatMap(Server::mark)).contains(one.mark());
    assertThat(bench.compute().server(second).flatMap(Server::mark)).contains(other.mark());
  }

  @Test
  default void aServerWithTwoPortsHasBothAddressesInTheirOrder(Bench bench) {
    String one = bench.freeAddress();
    String two = bench.freeAddress();
    String first = bench.network().createPort(bench.portOrder(one));
    String second = bench.network().createPort(bench.portOrder(two));
    Server server = bench.running(bench.compute().createServer(bench.serverOrder(first, second)));
    assertThat(server.addresses()).containsExactlyInAnyOrder(one, two);
  }

  @Test
  default void aServerCanHaveTheKeyPairAndTheZoneThatTheCloudOffers(Bench bench) {
    String keyPair = bench.environment().supplies().keyPair();
    String zone = bench.cloud().facts().zones().getFirst();
    ServerOrder plain = bench.serverOrder(bench.port());
    ServerOrder order =
        plain
            .with(new Guest(Optional.of(keyPair), plain.guest().userData()))
            .with(Placement.in(Optional.of(zone)));
    assertThat(bench.running(bench.compute().createServer(order)).status())
        .isEqualTo(Server.Status.ACTIVE);
  }

  @Test
  default void aServerOfSomebodyElseIsSeenWithoutAMark(Bench bench) {
    String name = bench.freshName("foreign");
    String port = bench.neighbour().port(bench.stock().network().id(), name);
    String id = bench.neighbour().server(name, port, bench.stock());
    List<Server> found =
        bench.listed(
            "the foreign server is listed",
            () -> bench.compute().servers().stream().filter(s -> s.id().equals(id)).toList(),
            servers -> servers.size() == 1);
    assertThat(found.getFirst().name()).isEqualTo(name);
    assertThat(found.getFirst().mark()).isEmpty();
  }

  @Test
  default void theConsoleOfAServerIsTextAndThatOfAMissingOneIsNotFound(Bench bench) {
    String id = bench.runningServer().id();
    assertThat(bench.compute().console(id, 10).lines().count()).isLessThanOrEqualTo(10);
    assertThat(bench.faultOf(() -> bench.compute().console(Missing.ID, 10)))
        .isInstanceOf(CloudFault.NotFound.class);
  }

  private static List<Server> withMark(Bench bench, OwnerMark mark) {
    return bench.compute().servers().stream()
        .filter(server -> server.mark().equals(Optional.of(mark)))
        .toList();
  }
}
