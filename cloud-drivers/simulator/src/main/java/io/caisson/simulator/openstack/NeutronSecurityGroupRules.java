package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.SecurityGroup;
import io.caisson.simulator.model.SecurityGroupRule;
import io.caisson.simulator.model.SecurityGroupRule.Traffic;
import io.caisson.simulator.model.SecurityGroups;
import io.caisson.simulator.openstack.Attribute.Form;
import io.caisson.simulator.openstack.Attribute.Use;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /v2.0/security-group-rules}. */
final class NeutronSecurityGroupRules implements NeutronResource {
  private static final List<String> PROTOCOLS =
      List.of(
          "ah",
          "dccp",
          "egp",
          "esp",
          "gre",
          "hopopt",
          "icmp",
          "igmp",
          "ip",
          "ipip",
          "ipv6-encap",
          "ipv6-frag",
          "ipv6-icmp",
          "icmpv6",
          "ipv6-nonxt",
          "ipv6-opts",
          "ipv6-route",
          "ospf",
          "pgm",
          "rsvp",
          "sctp",
          "tcp",
          "udp",
          "udplite",
          "vrrp");

  @Override
  public String path() {
    return "security-group-rules";
  }

  @Override
  public String plural() {
    return "security_group_rules";
  }

  @Override
  public String singular() {
    return "security_group_rule";
  }

  @Override
  public List<Attribute> attributes() {
    return NeutronViews.common(
        new Attribute("security_group_id", Form.UUID, Use.CREATE_REQUIRED),
        new Attribute("direction", Form.DIRECTION, Use.CREATE_REQUIRED),
        new Attribute("ethertype", Form.ANY, Use.CREATE),
        new Attribute("protocol", Form.ANY, Use.CREATE),
        new Attribute("port_range_min", Form.ANY, Use.CREATE),
        new Attribute("port_range_max", Form.ANY, Use.CREATE),
        new Attribute("remote_ip_prefix", Form.ANY, Use.CREATE),
        new Attribute("remote_group_id", Form.UUID_OR_NULL, Use.CREATE),
        new Attribute("remote_address_group_id", Form.UUID_OR_NULL, Use.CREATE),
        new Attribute("normalized_cidr", Form.ANY, Use.READ_ONLY));
  }

  @Override
  public List<ObjectNode> list(Call call) {
    return call.plant().securityGroups().listedRules(call.caller()).stream()
        .map(NeutronSecurityGroupRules::view)
        .toList();
  }

  @Override
  public ObjectNode show(Call call) {
    return view(call.plant().securityGroups().needRule(call.caller(), call.id()));
  }

  @Override
  public ObjectNode create(Call call, JsonNode wish) {
    Traffic traffic = traffic(wish);
    SecurityGroups groups = call.plant().securityGroups();
    SecurityGroup group = groups.need(call.caller(), wish.path("security_group_id").asText());
    return view(groups.addRule(group, wish.path("description").asText(""), traffic));
  }

  @Override
  public ObjectNode update(Call call, JsonNode wish) {
    return show(call);
  }

  @Override
  public void delete(Call call) {
    SecurityGroups groups = call.plant().securityGroups();
    groups.deleteRule(groups.needRule(call.caller(), call.id()));
  }

  @Override
  public void tag(Call call, List<String> tags) {
    call.plant().securityGroups().needRule(call.caller(), call.id());
  }

  @Override
  public NeutronFault unknown(String id) {
    return NeutronFault.notFound(
        "SecurityGroupRuleNotFound", "Security group rule " + id + " does not exist");
  }

