package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Card;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.Networks;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Router;
import io.caisson.simulator.model.Subnet;
import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import java.util.List;
import java.util.Optional;

/** The model's networks, subnets and routers. */
final class DirectTopology implements Topology {
  private final DirectCalls calls;

  DirectTopology(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public String createNetwork(OwnerMark mark, String name) {
    CloudNetwork.Kind kind = new CloudNetwork.Kind(false, false);
    return calls.change(
        "create network " + name,
        plant -> plant.networks().create(project(), name, mark.text(), kind).id());
  }

  @Override
  public void deleteNetwork(String id) {
    calls.delete(
        "delete network " + id,
        plant -> plant.deleteNetwork(plant.networks().need(calls.caller(), id)));
  }

  @Override
  public Optional<OwnNetwork> network(String id) {
    return calls.find(plant -> network(plant.networks().need(calls.caller(), id)));
  }

  @Override
  public List<OwnNetwork> networks() {
    return calls.look(
        plant ->
            plant.networks().listed(calls.caller()).stream()
                .filter(network -> own(network.card()))
                .map(DirectTopology::network)
                .toList());
  }

  @Override
  public String createSubnet(SubnetOrder order) {
    Cidr cidr = Cidr.parse(order.cidr());
    Optional<Long> gateway = Optional.of(cidr.base() + 1);
    Subnet.Plan plan =
        new Subnet.Plan(
            cidr, gateway, Networks.wholePool(cidr, gateway), true, order.nameServers());
    return calls.change("create subnet " + order.name(), plant -> made(plant, order, plan).id());
  }

  private Subnet made(Plant plant, SubnetOrder order, Subnet.Plan plan) {
    String network = plant.networks().need(calls.caller(), order.network()).id();
    Networks.Title title = new Networks.Title(project(), order.name(), order.mark().text());
    return plant.networks().createSubnet(title, network, plan);
  }

  @Override
  public void deleteSubnet(String id) {
    calls.delete(
        "delete subnet " + id,
        plant -> plant.deleteSubnet(plant.networks().needSubnet(calls.caller(), id)));
  }

  @Override
  public Optional<OwnSubnet> subnet(String id) {
    return calls.find(plant -> subnet(plant.networks().needSubnet(calls.caller(), id)));
  }

  @Override
  public List<OwnSubnet> subnets() {
    return calls.look(
        plant ->
            plant.networks().listedSubnets(calls.caller()).stream()
                .filter(subnet -> own(subnet.card()))
                .map(DirectTopology::subnet)
                .toList());
  }

  @Override
  public String createRouter(OwnerMark mark, String name, String externalNetwork) {
    return calls.change(
        "create router " + name,
        plant -> {
          CloudNetwork external = plant.networks().need(calls.caller(), externalNetwork);
          Router router = plant.routers().create(project(), name, mark.text());
          plant.routers().setGateway(router, Optional.of(external));
          return router.id();
        });
  }

  @Override
  public void deleteRouter(String id) {
    calls.delete(
        "delete router " + id,
        plant -> plant.routers().delete(plant.routers().need(calls.caller(), id)));
  }

  @Override
  public Optional<OwnRouter> router(String id) {
    return calls.find(plant -> router(plant.routers().need(calls.caller(), id)));
  }

  @Override
  public List<OwnRouter> routers() {
    return calls.look(
        plant ->
            plant.routers().listed(calls.caller()).stream()
                .filter(router -> own(router.card()))
                .map(DirectTopology::router)
                .toList());
  }

  @Override
  public void plug(String router, String subnet) {
    calls.change(
        "plug router " + router,
        plant -> {
          Caller caller = calls.caller();
          Router found = plant.routers().need(caller, router);
          Subnet into = plant.networks().needSubnet(caller, subnet);
          if (!plant.routers().isOn(found, into)) {
            plant.routers().addInterface(found, into);
          }
          return router;
        });
  }

  @Override
  public void unplug(String router, String subnet) {
    calls.delete(
        "unplug router " + router,
        plant ->
            plant
                .routers()
                .removeInterface(
                    plant.routers().need(calls.caller(), router),
                    plant.networks().needSubnet(calls.caller(), subnet),
                    plant.floatingIps()));
  }

  private String project() {
    return calls.caller().project();
  }

  private boolean own(Card card) {
    return card.project().equals(project());
  }

  private static OwnNetwork network(CloudNetwork network) {
    return new OwnNetwork(network.id(), network.card().name(), mark(network.card()));
  }

  private static OwnSubnet subnet(Subnet subnet) {
    return new OwnSubnet(
        subnet.id(),
        subnet.card().name(),
        subnet.network(),
        subnet.plan().cidr().toString(),
        mark(subnet.card()));
  }

  private static OwnRouter router(Router router) {
    return new OwnRouter(
        router.id(),
        router.card().name(),
        router.gateway().map(Router.Gateway::network),
        mark(router.card()));
  }

  private static Optional<OwnerMark> mark(Card card) {
    return OwnerMark.parse(card.description());
  }
}
