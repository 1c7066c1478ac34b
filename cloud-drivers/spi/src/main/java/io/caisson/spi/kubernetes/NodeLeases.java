package io.caisson.spi.kubernetes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What nodes' kubelets last said of being alive. A lease that was renewed lately proves a living
 * kubelet; one that was not proves nothing but its silence.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 */
public interface NodeLeases {
  /** The leases of all nodes; those that were never renewed are left out. */
  List<NodeLease> all();

  /** That of one node; empty if it has none that was ever renewed. */
  default Optional<NodeLease> of(String node) {
    return all().stream().filter(lease -> lease.node().equals(node)).findFirst();
  }

  /**
   * @param node the kubelet's own name for itself
   * @param renewed by the clock of the node
   * @param lasts after which it has expired
   */
  record NodeLease(String node, Instant renewed, Duration lasts) {
    /** Whether it has run out, for a reader whose clock says this. */
    public boolean expired(Instant now) {
      return now.isAfter(renewed.plus(lasts));
    }
  }
}
