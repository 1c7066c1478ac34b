package io.caisson.simulator.openstack;

/**
 * Where the services are, as clients reach them.
 *
 * @param base such as {@code http://127.0.0.1:5000}, without a slash at its end
 */
record Endpoints(String base) {
  String identity() {
    return base + "/identity/v3";
  }

  String compute() {
    return base + "/compute/v2.1";
  }

  String network() {
    return base + "/network";
  }

  /** Without the project, which stands in each path. */
  String volume() {
    return base + "/volume/v3";
  }

  /** Without a version, as Octavia is usually registered. */
  String loadBalancer() {
    return base + "/load-balancer";
  }

  String image() {
    return base + "/image";
  }
}
