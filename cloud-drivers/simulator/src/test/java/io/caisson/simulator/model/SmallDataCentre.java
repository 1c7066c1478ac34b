package io.caisson.simulator.model;

import io.caisson.simulator.model.ServerOrder.Wiring;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A data centre in virtual time with one project, for tests of the model. */
final class SmallDataCentre {
  final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-11-20T10:00:00Z"));
  final DataCentre dataCentre;
  final List<String> news = new ArrayList<>();
  final Caller caller;
  final Caller admin = new Caller("root", "operators", List.of("admin", "member", "reader"));
  final CloudNetwork network;
  final Subnet subnet;
  final CloudNetwork external;
  final Flavor flavor;
  final Image image;

  SmallDataCentre(long seed) {
    this(seed, Troubles.none());
  }

  SmallDataCentre(long seed, Troubles troubles) {
    dataCentre =
        new DataCentre(new DataCentre.Settings(time, new Random(seed), Timing.usual(), troubles));
    caller = new Caller("ann", "blue", List.of("member", "reader"));
    network = dataCentre.look(p -> p.networks().create("blue", "net", "", kind(false)));
    external = dataCentre.look(p -> p.networks().create("", "public", "", kind(true)));
    subnet = dataCentre.look(p -> subnet(p, network, "127.200.0.0/24"));
    dataCentre.furnish(p -> subnet(p, external, "127.201.0.0/24"));
    flavor = dataCentre.look(p -> p.catalogue().addFlavor("small", 2, 2048, 20));
    image = dataCentre.look(p -> p.catalogue().addImage("linux", 10, 512, Map.of()));
    dataCentre.furnish(p -> p.catalogue().addHost(new Host("host-1", "az1", 16, 65536, 1000)));
    dataCentre.listen(new Listener());
  }

  private static CloudNetwork.Kind kind(boolean external) {
    return new CloudNetwork.Kind(external, false);
  }

  private static Subnet subnet(Plant plant, CloudNetwork network, String range) {
    Cidr cidr = Cidr.parse(range);
    Optional<Long> gateway = Optional.of(cidr.base() + 1);
    return plant
        .networks()
        .createSubnet(
            network.card().project(),
            network.card().name() + "-subnet",
            network.id(),
            new Subnet.Plan(cidr, gateway, Networks.wholePool(cidr, gateway), false, List.of()));
  }

  void connectToTheOutside() {
    dataCentre.furnish(
        p -> {
          Router router = p.routers().create("blue", "way-out", "");
          p.routers().setGateway(router, Optional.of(external));
          p.routers().addInterface(router, subnet);
        });
  }

  Port port(String address) {
    return change(
        p ->
            p.ports()
                .create(
                    new PortOrder(
                        "blue",
                        network.id(),
                        Optional.of("port"),
                        Optional.empty(),
                        Optional.of(
                            List.of(
                                new PortOrder.WantedAddress(
                                    Optional.of(subnet.id()), Optional.of(address)))),
                        Optional.empty(),
                        Port.Device.NONE)));
  }

  Server server(String name, String... ports) {
    return change(p -> p.servers().create(caller, order(name, ports)));
  }

  ServerOrder order(String name, String... ports) {
    return new ServerOrder(
        name,
        flavor.id(),
        ServerOrder.Disks.of(image.id()),
        Map.of("role", "test"),
        ServerOrder.Software.none(),
        ServerOrder.Where.ANYWHERE,
        Wiring.byPorts(List.of(ports)));
  }

  <T> T change(java.util.function.Function<Plant, T> how) {
    return dataCentre.change("ann", "a change", how);
  }

  void pass(int seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  private final class Listener implements InstanceListener {
    @Override
    public void started(BootedInstance instance) {
      news.add("started " + instance.name() + " at " + instance.address().orElse("nowhere"));
    }

    @Override
    public void stopped(String instanceId) {
      news.add("stopped");
    }

    @Override
    public void deleted(String instanceId) {
      news.add("deleted");
    }

    @Override
    public void rebuilt(String instanceId) {
      news.add("rebuilt");
    }

    @Override
    public void hung(String instanceId) {
      news.add("hung");
    }

    @Override
    public void floatingIpAssociated(String instanceId, FloatingAddress address) {
      news.add("associated " + address.floating() + " with " + address.fixed());
    }

    @Override
    public void floatingIpDissociated(String instanceId, FloatingAddress address) {
      news.add("dissociated " + address.floating());
    }
  }
}
