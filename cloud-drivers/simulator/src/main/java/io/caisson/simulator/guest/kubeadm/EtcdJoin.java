package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.Etcd;
import java.time.Duration;
import java.util.List;

/**
 * How a machine becomes a member of a cluster's etcd: all others must answer, then it is added as a
 * learner, starts, and is promoted when it is in sync.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/phases/etcd/local.go">CreateStackedEtcdStaticPodManifestFile</a>
 */
final class EtcdJoin {
  private static final Duration START = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Host host;
  private final Cluster cluster;
  private final Timeouts timeouts;

  EtcdJoin(Host host, Cluster cluster, Timeouts timeouts) {
    this.host = host;
    this.cluster = cluster;
    this.timeouts = timeouts;
  }

  /** Throws {@link KubeadmFailure}. */
  void run(EtcdServer etcd) {
    host.print("[check-etcd] Checking that the etcd cluster is healthy");
    requireHealthy();
    host.print("[etcd] Announced new etcd member joining to the existing etcd cluster");
    Etcd.Member learner = add(etcd.member(), etcd.address());
    host.pause(START);
    host.start(etcd);
    promote(learner);
    host.print(
        "[etcd] Waiting for the new etcd member to join the cluster. This can take up to 40s");
  }

  private void requireHealthy() {
    if (!silent().isEmpty()) {
      host.pause(timeouts.etcdCall());
    }
    List<Etcd.Member> silent = silent();
    if (!silent.isEmpty()) {
      throw KubeadmFailure.in(
          "check-etcd",
          "etcd cluster is not healthy: failed to dial endpoint %s with maintenance client: context"
                  .formatted(silent.getFirst().clientUrl())
              + " deadline exceeded");
    }
  }

  private List<Etcd.Member> silent() {
    Etcd etcd = cluster.etcd();
    return etcd.members().stream().filter(member -> !etcd.isRunning(member)).toList();
  }

  private Etcd.Member add(String name, String address) {
    try {
      return retried(() -> cluster.etcd().addLearner(name, address));
    } catch (Etcd.Refused refused) {
      throw KubeadmFailure.in(
          "etcd-join", "error creating local etcd static pod manifest file: " + refused.why());
    }
  }

  private void promote(Etcd.Member learner) {
    try {
      retried(
          () -> {
            cluster.etcd().promote(learner.id());
            return learner;
          });
    } catch (Etcd.Refused refused) {
      throw KubeadmFailure.in("etcd-join", "error promoting the learner member: " + refused.why());
    }
  }

  /** Another machine may be a learner at this moment. */
  private Etcd.Member retried(Step step) throws Etcd.Refused {
    int left = (int) Math.max(1, timeouts.etcdCall().dividedBy(POLL));
    while (true) {
      try {
        return step.run();
      } catch (Etcd.Refused refused) {
        left--;
        if (left == 0) {
          throw refused;
        }
        host.pause(POLL);
      }
    }
  }

  /** One attempt. */
  @FunctionalInterface
  private interface Step {
    Etcd.Member run() throws Etcd.Refused;
  }
}
