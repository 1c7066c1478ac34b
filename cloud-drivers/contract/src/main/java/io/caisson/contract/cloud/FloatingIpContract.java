package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Floating addresses: a cluster's endpoint is one before its first server is there. */
public interface FloatingIpContract extends UnderTest {
  @Test
  @Essential
  default void aFloatingAddressIsTakenWithItsMarkShownAndListed(Bench bench) {
    OwnerMark mark = bench.mark("floating-ip");
    String external = bench.stock().externalNetwork();
    String id = bench.network().createFloatingIp(mark, external, Optional.empty());
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    FloatingIp shown = bench.network().floatingIp(id).orElseThrow();
    assertThat(shown.address()).isNotBlank();
    assertThat(shown.port()).isEmpty();
    assertThat(shown.mark()).contains(mark);
    assertThat(bench.network().floatingIps()).contains(shown);
  }

  @Test
  default void aFloatingAddressIsAttachedBeforeTheServerExistsAndShownByIt(Bench bench) {
    String port = bench.port();
    String id = address(bench, Optional.of(port));
    FloatingIp floating = bench.network().floatingIp(id).orElseThrow();
    assertThat(floating.port()).contains(port);
    String server = bench.compute().createServer(bench.serverOrder(port));
    bench.running(server);
    Server shown =
        bench.listed(
            "the server shows its floating address",
            () -> bench.compute().server(server).orElseThrow(),
            s -> s.addresses().contains(floating.address()));
    assertThat(shown.addresses()).hasSize(2);
    assertThat(bench.network().floatingIp(id).flatMap(FloatingIp::port)).contains(port);
  }

  @Test
  default void aFloatingAddressMovesFromPortToPort(Bench bench) {
    Network network = bench.network();
    String first = bench.port();
    String second = bench.port();
    String id = address(bench, Optional.empty());
    String address = network.floatingIp(id).orElseThrow().address();
    network.attachFloatingIp(id, first);
    assertThat(network.floatingIp(id).flatMap(FloatingIp::port)).contains(first);
    network.attachFloatingIp(id, second);
    network.attachFloatingIp(id, second);
    FloatingIp moved = network.floatingIp(id).orElseThrow();
    assertThat(moved.port()).contains(second);
    assertThat(moved.address()).isEqualTo(address);
  }

  @Test
  default void aFloatingAddressOutlivesItsPort(Bench bench) {
    String port = bench.port();
    String id = address(bench, Optional.of(port));
    bench.network().deletePort(port);
    assertThat(bench.network().floatingIp(id)).isPresent();
    assertThat(bench.network().floatingIp(id).flatMap(FloatingIp::port)).isEmpty();
  }

  @Test
  @Essential
  default void aDeletedFloatingAddressIsGoneThoughItWasAttached(Bench bench) {
    String id = address(bench, Optional.of(bench.port()));
    bench.network().deleteFloatingIp(id);
    bench.network().deleteFloatingIp(id);
    assertThat(bench.network().floatingIp(id)).isEmpty();
    assertThat(bench.network().floatingIps()).noneMatch(other -> other.id().equals(id));
  }

  @Test
  @Essential
  default void deletingAFloatingAddressThatNeverWasSucceeds(Bench bench) {
    bench.network().deleteFloatingIp(Missing.ID);
  }

  @Test
  default void aFloatingAddressThatNeverWasIsAbsentAndCannotBeAttached(Bench bench) {
    String port = bench.port();
    assertThat(bench.network().floatingIp(Missing.ID)).isEmpty();
    assertThat(bench.faultOf(() -> bench.network().attachFloatingIp(Missing.ID, port)))
        .isInstanceOf(CloudFault.NotFound.class);
  }

  @Test
  default void aNetworkWithoutAWayToTheOutsideIsToldInTheCloudsWords(Bench bench) {
    String inside = bench.neighbour().network(bench.freshName("inside"));
    String port = bench.neighbour().port(inside, bench.freshName("port"));
    String id = address(bench, Optional.empty());
    bench.proxy().forget();
    CloudFault fault = bench.faultOf(() -> bench.network().attachFloatingIp(id, port));
    assertThat(fault)
        .isInstanceOfAny(
            CloudFault.NotFound.class, CloudFault.Invalid.class, CloudFault.Conflict.class);
    bench.assertVerbatim(fault);
    assertThat(bench.network().floatingIp(id).flatMap(FloatingIp::port)).isEmpty();
  }

  @Test
  default void anExternalNetworkThatIsNoneIsRefusedInTheCloudsWords(Bench bench) {
    for (String network : new String[] {Missing.ID, bench.stock().network().id()}) {
      CloudFault fault =
          bench.faultOf(
              () ->
                  bench
                      .network()
                      .createFloatingIp(bench.mark("floating-ip"), network, Optional.empty()));
      assertThat(fault).isInstanceOfAny(CloudFault.NotFound.class, CloudFault.Invalid.class);
      bench.assertVerbatim(fault);
    }
  }

  private static String address(Bench bench, Optional<String> port) {
    return bench
        .network()
        .createFloatingIp(bench.mark("floating-ip"), bench.stock().externalNetwork(), port);
  }
}
