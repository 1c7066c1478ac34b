package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts.NetworkFact;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.PortTraits;
import io.caisson.spi.cloud.PortTraits.Vnic;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ports: the chosen address is the last line against two servers for one machine. */
public interface PortContract extends UnderTest {
  @Test
  @Essential
  default void aPortHasItsChosenAddressAndItsMarkShownAndListed(Bench bench) {
    PortOrder order = bench.portOrder();
    String id = bench.network().createPort(order);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    Port shown = bench.network().port(id).orElseThrow();
    assertThat(shown)
        .isEqualTo(
            new Port(
                id,
                order.name(),
                order.network(),
                List.of(order.address()),
                Optional.empty(),
                PortTraits.USUAL,
                Optional.of(order.mark())));
    assertThat(bench.network().ports()).contains(shown);
  }

  @Test
  default void aPortOnAVirtualFunctionIsSaidToBeOne(Bench bench) {
    for (Vnic vnic : new Vnic[] {Vnic.DIRECT, Vnic.MACVTAP}) {
      PortOrder order = bench.portOrder().with(PortTraits.USUAL.with(vnic));
      String id = bench.network().createPort(order);
      assertThat(bench.network().port(id).map(Port::traits)).contains(order.traits());
    }
  }

  @Test
  @Essential
  default void anAddressThatIsTakenIsRefused(Bench bench) {
    PortOrder first = bench.portOrder();
    bench.network().createPort(first);
    CloudFault fault =
        bench.faultOf(() -> bench.network().createPort(bench.portOrder(first.address())));
    assertThat(fault)
        .isInstanceOfSatisfying(
            CloudFault.AddressTaken.class,
            taken -> assertThat(taken.address()).isEqualTo(first.address()));
    bench.assertVerbatim(fault);
  }

  @Test
  @Essential
  default void ofManyPortsWithOneAddressOrderedTogetherOneIsMade(Bench bench) {
    String address = bench.freeAddress();
    Together<String> all =
        Together.call(4, _ -> bench.network().createPort(bench.portOrder(address)));
    assertThat(all.results()).hasSize(1);
    assertThat(all.faults()).hasSize(3).allMatch(CloudFault.AddressTaken.class::isInstance);
  }

  @Test
  @Essential
  default void aDeletedPortIsGoneAndItsAddressIsFreeAgain(Bench bench) {
    PortOrder order = bench.portOrder();
    String id = bench.network().createPort(order);
    bench.proxy().forget();
    bench.network().deletePort(id);
    assertThat(bench.proxy().changes()).hasSize(1);
    assertThat(bench.network().port(id)).isEmpty();
    assertThat(bench.network().ports()).noneMatch(port -> port.id().equals(id));
    bench.network().deletePort(id);
    assertThat(bench.network().createPort(order)).isNotEqualTo(id);
  }

  @Test
  @Essential
  default void anAddressThatAPortWithoutAServerHoldsCanBeAllowedToOthers(Bench bench) {
    PortOrder holder = bench.portOrder();
    bench.network().createPort(holder);
    bench.proxy().forget();
    List<String> members =
        IntStream.range(0, 3)
            .mapToObj(_ -> bench.network().createPort(sharing(bench, holder.address())))
            .toList();
    assertThat(bench.proxy().changes()).hasSize(3).allMatch(Exchange::done);
    for (String member : members) {
      Port shown = bench.network().port(member).orElseThrow();
      assertThat(shown.traits().allowedAddresses()).containsExactly(holder.address());
      assertThat(shown.addresses()).hasSize(1).doesNotContain(holder.address());
      assertThat(bench.network().ports()).contains(shown);
    }
    assertThat(bench.faultOf(() -> bench.network().createPort(bench.portOrder(holder.address()))))
        .isInstanceOf(CloudFault.AddressTaken.class);
  }

