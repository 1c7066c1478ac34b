package io.caisson.service.app;

import io.caisson.domain.plan.Policy;
import io.caisson.openstack.CloudLimits;
import io.caisson.openstack.Credential;
import io.caisson.openstack.OpenStackEndpoint;
import io.caisson.service.bootstrap.node.Surroundings;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * All that an operator can set; {@code docs/configuration.md} lists the keys.
 *
 * @param installation which Caisson this is, in the owner marks of everything it makes
 * @param data folder of the embedded database and of generated keys
 */
record Settings(
    String installation,
    Path data,
    Database database,
    Keys keys,
    Cloud cloud,
    Listeners listeners,
    Work work) {

  /**
   * An external database, if its URL is given.
   *
   * @param url JDBC or libpq form
   */
  record Database(Optional<String> url, Optional<String> user, Optional<String> password) {
    @Override
    public String toString() {
      return "Database[]";
    }
  }

  /**
   * Where the keys are.
   *
   * @param ring the key ring's text, or else a {@code file}; neither means a generated file in the
   *     data
   * @param guestAuthority the authority of the guests' listener; a file in the data if empty
   */
  record Keys(Optional<String> ring, Optional<Path> file, Optional<Path> guestAuthority) {
    @Override
    public String toString() {
      return "Keys[" + file + "]";
    }
  }

  /**
   * The OpenStack that clusters are made in.
   *
   * @param service the service's own credential
   * @param machines what machines find around them there
   * @param oldReleases whether clusters of releases may be made that upstream has given up
   */
  record Cloud(
      OpenStackEndpoint endpoint,
      CloudLimits limits,
      Optional<Credential> service,
      Surroundings machines,
      boolean oldReleases) {}

  /**
   * Where it listens.
   *
   * @param guestUrl how guests reach the guests' listener
   * @param metricsToken who presents it may read the metrics; if empty, only this machine may
   */
  record Listeners(
      InetSocketAddress api,
      InetSocketAddress guests,
      URI guestUrl,
      Optional<String> metricsToken) {
    @Override
    public String toString() {
      return "Listeners[%s, %s, %s]".formatted(api, guests, guestUrl);
    }
  }

  /**
   * How it works.
   *
   * @param lease how long a cluster stays a replica's after that one was last heard of
   */
  record Work(Policy policy, Duration lease) {}
}
