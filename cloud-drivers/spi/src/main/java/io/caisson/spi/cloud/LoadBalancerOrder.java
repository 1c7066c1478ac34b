package io.caisson.spi.cloud;

import java.util.Optional;

/** All that the create call of a load balancer says; {@link LoadBalancerPart}s come later. */
public record LoadBalancerOrder(OwnerMark mark, String name, Front front, Kind kind) {
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
  }
}
