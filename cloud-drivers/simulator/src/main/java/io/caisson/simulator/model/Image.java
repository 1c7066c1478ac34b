package io.caisson.simulator.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a server's disk is made from.
 *
 * @param status {@code active}, or else no server can be made from it
 * @param minDiskGib GiB
 * @param minRamMib MiB
 * @param properties such as {@code os_distro} and {@code architecture}
 */
public record Image(
    String id,
    String name,
    String status,
    int minDiskGib,
    int minRamMib,
    Map<String, String> properties,
    Instant created) {
  public Image {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }
}
