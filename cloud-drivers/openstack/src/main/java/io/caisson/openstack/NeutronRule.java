package io.caisson.openstack;

import io.caisson.spi.cloud.SecurityRule;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openstack4j.api.Builders;
import org.openstack4j.model.network.SecurityGroupRule;
import org.openstack4j.model.network.builder.NetSecurityGroupRuleBuilder;

/** A security group rule as Neutron has it. */
final class NeutronRule {
  private static final Set<String> PORTED = Set.of("tcp", "udp");

  private NeutronRule() {}

  static SecurityGroupRule write(String group, SecurityRule rule) {
    NetSecurityGroupRuleBuilder all =
        Builders.securityGroupRule()
            .securityGroupId(group)
            .direction("ingress")
            .ethertype(family(rule.remoteCidr()));
    if (!rule.protocol().equals("any")) {
      all.protocol(rule.protocol());
    }
    if (PORTED.contains(rule.protocol())) {
      all.portRangeMin(rule.firstPort()).portRangeMax(rule.lastPort());
    }
    rule.remoteCidr().ifPresent(all::remoteIpPrefix);
    rule.remoteGroup().ifPresent(all::remoteGroupId);
    return all.build();
  }

  /** The rule in our words; empty if they cannot express it. */
  static Optional<SecurityRule> read(SecurityGroupRule rule) {
    Optional<String> cidr = Optional.ofNullable(rule.getRemoteIpPrefix());
    String protocol = Optional.ofNullable(rule.getProtocol()).orElse("any");
    boolean ported = PORTED.contains(protocol);
    boolean expressible =
        "ingress".equals(rule.getDirection())
            && family(cidr).equals(rule.getEtherType())
            && (ported || protocol.equals("any") || protocol.equals("icmp"))
            && ported == (port(rule.getPortRangeMin()) > 0)
            && ported == (port(rule.getPortRangeMax()) > 0);
    return expressible
        ? Optional.of(
            new SecurityRule(
                protocol,
                port(rule.getPortRangeMin()),
                port(rule.getPortRangeMax()),
                cidr,
                Optional.ofNullable(rule.getRemoteGroupId())))
        : Optional.empty();
  }

  private static int port(@Nullable Integer port) {
    return port == null ? 0 : port;
  }

  private static String family(Optional<String> cidr) {
    return cidr.filter(c -> c.contains(":")).isPresent() ? "IPv6" : "IPv4";
  }
}
