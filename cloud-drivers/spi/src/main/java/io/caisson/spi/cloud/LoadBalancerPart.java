package io.caisson.spi.cloud;

/**
 * One of the parts by which a load balancer leads to its members: TCP at one port, led to the same
 * port of its members, which are watched by connecting to them.
 *
 * @param name for people
 * @param port from 1 to 65535
 */
public record LoadBalancerPart(Kind kind, String name, int port) {
  /** In the order in which they are added: each belongs to the one before it. */
  public enum Kind {
    LISTENER,
    POOL,
    /** It keeps connections away from members that do not answer. */
    MONITOR
  }

  public LoadBalancerPart {
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }
}
