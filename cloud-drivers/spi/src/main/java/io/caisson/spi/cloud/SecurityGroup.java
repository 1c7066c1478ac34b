package io.caisson.spi.cloud;

import java.util.Map;
import java.util.Optional;

/**
 * A security group as the cloud shows it.
 *
 * @param rules by rule id; rules that {@link SecurityRule} cannot express are left out
 */
public record SecurityGroup(
    String id, String name, Map<String, SecurityRule> rules, Optional<OwnerMark> mark) {
  public SecurityGroup {
    rules = Map.copyOf(rules);
  }
}
