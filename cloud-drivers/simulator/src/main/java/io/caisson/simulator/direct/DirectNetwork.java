package io.caisson.simulator.direct;

import io.caisson.simulator.model.FixedAddress;
import io.caisson.simulator.model.FloatingIps;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.SecurityGroupRule.Traffic;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.SecurityRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ports, security groups and floating addresses of the project. */
final class DirectNetwork implements Network {
  private final DirectCloud cloud;

  DirectNetwork(DirectCloud cloud) {
    this.cloud = cloud;
  }

  @Override
  public String createPort(PortOrder order) {
    return cloud.change(
        "create port " + order.name(), plant -> plant.ports().create(translated(order)).id());
  }

  private io.caisson.simulator.model.PortOrder translated(PortOrder order) {
    var address =
        new io.caisson.simulator.model.PortOrder.WantedAddress(
            Optional.of(order.subnet()), Optional.of(order.address()));
    return new io.caisson.simulator.model.PortOrder(
        cloud.caller().project(),
        order.network(),
        Optional.of(order.name()),
        Optional.of(order.mark().text()),
        Optional.of(List.of(address)),
        Optional.of(order.securityGroups()),
        new io.caisson.simulator.model.Port.Device("", "", ""));
  }

  @Override
  public void deletePort(String id) {
    cloud.remove(
        "delete port " + id, plant -> plant.ports().delete(plant.ports().need(cloud.caller(), id)));
  }

  @Override
  public Optional<Port> port(String id) {
    return cloud.find(plant -> shown(plant.ports().need(cloud.caller(), id)));
  }

  @Override
  public List<Port> ports() {
    return cloud.look(
        plant -> plant.ports().listed(cloud.caller()).stream().map(DirectNetwork::shown).toList());
  }

  private static Port shown(io.caisson.simulator.model.Port port) {
    return new Port(
        port.id(),
        port.card().name(),
        port.network(),
        port.addresses().stream().map(FixedAddress::address).toList(),
        Optional.of(port.device().id()).filter(id -> !id.isEmpty()),
        OwnerMark.parse(port.card().description()));
  }

  @Override
  public String createSecurityGroup(OwnerMark mark, String name) {
    return cloud.change(
        "create security group " + name,
        plant -> plant.securityGroups().create(cloud.caller().project(), name, mark.text()).id());
  }

  @Override
  public void deleteSecurityGroup(String id) {
    cloud.remove(
        "delete security group " + id,
        plant ->
            plant
                .securityGroups()
                .delete(cloud.caller(), plant.securityGroups().need(cloud.caller(), id)));
  }

  @Override
  public Optional<SecurityGroup> securityGroup(String id) {
    return cloud.find(plant -> shown(plant, plant.securityGroups().need(cloud.caller(), id)));
  }

  @Override
  public List<SecurityGroup> securityGroups() {
    return cloud.look(
        plant ->
            plant.securityGroups().listed(cloud.caller()).stream()
                .map(group -> shown(plant, group))
                .toList());
  }

  private static SecurityGroup shown(Plant plant, io.caisson.simulator.model.SecurityGroup group) {
    Map<String, SecurityRule> rules = new TreeMap<>();
    plant.securityGroups().rulesOf(group.id()).stream()
        .filter(rule -> rule.traffic().direction().equals("ingress"))
        .forEach(rule -> rules.put(rule.id(), shown(rule.traffic())));
    return new SecurityGroup(
        group.id(), group.card().name(), rules, OwnerMark.parse(group.card().description()));
  }

  private static SecurityRule shown(Traffic traffic) {
    return new SecurityRule(
        traffic.protocol().orElse("any"),
        traffic.portMin().orElse(0),
        traffic.portMax().orElse(0),
        traffic.remoteCidr(),
        traffic.remoteGroup());
  }

  @Override
  public String addRule(String securityGroup, SecurityRule rule) {
    return cloud.change(
        "add rule to " + securityGroup,
        plant -> {
          var group = plant.securityGroups().need(cloud.caller(), securityGroup);
          Traffic traffic = traffic(rule);
          return plant.securityGroups().rulesOf(group.id()).stream()
              .filter(known -> known.traffic().equals(traffic))
              .findFirst()
              .orElseGet(() -> plant.securityGroups().addRule(group, "", traffic))
              .id();
        });
  }

  private static Traffic traffic(SecurityRule rule) {
    boolean ports = rule.firstPort() > 0;
    return new Traffic(
        "ingress",
        "IPv4",
        Optional.of(rule.protocol()).filter(protocol -> !protocol.equals("any")),
        ports ? Optional.of(rule.firstPort()) : Optional.empty(),
        ports ? Optional.of(rule.lastPort()) : Optional.empty(),
        rule.remoteCidr(),
        rule.remoteGroup());
  }

  @Override
  public void removeRule(String ruleId) {
    cloud.remove(
        "remove rule " + ruleId,
        plant ->
            plant
                .securityGroups()
                .deleteRule(plant.securityGroups().needRule(cloud.caller(), ruleId)));
  }

  @Override
  public String createFloatingIp(OwnerMark mark, String network, Optional<String> port) {
    return cloud.change(
        "create floating ip",
        plant ->
            plant
                .floatingIps()
                .create(
                    cloud.caller(),
                    new FloatingIps.Order(
                        cloud.caller().project(),
                        network,
                        port,
                        Optional.empty(),
                        Optional.empty(),
                        mark.text()))
                .id());
  }

  @Override
  public void attachFloatingIp(String id, String port) {
    cloud.change(
        "attach floating ip " + id,
        plant -> {
          var address = plant.floatingIps().need(cloud.caller(), id);
          plant.floatingIps().associate(cloud.caller(), address, port, Optional.empty());
          return id;
        });
  }

  @Override
  public void deleteFloatingIp(String id) {
    cloud.remove(
        "delete floating ip " + id,
        plant -> plant.floatingIps().delete(plant.floatingIps().need(cloud.caller(), id)));
  }

  @Override
  public Optional<FloatingIp> floatingIp(String id) {
    return cloud.find(plant -> shown(plant.floatingIps().need(cloud.caller(), id)));
  }

  @Override
  public List<FloatingIp> floatingIps() {
    return cloud.look(
        plant ->
            plant.floatingIps().listed(cloud.caller()).stream().map(DirectNetwork::shown).toList());
  }

  private static FloatingIp shown(io.caisson.simulator.model.FloatingIp address) {
    return new FloatingIp(
        address.id(),
        address.address(),
        address.target().map(io.caisson.simulator.model.FloatingIp.Target::port),
        OwnerMark.parse(address.card().description()));
  }
}
