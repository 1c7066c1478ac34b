package io.caisson.service.traffic;

import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.SecurityRule;
import java.util.List;
import java.util.Optional;

/** The network of {@link GuardedCloud}. */
final class GuardedNetwork implements Network {
  private final ProjectTraffic project;
  private final Asker asker;
  private final Network own;

  GuardedNetwork(ProjectTraffic project, Asker asker, Network own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public String createPort(PortOrder order) {
    return project.network.change(() -> own.createPort(order));
  }

  @Override
  public void deletePort(String id) {
    project.network.run(() -> own.deletePort(id));
  }

  @Override
  public Optional<Port> port(String id) {
    return project.network.read(() -> own.port(id));
  }

  @Override
  public List<Port> ports() {
    return project.ports.ask(asker, () -> project.network.read(own::ports));
  }

  @Override
  public String createSecurityGroup(OwnerMark mark, String name) {
    return project.network.change(() -> own.createSecurityGroup(mark, name));
  }

  @Override
  public void deleteSecurityGroup(String id) {
    project.network.run(() -> own.deleteSecurityGroup(id));
  }

  @Override
  public Optional<SecurityGroup> securityGroup(String id) {
    return project.network.read(() -> own.securityGroup(id));
  }

  @Override
  public List<SecurityGroup> securityGroups() {
    return project.groups.ask(asker, () -> project.network.read(own::securityGroups));
  }

  @Override
  public String addRule(String securityGroup, SecurityRule rule) {
    return project.network.change(() -> own.addRule(securityGroup, rule));
  }

  @Override
  public void removeRule(String ruleId) {
    project.network.run(() -> own.removeRule(ruleId));
  }

  @Override
  public String createFloatingIp(OwnerMark mark, String externalNetwork, Optional<String> port) {
    return project.network.change(() -> own.createFloatingIp(mark, externalNetwork, port));
  }

  @Override
  public void attachFloatingIp(String id, String port) {
    project.network.run(() -> own.attachFloatingIp(id, port));
  }

  @Override
  public void deleteFloatingIp(String id) {
    project.network.run(() -> own.deleteFloatingIp(id));
  }

  @Override
  public Optional<FloatingIp> floatingIp(String id) {
    return project.network.read(() -> own.floatingIp(id));
  }

  @Override
  public List<FloatingIp> floatingIps() {
    return project.addresses.ask(asker, () -> project.network.read(own::floatingIps));
  }
}
