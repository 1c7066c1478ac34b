package io.caisson.spi.cloud;

import java.util.Optional;

/**
 * All that one create call of a load balancer says: TCP at one port, led to the same port of its
 * members, which are watched by connecting to them.
 *
 * @param listener the port, from 1 to 65535
 */
public record LoadBalancerOrder(OwnerMark mark, String name, Front front, int listener, Kind kind) {
  public LoadBalancerOrder {
    if (listener < 1 || listener > 65_535) {
      throw new IllegalArgumentException("not a port: " + listener);
    }
  }

  /**
   * Where it is reached.
   *
   * @param subnet id
   * @param address of that subnet; absent means that the cloud chooses one
   */
  public record Front(String subnet, Optional<String> address) {}

  /**
   * What makes it.
   *
   * @param provider a name that the cloud has for it, such as {@code amphora} or {@code ovn};
   *     absent means the cloud's own choice
   * @param zone availability zone of load balancers; absent means the cloud's own choice
   */
  public record Kind(Optional<String> provider, Optional<String> zone) {
    /** Whatever the cloud makes. */
    public static final Kind USUAL = new Kind(Optional.empty(), Optional.empty());

    /** OVN's own, which is no machine: it knows one way to spread connections. */
    public static final String OVN = "ovn";
  }
}
