package io.caisson.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Changes how many control planes a cluster of real machines has, and replaces a worker and the
 * control plane that leads etcd, by the public API. After each step etcd itself, the cluster's own
 * API and the cloud are asked what has come of it.
 */
final class RealMembers {
  private final TimedChange change;
  private final RealCluster real;
  private final ClusterApi cluster;
  private final EnvFile cloud;
  private final Screen screen;

  RealMembers(
      TimedChange change, RealCluster real, ClusterApi cluster, EnvFile cloud, Screen screen) {
    this.change = change;
    this.real = real;
    this.cluster = cluster;
    this.cloud = cloud;
    this.screen = screen;
  }

  /**
   * @return whether every step was done and left what it should
   */
  boolean run(MemberCounts counts) {
    return counts.then().stream().allMatch(this::resized)
        && replaced("the worker", now().workers().iterator().next())
        && replaced("the leader of etcd,", now().etcd().leader());
  }

  private boolean resized(int count) {
    ObjectNode body = Http.JSON.createObjectNode();
    body.put("node_group", "control-plane").put("count", count);
    String what = "%d control planes".formatted(count);
    return stands(what, change.post(what, "resize", body), count);
  }

  /** At once for a worker; a control plane's successor comes first in any case. */
  private boolean replaced(String what, String node) {
    int members = now().controlPlane().size();
    CloudServers before = CloudServers.list(cloud);
    TimedChange.Outcome outcome =
        change.post(
            "%s %s is replaced".formatted(what, node),
            "machines/%s/replace".formatted(Service.part(node)),
            Http.JSON.createObjectNode());
    CloudServers after = CloudServers.list(cloud);
    Set<String> gone = before.without(after);
    Set<String> come = after.without(before);
    screen.say("in place of %s the cloud now lists %s".formatted(gone, come));
    boolean one =
        gone.size() == 1 && come.size() == 1 && gone.iterator().next().startsWith(node + " ");
    return stands(node + " replaced", outcome, members) && one;
  }

  private boolean stands(String what, TimedChange.Outcome outcome, int members) {
    RealStanding standing = now();
    screen.say(
        "%s: %.1f s; %s".formatted(what, outcome.took().toMillis() / 1000.0, standing.text()));
    screen.say("etcd's members, by etcdctl: " + standing.etcd());
    standing.wrong().forEach(screen::say);
    return outcome.complete()
        && standing.wrong().isEmpty()
        && standing.controlPlane().size() == members;
  }

  private RealStanding now() {
    return real.standing(cluster);
  }
}
