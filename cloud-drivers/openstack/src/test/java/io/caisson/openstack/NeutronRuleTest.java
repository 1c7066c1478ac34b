package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.spi.cloud.SecurityRule;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openstack4j.openstack.networking.domain.NeutronSecurityGroupRule;

class NeutronRuleTest {
  static Stream<SecurityRule> rules() {
    return Stream.of(
        SecurityRule.tcp(6443, "0.0.0.0/0"),
        SecurityRule.tcp(22, "2001:db8::/32"),
        SecurityRule.allFrom("g2"),
        new SecurityRule("udp", 8472, 8473, Optional.empty(), Optional.of("g2")),
        new SecurityRule("icmp", 0, 0, Optional.of("10.0.0.0/8"), Optional.empty()),
        new SecurityRule("any", 0, 0, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aRuleComesBackAsItWasWritten(SecurityRule rule) {
    assertThat(NeutronRule.read(NeutronRule.write("g1", rule))).contains(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"direction\": \"egress\", \"ethertype\": \"IPv4\"",
        "\"direction\": \"ingress\", \"ethertype\": \"IPv6\"",
        "\"direction\": \"ingress\", \"ethertype\": \"IPv4\", \"protocol\": \"vrrp\"",
        "\"direction\": \"ingress\", \"ethertype\": \"IPv4\", \"protocol\": \"tcp\"",
        "\"direction\": \"ingress\", \"ethertype\": \"IPv4\", \"protocol\": \"icmp\","
            + " \"port_range_min\": 8, \"port_range_max\": 0"
      })
  void whatOurWordsCannotExpressIsLeftOut(String fields) throws Exception {
    assertThat(NeutronRule.read(rule(fields))).isEmpty();
  }

  @Test
  void aRuleForEverythingFromEverywhereIsExpressed() throws Exception {
    assertThat(NeutronRule.read(rule("\"direction\": \"ingress\", \"ethertype\": \"IPv4\"")))
        .contains(new SecurityRule("any", 0, 0, Optional.empty(), Optional.empty()));
  }

  private static NeutronSecurityGroupRule rule(String fields) throws Exception {
    return Models.read(
        new ObjectMapper().readTree("{\"id\": \"r1\", " + fields + "}"),
        NeutronSecurityGroupRule.class);
  }
}
