package io.caisson.simulator.direct;

import io.caisson.simulator.model.SecurityGroupRule.Traffic;
import io.caisson.spi.cloud.SecurityRule;
import java.util.List;
import java.util.Optional;

/** A rule in the ports' words and in the model's. */
final class DirectRule {
  private static final List<String> PORTED = List.of("tcp", "udp");

  private DirectRule() {}

  static Traffic write(SecurityRule rule) {
    boolean ported = PORTED.contains(rule.protocol());
    return new Traffic(
        "ingress",
        rule.remoteCidr().filter(cidr -> cidr.contains(":")).isPresent() ? "IPv6" : "IPv4",
        Optional.of(rule.protocol()).filter(protocol -> !protocol.equals("any")),
        Optional.of(rule.firstPort()).filter(_ -> ported),
        Optional.of(rule.lastPort()).filter(_ -> ported),
        rule.remoteCidr(),
        rule.remoteGroup());
  }

  /** Empty if the ports' words cannot express it. */
  static Optional<SecurityRule> read(Traffic traffic) {
    String protocol = traffic.protocol().orElse("any");
    boolean ported = PORTED.contains(protocol);
    String family =
        traffic.remoteCidr().filter(cidr -> cidr.contains(":")).isPresent() ? "IPv6" : "IPv4";
    boolean expressible =
        traffic.direction().equals("ingress")
            && traffic.etherType().equals(family)
            && (ported || protocol.equals("any") || protocol.equals("icmp"))
            && ported == (traffic.portMin().orElse(0) > 0)
            && ported == (traffic.portMax().orElse(0) > 0);
    return expressible
        ? Optional.of(
            new SecurityRule(
                protocol,
                traffic.portMin().orElse(0),
                traffic.portMax().orElse(0),
                traffic.remoteCidr(),
                traffic.remoteGroup()))
        : Optional.empty();
  }
}
