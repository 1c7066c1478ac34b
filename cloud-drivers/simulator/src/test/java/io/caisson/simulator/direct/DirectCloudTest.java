package io.caisson.simulator.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Router;
import io.caisson.simulator.model.Subnet;
import io.caisson.simulator.model.Timing;
import io.caisson.simulator.model.Troubles;
import io.caisson.simulator.model.VirtualTimeline;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityRule;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DirectCloudTest {
  private static final OwnerMark MARK = new OwnerMark("test", "cluster-1", "server/worker-1", 1);

  private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-11-20T10:00:00Z"));
  private final DataCentre dataCentre =
      new DataCentre(new DataCentre.Settings(time, new Random(1), Timing.usual(), Troubles.none()));
  private final DirectCloud cloud =
      new DirectCloud(dataCentre, new Caller("ann", "blue", List.of("member", "reader")));
  private final CloudNetwork network = dataCentre.look(DirectCloudTest::furnish);
  private final String subnet =
      cloud.facts().network("private").orElseThrow().subnets().getFirst().id();

  @Test
  void aServerLivesInVirtualTime() {
    String port = cloud.network().createPort(port("127.48.0.9"));
    String id = cloud.compute().createServer(server("worker-1", port));
    assertThat(shown(id).status()).isEqualTo(Server.Status.BUILD);
    time.advance(Duration.ofMinutes(1));
    assertThat(shown(id).status()).isEqualTo(Server.Status.ACTIVE);
    assertThat(shown(id).addresses()).containsExactly("127.48.0.9");
    assertThat(shown(id).mark()).contains(MARK);
    assertThat(cloud.network().port(port).orElseThrow().device()).contains(id);
    cloud.compute().deleteServer(id);
    assertThat(shown(id).status()).isEqualTo(Server.Status.DELETING);
    time.advance(Duration.ofMinutes(1));
    assertThat(cloud.compute().server(id)).isEmpty();
    cloud.compute().deleteServer(id);
  }

  @Test
  void aTakenAddressIsToldWithTheAddress() {
    cloud.network().createPort(port("127.48.0.9"));
    assertThat(fault(() -> cloud.network().createPort(port("127.48.0.9"))))
        .isInstanceOfSatisfying(
            CloudFault.AddressTaken.class,
            taken -> assertThat(taken.address()).isEqualTo("127.48.0.9"));
  }

  @Test
  void quotasAreToldInFiguresAndInTheWordsOfTheFacts() {
    dataCentre.furnish(plant -> plant.quotas().limit("blue", "cores", 1));
    String port = cloud.network().createPort(port("127.48.0.9"));
    assertThat(fault(() -> cloud.compute().createServer(server("worker-1", port))))
        .isInstanceOfSatisfying(
            CloudFault.Quota.class,
            quota -> {
              assertThat(quota.resource()).isEqualTo("cores");
              assertThat(quota.needed()).contains(2L);
              assertThat(quota.used()).contains(0L);
              assertThat(quota.limit()).contains(1L);
            });
    dataCentre.furnish(plant -> plant.quotas().limit("blue", "port", 1));
    assertThat(fault(() -> cloud.network().createPort(port("127.48.0.10"))))
        .isInstanceOfSatisfying(
            CloudFault.Quota.class, quota -> assertThat(quota.resource()).isEqualTo("ports"));
  }

  @Test
  void addingARuleTwiceIsOneRule() {
    String group = cloud.network().createSecurityGroup(MARK, "nodes");
    SecurityRule rule = SecurityRule.tcp(6443, "127.0.0.0/8");
    assertThat(cloud.network().addRule(group, rule))
        .isEqualTo(cloud.network().addRule(group, rule));
    assertThat(cloud.network().securityGroup(group).orElseThrow().rules())
        .containsOnlyKeys(cloud.network().addRule(group, rule))
        .containsValue(rule);
  }

  @Test
  void aFloatingAddressMovesFromPortToPort() {
    String first = cloud.network().createPort(port("127.48.0.9"));
    String second = cloud.network().createPort(port("127.48.0.10"));
    String external = cloud.facts().network("public").orElseThrow().id();
    String ip = cloud.network().createFloatingIp(MARK, external, Optional.of(first));
    cloud.network().attachFloatingIp(ip, second);
    assertThat(cloud.network().floatingIp(ip).orElseThrow().port()).contains(second);
    cloud.network().deleteFloatingIp(ip);
    assertThat(cloud.network().floatingIps()).isEmpty();
  }

  @Test
  void factsAreFoundByIdAndByName() {
    String flavor = cloud.facts().flavor("small").orElseThrow().id();
    assertThat(cloud.facts().flavor(flavor)).isEqualTo(cloud.facts().flavor("small"));
    assertThat(cloud.facts().image("nothing")).isEmpty();
    dataCentre.furnish(plant -> plant.catalogue().addImage("linux", 0, 0, Map.of()));
    assertThat(fault(() -> cloud.facts().image("linux"))).isInstanceOf(CloudFault.Conflict.class);
  }

  private Server shown(String id) {
    return cloud.compute().server(id).orElseThrow();
  }

  private PortOrder port(String address) {
    return new PortOrder(MARK, "worker-1", network.id(), subnet, address, List.of());
  }

  private ServerOrder server(String name, String port) {
    return new ServerOrder(
        MARK,
        name,
        cloud.facts().flavor("small").orElseThrow().id(),
        ServerOrder.Disks.ofImage(cloud.facts().image("linux").orElseThrow().id()),
        List.of(port),
        ServerOrder.Guest.of("#cloud-config\n"),
        ServerOrder.Placement.ANYWHERE);
  }

  private static CloudFault fault(ThrowingCallable call) {
    CloudFault[] fault = new CloudFault[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(CloudException.class, e -> fault[0] = e.fault());
    return fault[0];
  }

  private static CloudNetwork furnish(Plant plant) {
    plant.catalogue().addHost(new Host("host-1", "az1", 64, 262_144, 1000));
    plant.catalogue().addFlavor("small", 2, 2048, 20);
    plant.catalogue().addImage("linux", 0, 0, Map.of());
    CloudNetwork external = network(plant, "public", new CloudNetwork.Kind(true, false));
    CloudNetwork inside = network(plant, "private", new CloudNetwork.Kind(false, true));
    subnet(plant, external, "127.40.0.0/16");
    Router router = plant.routers().create("", "router", "");
    plant.routers().setGateway(router, Optional.of(external));
    plant.routers().addInterface(router, subnet(plant, inside, "127.48.0.0/12"));
    return inside;
  }

  private static CloudNetwork network(Plant plant, String name, CloudNetwork.Kind kind) {
    return plant.networks().create("", name, "", kind);
  }

  private static Subnet subnet(Plant plant, CloudNetwork network, String range) {
    Cidr cidr = Cidr.parse(range);
    Optional<Long> gateway = Optional.of(cidr.base() + 1);
    return plant
        .networks()
        .createSubnet(
            "",
            "subnet",
            network.id(),
            new Subnet.Plan(cidr, gateway, Networks.wholePool(cidr, gateway), false, List.of()));
  }
}
