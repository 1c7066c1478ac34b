package io.caisson.simulator.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A size of servers.
 *
 * @param ramMib MiB
 * @param diskGib GiB
 * @param extraSpecs what else its servers get, such as GPUs
 */
public record Flavor(
    String id, String name, int vcpus, int ramMib, int diskGib, Map<String, String> extraSpecs) {
  public Flavor {
    extraSpecs = Collections.unmodifiableMap(new LinkedHashMap<>(extraSpecs));
  }
}
