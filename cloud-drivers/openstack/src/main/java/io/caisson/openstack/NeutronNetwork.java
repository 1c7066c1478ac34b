package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openstack4j.api.Builders;
import org.openstack4j.api.networking.NetworkingService;
import org.openstack4j.model.network.NetFloatingIP;
import org.openstack4j.model.network.builder.NetFloatingIPBuilder;
import org.openstack4j.openstack.networking.domain.NeutronFloatingIP;
import org.openstack4j.openstack.networking.domain.NeutronSecurityGroup;

/**
 * Ports, security groups and floating addresses of Neutron. The owner mark is in the description.
 *
 * <p>An administrator's lists would show every project; ours are of the credential's own.
 */
final class NeutronNetwork implements Network {
  private static final Pattern EXISTING_RULE = Pattern.compile("Rule id is ([0-9a-f-]{36})");

  private final Session session;
  private final Pages pages;

  NeutronNetwork(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
  }

  @Override
  public String createPort(PortOrder order) {
    Ask ask = Ask.post(Service.NETWORK, NeutronPort.write(order), "ports");
    return session.call(
        () -> Made.id(Json.tree(session.ask(ask)).path("port").path("id").asText("")));
  }

  @Override
  public void deletePort(String id) {
    String port = Ask.id(id);
    delete(neutron -> neutron.port().delete(port));
  }

  @Override
  public Optional<Port> port(String id) {
    Ask ask = Ask.get(Service.NETWORK, "ports", Ask.id(id));
    return session.find(() -> NeutronPort.read(Json.tree(session.ask(ask)).path("port")));
  }

  @Override
  public List<Port> ports() {
    return session.call(() -> own("ports", "ports").stream().map(NeutronPort::read).toList());
  }

  @Override
  public String createSecurityGroup(OwnerMark mark, String name) {
    var group =
        Builders.securityGroup().name(Names.storable(name)).description(mark.text()).build();
    return session.call(
        () -> Made.id(neutron(neutron -> neutron.securitygroup().create(group)).getId()));
  }

  @Override
  public void deleteSecurityGroup(String id) {
    String group = Ask.id(id);
    delete(neutron -> neutron.securitygroup().delete(group));
  }

  @Override
  public Optional<SecurityGroup> securityGroup(String id) {
    String group = Ask.id(id);
    return session.find(() -> group(neutron(neutron -> neutron.securitygroup().get(group))));
  }

  @Override
  public List<SecurityGroup> securityGroups() {
    return session.call(
        () ->
            own("security-groups", "security_groups").stream()
                .map(node -> group(Models.read(node, NeutronSecurityGroup.class)))
                .toList());
  }

  @Override
  public String addRule(String securityGroup, SecurityRule rule) {
    var order = NeutronRule.write(Ask.id(securityGroup), rule);
    try {
      return session.call(
          () -> Made.id(neutron(neutron -> neutron.securityrule().create(order)).getId()));
    } catch (CloudException e) {
      return existing(e.fault()).orElseThrow(() -> e);
    }
  }

  private static Optional<String> existing(CloudFault fault) {
    if (fault instanceof CloudFault.Conflict(var text)) {
      Matcher found = EXISTING_RULE.matcher(text);
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }
    return Optional.empty();
  }

  @Override
  public void removeRule(String ruleId) {
    String rule = Ask.id(ruleId);
    delete(
        neutron -> {
          neutron.securityrule().delete(rule);
          return true;
        });
  }

  @Override
  public String createFloatingIp(OwnerMark mark, String externalNetwork, Optional<String> port) {
    NetFloatingIPBuilder order =
        Builders.netFloatingIP().floatingNetworkId(externalNetwork).description(mark.text());
    port.ifPresent(order::portId);
    return session.call(
        () -> Made.id(neutron(neutron -> neutron.floatingip().create(order.build())).getId()));
  }

  @Override
  public void attachFloatingIp(String id, String port) {
    String address = Ask.id(id);
    String target = Ask.id(port);
    session.call(() -> neutron(neutron -> neutron.floatingip().associateToPort(address, target)));
  }

  @Override
  public void deleteFloatingIp(String id) {
    String address = Ask.id(id);
    delete(neutron -> neutron.floatingip().delete(address));
  }

  @Override
  public Optional<FloatingIp> floatingIp(String id) {
    String address = Ask.id(id);
    return session.find(() -> address(neutron(neutron -> neutron.floatingip().get(address))));
  }

  @Override
  public List<FloatingIp> floatingIps() {
    return session.call(
        () ->
            own("floatingips", "floatingips").stream()
                .map(node -> address(Models.read(node, NeutronFloatingIP.class)))
                .toList());
  }

  private interface Request<T> {
    T on(NetworkingService neutron);
  }

  private <T> T neutron(Request<T> request) {
    return session.openstack4j(Service.NETWORK, client -> request.on(client.networking()));
  }

  private void delete(Request<?> request) {
    session.delete(() -> neutron(request));
  }

  private List<JsonNode> own(String path, String collection) {
    Ask list = Ask.get(Service.NETWORK, path).with("project_id", session.project());
    return pages.all(list, collection);
  }

  private static SecurityGroup group(org.openstack4j.model.network.SecurityGroup group) {
    Map<String, SecurityRule> rules = new LinkedHashMap<>();
    Models.list(group.getRules())
        .forEach(rule -> NeutronRule.read(rule).ifPresent(ours -> rules.put(rule.getId(), ours)));
    return new SecurityGroup(
        Made.id(group.getId()), Models.text(group.getName()), rules, mark(group.getDescription()));
  }

  private static FloatingIp address(NetFloatingIP address) {
    return new FloatingIp(
        Made.id(address.getId()),
        Models.text(address.getFloatingIpAddress()),
        Optional.ofNullable(address.getPortId()).filter(port -> !port.isEmpty()),
        mark(address.getDescription()));
  }

  private static Optional<OwnerMark> mark(String description) {
    return OwnerMark.parse(Models.text(description));
  }
}
