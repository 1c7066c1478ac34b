package io.caisson.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Upgrades a cluster of real machines by the public API, and then looks at what runs. */
final class RealUpgrade {
  private final TimedChange change;
  private final RealCluster real;
  private final ClusterApi cluster;
  private final Screen screen;

  RealUpgrade(TimedChange change, RealCluster real, ClusterApi cluster, Screen screen) {
    this.change = change;
    this.real = real;
    this.cluster = cluster;
    this.screen = screen;
  }

  /**
   * @param to what its machines become
   * @return whether it was done, and everything is of the new version
   */
  boolean run(MachineBed to) {
    ObjectNode body = Http.JSON.createObjectNode();
    body.put("kubernetes_version", to.kubernetes()).put("image", to.image());
    String what = "all machines get Kubernetes " + to.kubernetes();
    return change.post(what, "upgrade", body).complete() && isOf(to);
  }

  private boolean isOf(MachineBed to) {
    for (String workload : List.of("daemonset/kube-proxy", "deployment/coredns")) {
      real.kubectl("-n", "kube-system", "rollout", "status", workload, "--timeout=120s");
    }
    RunningVersions running = new RunningVersions(cluster::get, to.kubernetes(), to.images());
    screen.say("what runs, by the cluster's own API:");
    screen.print(running.table().toString().indent(7).stripTrailing());
    running.wrong().forEach(one -> screen.say("not of %s: %s".formatted(to.kubernetes(), one)));
    RealStanding standing = real.standing(cluster);
    screen.say("etcd's members, by etcdctl: " + standing.etcd());
    standing.wrong().forEach(screen::say);
    Optional<String> strangers = standing.etcd().strangers(to.images());
    strangers.ifPresent(screen::say);
    return standing.wrong().isEmpty() && running.wrong().isEmpty() && strangers.isEmpty();
  }
}
