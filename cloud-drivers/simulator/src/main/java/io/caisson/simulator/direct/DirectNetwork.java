package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.FixedAddress;
import io.caisson.simulator.model.FloatingIps;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.PortOrder.WantedAddress;
import io.caisson.simulator.model.SecurityGroupRule.Traffic;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.SecurityRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model's ports, security groups and floating addresses. */
final class DirectNetwork implements Network {
  private final DirectCalls calls;

  DirectNetwork(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public String createPort(PortOrder order) {
    WantedAddress address =
        new WantedAddress(Optional.of(order.subnet()), Optional.of(order.address()));
    return calls.change("create port " + order.name(), plant -> make(plant, order, address).id());
  }

  private io.caisson.simulator.model.Port make(
      Plant plant, PortOrder order, WantedAddress address) {
    plant.networks().need(caller(), order.network());
    var port =
        plant
            .ports()
            .create(
                new io.caisson.simulator.model.PortOrder(
                    caller().project(),
                    order.network(),
                    Optional.of(order.name()),
                    Optional.of(order.mark().text()),
                    Optional.of(List.of(address)),
                    Optional.of(order.securityGroups()),
                    new io.caisson.simulator.model.Port.Device("", "", "")));
    plant.ports().setOptions(port, DirectTraits.write(order.traits()));
    return port;
  }

  @Override
  public void deletePort(String id) {
    calls.delete(
        "delete port " + id, plant -> plant.ports().delete(plant.ports().need(caller(), id)));
  }

  @Override
  public Optional<Port> port(String id) {
    return calls.find(plant -> port(plant.ports().need(caller(), id)));
  }

  @Override
  public List<Port> ports() {
    return calls.look(
        plant ->
            plant.ports().listed(caller()).stream()
                .filter(port -> port.card().project().equals(caller().project()))
                .map(DirectNetwork::port)
                .toList());
  }

  @Override
  public String createSecurityGroup(OwnerMark mark, String name) {
    return calls.change(
        "create security group " + name,
        plant -> plant.securityGroups().create(caller().project(), name, mark.text()).id());
  }

  @Override
  public void deleteSecurityGroup(String id) {
    calls.delete(
        "delete security group " + id,
        plant ->
            plant.securityGroups().delete(caller(), plant.securityGroups().need(caller(), id)));
  }

  @Override
  public Optional<SecurityGroup> securityGroup(String id) {
    return calls.find(plant -> group(plant, plant.securityGroups().need(caller(), id)));
  }

  @Override
  public List<SecurityGroup> securityGroups() {
    return calls.look(
        plant ->
            plant.securityGroups().listed(caller()).stream()
                .filter(group -> group.card().project().equals(caller().project()))
                .map(group -> group(plant, group))
                .toList());
  }

  @Override
  public String addRule(String securityGroup, SecurityRule rule) {
    Traffic traffic = DirectRule.write(rule);
    return calls.change(
        "add a rule to security group " + securityGroup,
        plant -> {
          var group = plant.securityGroups().need(caller(), securityGroup);
          return plant.securityGroups().rulesOf(group.id()).stream()
              .filter(there -> there.traffic().equals(traffic))
              .findFirst()
              .orElseGet(() -> plant.securityGroups().addRule(group, "", traffic))
              .id();
        });
  }

  @Override
  public void removeRule(String ruleId) {
    calls.delete(
        "remove rule " + ruleId,
        plant ->
            plant.securityGroups().deleteRule(plant.securityGroups().needRule(caller(), ruleId)));
  }

  @Override
  public String createFloatingIp(OwnerMark mark, String externalNetwork, Optional<String> port) {
    FloatingIps.Order order =
        new FloatingIps.Order(
            caller().project(),
            externalNetwork,
            port,
            Optional.empty(),
            Optional.empty(),
            mark.text());
    return calls.change(
        "create floating address", plant -> plant.floatingIps().create(caller(), order).id());
  }

  @Override
  public void attachFloatingIp(String id, String port) {
    calls.change(
        "attach floating address " + id,
        plant -> {
          var ip = plant.floatingIps().need(caller(), id);
          plant.floatingIps().associate(caller(), ip, port, Optional.empty());
          return id;
        });
  }

  @Override
  public void deleteFloatingIp(String id) {
    calls.delete(
        "delete floating address " + id,
        plant -> plant.floatingIps().delete(plant.floatingIps().need(caller(), id)));
  }

  @Override
  public Optional<FloatingIp> floatingIp(String id) {
    return calls.find(plant -> address(plant.floatingIps().need(caller(), id)));
  }

  @Override
  public List<FloatingIp> floatingIps() {
    return calls.look(
        plant ->
            plant.floatingIps().listed(caller()).stream()
                .filter(ip -> ip.card().project().equals(caller().project()))
                .map(DirectNetwork::address)
                .toList());
  }

  private Caller caller() {
    return calls.caller();
  }

  private static Port port(io.caisson.simulator.model.Port port) {
    String owner = port.device().owner();
    boolean ofServer = owner.isEmpty() || owner.startsWith("compute:");
    return new Port(
        port.id(),
        port.card().name(),
        port.network(),
        port.addresses().stream().map(FixedAddress::address).toList(),
        Optional.of(port.device().id()).filter(id -> ofServer && !id.isEmpty()),
        DirectTraits.read(port),
        OwnerMark.parse(port.card().description()));
  }

  private static SecurityGroup group(Plant plant, io.caisson.simulator.model.SecurityGroup group) {
    Map<String, SecurityRule> rules = new LinkedHashMap<>();
    plant
        .securityGroups()
        .rulesOf(group.id())
        .forEach(r -> DirectRule.read(r.traffic()).ifPresent(ours -> rules.put(r.id(), ours)));
    return new SecurityGroup(
        group.id(), group.card().name(), rules, OwnerMark.parse(group.card().description()));
  }

  private static FloatingIp address(io.caisson.simulator.model.FloatingIp ip) {
    return new FloatingIp(
        ip.id(),
        ip.address(),
        ip.target().map(io.caisson.simulator.model.FloatingIp.Target::port),
        OwnerMark.parse(ip.card().description()));
  }
}