  @Test
  default void thePortThatHoldsAnAddressCanGoWhileOthersAreAllowedIt(Bench bench) {
    PortOrder holder = bench.portOrder();
    String id = bench.network().createPort(holder);
    PortOrder member = sharing(bench, holder.address());
    String other = bench.network().createPort(member);
    bench.network().deletePort(id);
    assertThat(bench.network().port(other).map(port -> port.traits().allowedAddresses()))
        .contains(List.of(holder.address()));
    assertThat(bench.network().createPort(bench.portOrder(holder.address()))).isNotEqualTo(id);
  }

  @Test
  default void whereNothingIsFilteredNoAddressCanBeAllowed(Bench bench) {
    String network = bench.neighbour().unfilteredNetwork(bench.freshName("open"));
    NetworkFact open = bench.cloud().facts().network(network).orElseThrow();
    PortOrder order = bench.portOrderIn(open);
    CloudFault fault =
        bench.faultOf(
            () ->
                bench
                    .network()
                    .createPort(order.with(PortTraits.USUAL.allowing(List.of("10.99.0.99")))));
    assertThat(fault).isInstanceOf(CloudFault.Conflict.class);
    bench.assertVerbatim(fault);
    assertThat(withMark(bench, order.mark())).isEmpty();
    String plain = bench.network().createPort(order);
    assertThat(bench.network().port(plain).map(port -> port.traits().allowedAddresses()))
        .contains(List.of());
    bench.network().deletePort(plain);
  }

  @Test
  @Essential
  default void deletingAPortThatNeverWasSucceeds(Bench bench) {
    bench.network().deletePort(Missing.ID);
  }

  @Test
  default void aPortThatNeverWasIsAbsent(Bench bench) {
    assertThat(bench.network().port(Missing.ID)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aPortOrderThatCannotBeIsRefusedInTheCloudsWords(WrongPort wrong, Bench bench) {
    PortOrder order = wrong.of(bench.portOrder());
    CloudFault fault = bench.faultOf(() -> bench.network().createPort(order));
    assertThat(fault).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.NotFound.class);
    bench.assertVerbatim(fault);
    assertThat(withMark(bench, order.mark())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aHostilePortNameIsRefusedOrKeptExactly(HostileName name, Bench bench) {
    PortOrder order = bench.portOrder(bench.freeAddress(), name.text(), List.of());
    try {
      String id = bench.network().createPort(order);
      assertThat(bench.network().port(id).map(Port::name)).contains(name.text());
      assertThat(bench.network().port(id).flatMap(Port::mark)).contains(order.mark());
    } catch (CloudException refused) {
      name.assertRefusal(refused.fault());
      assertThat(withMark(bench, order.mark())).isEmpty();
    }
  }

  @Test
  default void theLongestMarkSurvivesInAPort(Bench bench) {
    PortOrder plain = bench.portOrder();
    OwnerMark usual = plain.mark();
    int room = OwnerMark.TEXT_LIMIT - usual.text().length() + usual.cluster().length();
    OwnerMark mark =
        new OwnerMark(
            usual.installation(),
            "c".repeat(100),
            usual.resource() + "/" + "r".repeat(Math.min(80, room - 101)),
            usual.attempt());
    String id =
        bench
            .network()
            .createPort(
                new PortOrder(
                    mark,
                    plain.name(),
                    plain.network(),
                    plain.subnet(),
                    plain.address(),
                    List.of()));
    assertThat(bench.network().port(id).flatMap(Port::mark)).contains(mark);
  }

  @Test
  default void aPortOfSomebodyElseIsListedWithoutAMark(Bench bench) {
    String name = bench.freshName("foreign");
    String id = bench.neighbour().port(bench.stock().network().id(), name);
    assertThat(bench.network().ports())
        .filteredOn(port -> port.id().equals(id))
        .hasSize(1)
        .allSatisfy(
            port -> {
              assertThat(port.name()).isEqualTo(name);
              assertThat(port.mark()).isEmpty();
            });
  }

  private static PortOrder sharing(Bench bench, String address) {
    return bench.portOrder().with(PortTraits.USUAL.allowing(List.of(address)));
  }

  private static List<Port> withMark(Bench bench, OwnerMark mark) {
    return bench.network().ports().stream()
        .filter(port -> port.mark().equals(Optional.of(mark)))
        .toList();
  }
}
