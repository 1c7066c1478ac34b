package io.caisson.simulator.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Servers that shall share a host, or shall not.
 *
 * @param user id of who made it
 * @param policy Nova's word
 * @param rules {@code max_server_per_host} for {@code anti-affinity}, or nothing
 */
public record ServerGroup(Card card, String user, String policy, Map<String, Integer> rules) {
  /** Nova's words for policies. */
  public static final Set<String> POLICIES =
      Set.of("anti-affinity", "affinity", "soft-anti-affinity", "soft-affinity");

  public ServerGroup {
    rules = new TreeMap<>(rules);
    if (!POLICIES.contains(policy)) {
      throw new IllegalArgumentException("no such policy: " + policy);
    }
  }

  public String id() {
    return card.id();
  }

  /** How many of its servers one host may have. */
  int mostPerHost() {
    return rules.getOrDefault("max_server_per_host", 1);
  }
}
