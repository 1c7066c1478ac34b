package io.caisson.service.bootstrap.addon;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * @param podCidr the cluster's addresses for pods, of which each node has a part ({@code
 *     spec.podCIDR})
 */
public record FlannelSettings(String podCidr, Backend backend, ImageSource images) {
  /**
   * How a packet reaches the node of its pod.
   *
   * @see <a href="https://github.com/flannel-io/flannel/blob/master/Documentation/backends.md">
   *     flannel's backends</a>
   */
  public enum Backend {
    /** In UDP (port 8472), over any network between the nodes. */
    VXLAN("vxlan"),
    /**
     * By a route to the node's address: the nodes are neighbours, and the network between them lets
     * pods' addresses pass (Neutron does not, without allowed address pairs).
     */
    HOST_GW("host-gw");

    private final String text;

    Backend(String text) {
      this.text = text;
    }

    /** As flannel and Magnum's label {@code flannel_backend} spell it. */
    public String text() {
      return text;
    }

    public static Optional<Backend> of(String text) {
      return Arrays.stream(values()).filter(backend -> backend.text.equals(text)).findFirst();
    }

    public static List<String> texts() {
      return Arrays.stream(values()).map(Backend::text).toList();
    }
  }
}
