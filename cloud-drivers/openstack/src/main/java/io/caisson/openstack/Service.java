package io.caisson.openstack;

import java.util.List;
import java.util.regex.Pattern;

/** A service of OpenStack, by the types that catalogues have for it (service-types-authority). */
public enum Service {
  COMPUTE("/v2.1", "compute"),
  NETWORK("/v2.0", "network"),
  IMAGE("/v2", "image"),
  BLOCK_STORAGE("/v3", "block-storage", "volumev3", "block-store", "volume"),
  LOAD_BALANCER("/v2.0", "load-balancer");

  private static final Pattern VERSIONED = Pattern.compile(".*/v\\d+(\\.\\d+)?(/.*)?");

  private final String version;
  private final List<String> types;

  Service(String version, String... types) {
    this.version = version;
    this.types = List.of(types);
  }

  /** The official type first, then its aliases. */
  List<String> types() {
    return types;
  }

  /** This endpoint without a last slash, and with our version of the API if it has none. */
  String versioned(String endpoint) {
    String bare = endpoint.replaceAll("/+$", "");
    return VERSIONED.matcher(bare).matches() ? bare : bare + version;
  }
}
