package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Networks, subnets and routers: what a cluster stands on if there is nothing yet. */
public interface TopologyContract extends UnderTest {
  /** Of subnets that cases make; each is in a network of its own. */
  String CIDR = "192.168.77.0/24";

  @Test
  @Essential
  default void aNetworkIsMadeWithItsMarkShownListedAndGone(Bench bench) {
    OwnerMark mark = bench.mark("network");
    String id = bench.topology().createNetwork(mark, "nodes");
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    OwnNetwork shown = bench.topology().network(id).orElseThrow();
    assertThat(shown).isEqualTo(new OwnNetwork(id, "nodes", Optional.of(mark)));
    assertThat(bench.topology().networks()).contains(shown);
    bench.topology().deleteNetwork(id);
    bench.topology().deleteNetwork(id);
    assertThat(bench.topology().network(id)).isEmpty();
    assertThat(bench.topology().networks()).noneMatch(other -> other.id().equals(id));
  }

  @Test
  @Essential
  default void aSubnetHasItsGatewayFirstAndAllOtherAddressesInItsPool(Bench bench) {
    String network = network(bench);
    OwnerMark mark = bench.mark("subnet");
    String id =
        bench
            .topology()
            .createSubnet(new SubnetOrder(mark, "nodes", network, CIDR, List.of("192.0.2.53")));
    OwnSubnet shown = bench.topology().subnet(id).orElseThrow();
    assertThat(shown).isEqualTo(new OwnSubnet(id, "nodes", network, CIDR, Optional.of(mark)));
    assertThat(bench.topology().subnets()).contains(shown);
    Facts.Subnet usable = bench.cloud().facts().network(network).orElseThrow().subnets().getFirst();
    assertThat(usable.id()).isEqualTo(id);
    assertThat(usable.gateway()).contains("192.168.77.1");
    assertThat(usable.pools()).containsExactly(new Facts.Pool("192.168.77.2", "192.168.77.254"));
    bench.topology().deleteSubnet(id);
    bench.topology().deleteSubnet(id);
    assertThat(bench.topology().subnet(id)).isEmpty();
  }

  @Test
  @Essential
  default void aRouterLeadsOutAndIsPluggedInOnceHoweverOften(Bench bench) {
    OwnerMark mark = bench.mark("router");
    Topology topology = bench.topology();
    String external = bench.stock().externalNetwork();
    String id = topology.createRouter(mark, "out", external);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    OwnRouter shown = topology.router(id).orElseThrow();
    assertThat(shown).isEqualTo(new OwnRouter(id, "out", Optional.of(external), Optional.of(mark)));
    assertThat(topology.routers()).contains(shown);
    String subnet = subnet(bench, network(bench));
    topology.plug(id, subnet);
    topology.plug(id, subnet);
    topology.unplug(id, subnet);
    topology.unplug(id, subnet);
    topology.deleteRouter(id);
    topology.deleteRouter(id);
    assertThat(topology.router(id)).isEmpty();
  }

  @Test
  default void aFloatingAddressLeadsToAPortBehindARouterThatWasMade(Bench bench) {
    String network = network(bench);
    String subnet = subnet(bench, network);
    String router = router(bench);
    bench.topology().plug(router, subnet);
    String port = bench.network().createPort(port(bench, network, subnet));
    String external = bench.stock().externalNetwork();
    String id =
        bench.network().createFloatingIp(bench.mark("floating-ip"), external, Optional.of(port));
    assertThat(bench.network().floatingIp(id).flatMap(FloatingIp::port)).contains(port);
    assertThat(bench.faultOf(() -> bench.topology().unplug(router, subnet)))
        .isInstanceOf(CloudFault.Conflict.class);
  }

  @Test
  @Essential
  default void whatIsInUseIsNotDeleted(Bench bench) {
    String network = network(bench);
    String subnet = subnet(bench, network);
    String router = router(bench);
    bench.topology().plug(router, subnet);
    conflict(bench, () -> bench.topology().deleteRouter(router));
    bench.topology().unplug(router, subnet);
    String port = bench.network().createPort(port(bench, network, subnet));
    conflict(bench, () -> bench.topology().deleteSubnet(subnet));
    conflict(bench, () -> bench.topology().deleteNetwork(network));
    bench.network().deletePort(port);
    bench.topology().deleteNetwork(network);
    assertThat(bench.topology().subnet(subnet)).isEmpty();
  }

  @Test
  @Essential
  default void whatNeverWasIsAbsentAndDeletingItSucceeds(Bench bench) {
    Topology topology = bench.topology();
    assertThat(topology.network(Missing.ID)).isEmpty();
    assertThat(topology.subnet(Missing.ID)).isEmpty();
    assertThat(topology.router(Missing.ID)).isEmpty();
    topology.deleteNetwork(Missing.ID);
    topology.deleteSubnet(Missing.ID);
    topology.deleteRouter(Missing.ID);
    topology.unplug(Missing.ID, Missing.ID);
  }

  @Test
  default void networksThatTheProjectOnlyUsesAreNotItsOwn(Bench bench) {
    assertThat(bench.topology().networks())
        .noneMatch(network -> network.id().equals(bench.stock().externalNetwork()));
  }

  @Test
  default void theListsAreWholeThoughTheyHavePages(Bench bench) {
    List<String> made = IntStream.range(0, 5).mapToObj(_ -> network(bench)).toList();
    assertThat(bench.connect(Tuning.USUAL.withPageSize(2)).topology().networks())
        .extracting(OwnNetwork::id)
        .containsAll(made)
        .doesNotHaveDuplicates();
  }

  private static void conflict(
      Bench bench, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    bench.proxy().forget();
    CloudFault fault = bench.faultOf(call);
    assertThat(fault).isInstanceOf(CloudFault.Conflict.class);
    bench.assertVerbatim(fault);
  }

  private static String network(Bench bench) {
    return bench.topology().createNetwork(bench.mark("network"), "nodes");
  }

  private static String subnet(Bench bench, String network) {
    return bench
        .topology()
        .createSubnet(new SubnetOrder(bench.mark("subnet"), "nodes", network, CIDR, List.of()));
  }

  private static String router(Bench bench) {
    return bench
        .topology()
        .createRouter(bench.mark("router"), "out", bench.stock().externalNetwork());
  }

  private static PortOrder port(Bench bench, String network, String subnet) {
    return new PortOrder(
        bench.mark("port"), bench.freshName("port"), network, subnet, "192.168.77.9", List.of());
  }
}
