package io.caisson.openstack;

import io.caisson.openstack.wire.Exchange;
import io.caisson.openstack.wire.Wire;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.identity.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;

/**
 * One OpenStack: the connections that all its projects share. Closing it ends them; closing a cloud
 * that was made here does not.
 */
public final class OpenStackSite implements AutoCloseable {
  private final OpenStackEndpoint endpoint;
  private final CloudLimits limits;
  private final InstantSource clock;
  private final Wire wire;
  private final Exchange exchange;
  private final Keystone keystone;
  private final Map<HttpUrl, Microversion> microversions = new ConcurrentHashMap<>();

  private OpenStackSite(OpenStackEndpoint endpoint, CloudLimits limits, InstantSource clock) {
    this.endpoint = endpoint;
    this.limits = limits;
    this.clock = clock;
    this.wire = Wire.open(limits.connect(), endpoint.ca());
    this.exchange = new Exchange(wire, clock);
    this.keystone = new Keystone(exchange, endpoint.authUrl(), clock);
  }

  public static OpenStackSite open(OpenStackEndpoint endpoint, CloudLimits limits) {
    return open(endpoint, limits, InstantSource.system());
  }

  /**
   * @param clock tells when a token is to be renewed and how long a caller stays known
   */
  public static OpenStackSite open(
      OpenStackEndpoint endpoint, CloudLimits limits, InstantSource clock) {
    return new OpenStackSite(endpoint, limits, clock);
  }

  /** The project that this credential is for. */
  public Cloud cloud(Credential credential) {
    return cloud(credential, () -> {});
  }

  /**
   * The project that a caller's token is for, for as long as the token lives. A token that is not
   * valid any more makes every call {@code Unauthenticated}.
   */
  public Cloud cloudOf(String token) {
    TokenHolder tokens = new TokenHolder(deadline -> keystone.taken(token, deadline), clock);
    return new OpenStackCloud(session(tokens), endpoint, limits, () -> {});
  }

  OpenStackCloud cloud(Credential credential, Runnable connections) {
    return new OpenStackCloud(session(credential), endpoint, limits, connections);
  }

  /**
   * @param service the service's own credential, which validates tokens and removes credentials;
   *     without it a token validates itself and no credential can be removed
   * @param remembered how long a caller is taken at its word; zero for not at all
   */
  public Identity identity(Optional<Credential> service, Duration remembered) {
    return new KeystoneIdentity(
        keystone,
        limits.call(),
        service.map(own -> new ServiceUser(own.holder(), session(own))),
        new KnownCallers(remembered, clock),
        clock);
  }

  private Session session(Credential credential) {
    return session(new TokenHolder(deadline -> keystone.issue(credential, deadline), clock));
  }

  private Session session(TokenHolder tokens) {
    return new Session(exchange, endpoint, limits.call(), tokens, microversions);
  }

  @Override
  public void close() {
    wire.close();
  }
}
