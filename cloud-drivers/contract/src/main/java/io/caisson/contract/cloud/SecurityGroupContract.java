package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.SecurityRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Security groups, which are kept right by the difference of their rules. */
public interface SecurityGroupContract extends UnderTest {
  @Test
  @Essential
  default void aGroupHasItsMarkAndNoRulesOfOurs(Bench bench) {
    OwnerMark mark = bench.mark("group");
    String id = bench.network().createSecurityGroup(mark, "nodes");
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    SecurityGroup shown = bench.network().securityGroup(id).orElseThrow();
    assertThat(shown.name()).isEqualTo("nodes");
    assertThat(shown.mark()).contains(mark);
    assertThat(shown.rules()).isEmpty();
    assertThat(bench.network().securityGroups()).contains(shown);
  }

  @Test
  default void rulesComeBackAsTheyWereGiven(Bench bench) {
    String id = group(bench);
    Set<SecurityRule> rules =
        Set.of(
            SecurityRule.tcp(6443, "0.0.0.0/0"),
            SecurityRule.allFrom(id),
            new SecurityRule("udp", 8472, 8473, Optional.of("10.0.0.0/8"), Optional.empty()),
            new SecurityRule("icmp", 0, 0, Optional.of("10.0.0.0/8"), Optional.empty()),
            new SecurityRule("tcp", 30000, 32767, Optional.empty(), Optional.empty()),
            new SecurityRule("any", 0, 0, Optional.of("192.0.2.0/24"), Optional.empty()),
            SecurityRule.tcp(22, "2001:db8::/32"));
    rules.forEach(rule -> bench.network().addRule(id, rule));
    assertThat(rules(bench, id)).containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  default void addingARuleTwiceSucceedsAndLeavesOne(Bench bench) {
    String id = group(bench);
    String first = bench.network().addRule(id, SecurityRule.tcp(22, "192.0.2.0/24"));
    String second = bench.network().addRule(id, SecurityRule.tcp(22, "192.0.2.0/24"));
    assertThat(second).isEqualTo(first);
    assertThat(bench.network().securityGroup(id).orElseThrow().rules()).containsOnlyKeys(first);
  }

  /** Neutron has no constraint against it: each of many together may make a rule of its own. */
  @Test
  default void aRuleAddedByManyTogetherIsThereAndSurplusOnesCanBeRemoved(Bench bench) {
    String id = group(bench);
    Together<String> all =
        Together.call(4, _ -> bench.network().addRule(id, SecurityRule.tcp(22, "192.0.2.0/24")));
    assertThat(all.faults()).isEmpty();
    Map<String, SecurityRule> rules = bench.network().securityGroup(id).orElseThrow().rules();
    assertThat(rules.keySet()).containsAll(all.results());
    String kept = all.results().getFirst();
    rules.keySet().stream().filter(r -> !r.equals(kept)).forEach(bench.network()::removeRule);
    assertThat(bench.network().securityGroup(id).orElseThrow().rules()).containsOnlyKeys(kept);
  }

  @Test
  @Essential
  default void aRemovedRuleIsGoneAndTheOthersStay(Bench bench) {
    String id = group(bench);
    SecurityRule stays = SecurityRule.tcp(6443, "0.0.0.0/0");
    bench.network().addRule(id, stays);
    String rule = bench.network().addRule(id, SecurityRule.tcp(22, "0.0.0.0/0"));
    bench.network().removeRule(rule);
    bench.network().removeRule(rule);
    assertThat(rules(bench, id)).containsExactly(stays);
  }

  @Test
  @Essential
  default void deletingWhatNeverWasSucceedsForGroupsAndRules(Bench bench) {
    bench.network().removeRule(Missing.ID);
    bench.network().deleteSecurityGroup(Missing.ID);
  }

  @Test
  @Essential
  default void aDeletedGroupIsGone(Bench bench) {
    String id = group(bench);
    bench.network().deleteSecurityGroup(id);
    bench.network().deleteSecurityGroup(id);
    assertThat(bench.network().securityGroup(id)).isEmpty();
    assertThat(bench.network().securityGroups()).noneMatch(group -> group.id().equals(id));
  }

  @Test
  @Essential
  default void aGroupThatAPortUsesIsNotDeleted(Bench bench) {
    String id = group(bench);
    String port =
        bench.network().createPort(bench.portOrder(bench.freeAddress(), "port", List.of(id)));
    CloudFault fault = bench.faultOf(() -> bench.network().deleteSecurityGroup(id));
    assertThat(fault).isInstanceOf(CloudFault.Conflict.class);
    bench.assertVerbatim(fault);
    bench.network().deletePort(port);
    bench.network().deleteSecurityGroup(id);
  }

  @Test
  default void aGroupThatNeverWasIsAbsentAndTakesNoRule(Bench bench) {
    assertThat(bench.network().securityGroup(Missing.ID)).isEmpty();
    assertThat(
            bench.faultOf(
                () -> bench.network().addRule(Missing.ID, SecurityRule.tcp(22, "10.0.0.0/8"))))
        .isInstanceOf(CloudFault.NotFound.class);
  }

  @Test
  default void aRuleWithoutSenseIsRefusedInTheCloudsWords(Bench bench) {
    String id = group(bench);
    CloudFault cidr =
        bench.faultOf(() -> bench.network().addRule(id, SecurityRule.tcp(22, "10.0.0.0/77")));
    assertThat(cidr).isInstanceOf(CloudFault.Invalid.class);
    bench.assertVerbatim(cidr);
    CloudFault source =
        bench.faultOf(() -> bench.network().addRule(id, SecurityRule.allFrom(Missing.ID)));
    assertThat(source).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.NotFound.class);
    bench.assertVerbatim(source);
    assertThat(rules(bench, id)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  default void aHostileGroupNameIsRefusedOrKeptExactly(HostileName name, Bench bench) {
    OwnerMark mark = bench.mark("group");
    try {
      String id = bench.network().createSecurityGroup(mark, name.text());
      SecurityGroup group = bench.network().securityGroup(id).orElseThrow();
      assertThat(group.name()).isEqualTo(name.text());
      assertThat(group.mark()).contains(mark);
    } catch (CloudException refused) {
      name.assertRefusal(refused.fault());
      assertThat(bench.network().securityGroups())
          .noneMatch(group -> group.mark().equals(Optional.of(mark)));
    }
  }

  private static String group(Bench bench) {
    String id = bench.network().createSecurityGroup(bench.mark("group"), bench.freshName("group"));
    bench.proxy().forget();
    return id;
  }

  private static List<SecurityRule> rules(Bench bench, String group) {
    return List.copyOf(bench.network().securityGroup(group).orElseThrow().rules().values());
  }
}
