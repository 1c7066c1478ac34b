package io.caisson.service.traffic;

import io.caisson.spi.cloud.OwnNetwork;
import io.caisson.spi.cloud.OwnRouter;
import io.caisson.spi.cloud.OwnSubnet;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.SubnetOrder;
import io.caisson.spi.cloud.Topology;
import java.util.List;
import java.util.Optional;

/** The networks, subnets and routers of {@link GuardedCloud}. */
final class GuardedTopology implements Topology {
  private final ProjectTraffic project;
  private final Asker asker;
  private final Topology own;

  GuardedTopology(ProjectTraffic project, Asker asker, Topology own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public String createNetwork(OwnerMark mark, String name) {
    return project.network.change(() -> own.createNetwork(mark, name));
  }

  @Override
  public void deleteNetwork(String id) {
    project.network.run(() -> own.deleteNetwork(id));
  }

  @Override
  public Optional<OwnNetwork> network(String id) {
    return project.network.read(() -> own.network(id));
  }

  @Override
  public List<OwnNetwork> networks() {
    return project.networks.ask(asker, () -> project.network.read(own::networks));
  }

  @Override
  public String createSubnet(SubnetOrder order) {
    return project.network.change(() -> own.createSubnet(order));
  }

  @Override
  public void deleteSubnet(String id) {
    project.network.run(() -> own.deleteSubnet(id));
  }

  @Override
  public Optional<OwnSubnet> subnet(String id) {
    return project.network.read(() -> own.subnet(id));
  }

  @Override
  public List<OwnSubnet> subnets() {
    return project.subnets.ask(asker, () -> project.network.read(own::subnets));
  }

  @Override
  public String createRouter(OwnerMark mark, String name, String externalNetwork) {
    return project.network.change(() -> own.createRouter(mark, name, externalNetwork));
  }

  @Override
  public void deleteRouter(String id) {
    project.network.run(() -> own.deleteRouter(id));
  }

  @Override
  public Optional<OwnRouter> router(String id) {
    return project.network.read(() -> own.router(id));
  }

  @Override
  public List<OwnRouter> routers() {
    return project.routers.ask(asker, () -> project.network.read(own::routers));
  }

  @Override
  public void plug(String router, String subnet) {
    project.network.run(() -> own.plug(router, subnet));
  }

  @Override
  public void unplug(String router, String subnet) {
    project.network.run(() -> own.unplug(router, subnet));
  }
}
