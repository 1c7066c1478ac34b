package io.caisson.domain.cluster;

import io.caisson.spi.cloud.LoadBalancerOrder;
import java.util.Optional;

/** How the API server is reached: by an address that never changes in the cluster's life. */
public sealed interface Endpoint {
  /** The port that the API server listens on. */
  int PORT = 6443;

  /**
   * The highest priority of a VRRP router that does not own the address.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5798#section-5.2.4">RFC 5798</a>
   */
  int LAST_PRIORITY = 254;

  /** The external network of its floating address, if it has one. */
  default Optional<String> externalNetwork() {
    return Optional.empty();
  }

  /**
   * Why it cannot follow when a control-plane machine is replaced by another; empty if it can.
   *
   * @param machines how many the control plane has had
   */
  default Optional<String> bound(int machines) {
    return Optional.empty();
  }

  /** A floating address on one control-plane machine, the first as long as that one stays. */
  record FloatingAddress(String external) implements Endpoint {
    @Override
    public Optional<String> externalNetwork() {
      return Optional.of(external);
    }
  }

  /** The address of the only control-plane machine; no second one can ever be added. */
  record ServerAddress() implements Endpoint {
    @Override
    public Optional<String> bound(int machines) {
      return Optional.of("the API is reached at the machine's own address");
    }
  }

  /**
   * An address of the machines' subnet that is no server's own. One control-plane machine answers
   * for it at a time, and another as soon as that one does not.
   *
   * @param outside the external network of a floating address that leads to it and never moves;
   *     empty if the address itself is the endpoint
   */
  record VirtualAddress(Keeper keeper, Optional<String> outside) implements Endpoint {
    @Override
    public Optional<String> externalNetwork() {
      return outside;
    }

    @Override
    public Optional<String> bound(int machines) {
      return keeper == Keeper.KEEPALIVED && machines >= LAST_PRIORITY
          ? Optional.of(
              "keepalived has a priority for %d machines one after the other, and the cluster has had"
                      .formatted(LAST_PRIORITY)
                  + " them")
          : Optional.empty();
    }
  }

  /**
   * The address of a load balancer of the cloud's, which leads to every control-plane machine that
   * answers.
   *
   * @param subnet id of the subnet that the address is of; empty for the machines' own
   * @param outside the external network of a floating address that leads to it and never moves;
   *     empty if the load balancer's own address is the endpoint
   */
  record LoadBalancer(
      LoadBalancerOrder.Kind kind, Optional<String> subnet, Optional<String> outside)
      implements Endpoint {
    @Override
    public Optional<String> externalNetwork() {
      return outside;
    }
  }

  /** A name that its owner lets lead to the control-plane machines. */
  record Name(String dnsName) implements Endpoint {
    @Override
    public Optional<String> bound(int machines) {
      return Optional.of("only its owner can let the name %s lead elsewhere".formatted(dnsName));
    }
  }

  /** What moves a virtual address from machine to machine. */
  enum Keeper {
    /**
     * VRRP between the machines; the image holds it. Each one's configuration names those that were
     * there before it, and of two the younger has the higher priority.
     */
    KEEPALIVED("keepalived"),
    /** A static pod that elects by a Lease in the API; its image is pulled. */
    KUBE_VIP("kube-vip");

    private final String text;

    Keeper(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    public static Optional<Keeper> of(String text) {
      for (Keeper keeper : values()) {
        if (keeper.text.equals(text)) {
          return Optional.of(keeper);
        }
      }
      return Optional.empty();
    }
  }
}
