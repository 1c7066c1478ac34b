package io.caisson.simulator.kubeapi;

import java.time.Duration;

/**
 * How kube-controller-manager was started.
 *
 * @param podSubnet {@code --cluster-cidr}, from which nodes get their ranges; empty if somebody
 *     else sees to that
 * @param nodeMonitorGrace {@code --node-monitor-grace-period}: how long a node may be silent
 */
public record ControllerSettings(String podSubnet, Duration nodeMonitorGrace) {
  /** As kubeadm starts it. */
  public static ControllerSettings usual(String podSubnet) {
    return new ControllerSettings(podSubnet, Duration.ofSeconds(50));
  }
}
