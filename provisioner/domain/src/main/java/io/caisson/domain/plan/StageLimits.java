package io.caisson.domain.plan;

import io.caisson.domain.cluster.Machine;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a machine may stay at each stage of its start. A machine that stays longer is named with
 * what it waits for; a slow one would have gone on by then, for each limit is longer than all that
 * is tried within it.
 *
 * @param build from the order to a running server
 * @param firstWord from a running server to its guest's first message: firmware, kernel, network,
 *     and cloud-init's two minutes of asking for its metadata
 * @param bundle from one step of fetching the bundle to the next; guests ask at least once a minute
 * @param preparation from the bundle to kubeadm's start; where packages come from mirrors the
 *     script alone gives them 25 minutes
 * @param kubeadm from its start to its end; the script stops it after 13 minutes
 * @param node from kubeadm's end to the Node, and from the Node to its being Ready
 */
public record StageLimits(
    Duration build,
    Duration firstWord,
    Duration bundle,
    Duration preparation,
    Duration kubeadm,
    Duration node) {
  /** For images that hold Kubernetes already. */
  public static final StageLimits DEFAULT =
      new StageLimits(
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(14),
          Duration.ofMinutes(5));

  /** For machines that install Kubernetes when they boot. */
  public static final Duration INSTALLING = Duration.ofMinutes(30);

  /** How long a machine may stay where it is; empty where nothing but us or a person moves it. */
  Optional<Duration> of(Machine machine) {
    return switch (machine.state()) {
      case CREATING, REBUILDING -> Optional.of(build);
      case BOOTING -> Optional.of(of(machine.guest().stage()));
      case JOINED -> Optional.of(node);
      case PLANNED, READY, FAILED, LEAVING, DELETING -> Optional.empty();
    };
  }

  /** How long a running server without a Node may stay at this stage. */
  Duration of(Machine.Stage stage) {
    return switch (stage) {
      case NONE -> firstWord;
      case BOOTED, BUNDLE_WANTED, BUNDLE_HANDED_OUT -> bundle;
      case BUNDLE_RECEIVED -> preparation;
      case KUBEADM_STARTED -> kubeadm;
      case KUBEADM_DONE, FAILED -> node;
    };
  }

  /** What a guest at this stage waits for. */
  static String waitsFor(Machine.Stage stage) {
    return switch (stage) {
      case NONE -> "its guest to boot and to reach Caisson's guest listener";
      case BOOTED -> "its guest to ask for its bundle";
      case BUNDLE_WANTED -> "its guest to fetch its bundle";
      case BUNDLE_HANDED_OUT -> "its guest to say that its bundle has arrived";
      case BUNDLE_RECEIVED -> "its guest to prepare the machine: packages, time, container runtime";
      case KUBEADM_STARTED -> "kubeadm to make a Node of it";
      case KUBEADM_DONE -> "its Node to appear, for kubeadm is done";
      case FAILED -> "nothing: its guest has failed";
    };
  }
}
