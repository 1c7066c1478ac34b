package io.caisson.spi.cloud;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A security group as the cloud shows it.
 *
 * @param rules by rule id, in the order of the ids; rules that {@link SecurityRule} cannot express
 *     are left out
 */
public record SecurityGroup(
    String id, String name, Map<String, SecurityRule> rules, Optional<OwnerMark> mark) {
  public SecurityGroup {
    rules = Collections.unmodifiableMap(new TreeMap<>(rules));
  }
}