  private static Traffic traffic(JsonNode wish) {
    Optional<String> protocol = protocol(wish);
    Optional<Integer> min = number(wish, "port_range_min");
    Optional<Integer> max = number(wish, "port_range_max");
    if ((min.isPresent() || max.isPresent()) && protocol.isEmpty()) {
      throw NeutronFault.invalid(
          "SecurityGroupProtocolRequiredWithPorts",
          "Must also specify protocol if port range is given.");
    }
    if (protocol.filter(List.of("tcp", "udp")::contains).isPresent()
        && (min.isPresent() != max.isPresent() || min.orElse(0) > max.orElse(0))) {
      throw NeutronFault.invalid(
          "SecurityGroupInvalidPortRange",
          "For TCP/UDP protocols, port_range_min must be <= port_range_max");
    }
    Optional<String> cidr = NeutronViews.text(wish, "remote_ip_prefix");
    Optional<String> group = NeutronViews.text(wish, "remote_group_id");
    if (cidr.isPresent() && group.isPresent()) {
      throw NeutronFault.invalid(
          "SecurityGroupMultipleRemoteEntites",
          "Only one of remote_ip_prefix or remote_group_id or remote_address_group_id may be"
              + " provided.");
    }
    String type = wish.path("ethertype").asText("IPv4");
    return new Traffic(
        wish.path("direction").asText(),
        type,
        protocol,
        min,
        max,
        type.equals("IPv4") ? cidr.map(NeutronSecurityGroupRules::normal) : cidr,
        group);
  }

  private static Optional<String> protocol(JsonNode wish) {
    JsonNode given = wish.path("protocol");
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    String text = given.asText().toLowerCase(Locale.ROOT);
    boolean number = text.matches("\\d{1,3}") && Integer.parseInt(text) <= 255;
    if (!number && !PROTOCOLS.contains(text)) {
      throw NeutronFault.invalid(
          "SecurityGroupRuleInvalidProtocol",
          "Security group rule protocol %s not supported. Only protocol values [None, %s] and"
                  .formatted(
                      given.asText(),
                      String.join(", ", PROTOCOLS.stream().map(Python::quoted).toList()))
              + " integer representations [0 to 255] are supported.");
    }
    return Optional.of(text);
  }

  private static Optional<Integer> number(JsonNode wish, String name) {
    JsonNode given = wish.path(name);
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    int port = given.asText().matches("\\d{1,5}") ? Integer.parseInt(given.asText()) : -1;
    if (port < 0 || port > 65535) {
      throw NeutronFault.invalid(
          "SecurityGroupInvalidPortValue", "Invalid value for port " + given.asText());
    }
    return Optional.of(port);
  }

  /** A bare address becomes a range of one. */
  private static String normal(String text) {
    try {
      return Cidr.parse(text.contains("/") ? text : text + "/32").toString();
    } catch (IllegalArgumentException malformed) {
      throw NeutronFault.invalid("InvalidCIDR", "Invalid CIDR " + text + " given as IP prefix.");
    }
  }

  /** As it stands inside its group. */
  static ObjectNode inGroup(SecurityGroupRule rule) {
    ObjectNode view = view(rule);
    view.put("standard_attr_id", Math.floorMod(rule.card().id().hashCode(), 1_000_000));
    view.set("tags", NeutronViews.none());
    return view;
  }

  private static ObjectNode view(SecurityGroupRule rule) {
    Traffic traffic = rule.traffic();
    ObjectNode view = NeutronViews.begin(rule.card());
    view.remove("name");
    view.put("security_group_id", rule.group());
    view.put("ethertype", traffic.etherType());
    view.put("direction", traffic.direction());
    view.set("protocol", Json.orNull(traffic.protocol()));
    view.put("port_range_min", traffic.portMin().orElse(null));
    view.put("port_range_max", traffic.portMax().orElse(null));
    view.set("remote_ip_prefix", Json.orNull(traffic.remoteCidr()));
    view.putNull("remote_address_group_id");
    view.set("normalized_cidr", Json.orNull(traffic.remoteCidr()));
    view.set("remote_group_id", Json.orNull(traffic.remoteGroup()));
    view.put("description", rule.card().description());
    NeutronViews.end(view, rule.card());
    view.remove("tags");
    return view;
  }
}
