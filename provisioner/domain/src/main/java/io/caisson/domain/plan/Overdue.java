package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which machines have been at a stage of their start for longer than it may take. Its rules:
 *
 * <ol>
 *   <li>The time runs from the last that the guest has told, but not while it waits for us: for its
 *       join token.
 *   <li>A machine is called failed only after its console was asked for, so that its reason says
 *       what stands there. It is asked for once.
 *   <li>A machine that joins is not called failed while the cluster's API does not answer: its Node
 *       may be there. Nor is one whose kubeadm is done.
 * </ol>
 */
final class Overdue {
  private final Cluster cluster;
  private final StageLimits limits;

  Overdue(Cluster cluster, StageLimits limits) {
    this.cluster = cluster;
    this.limits = limits;
  }

  /** Those whose consoles the next look has to read. */
  List<Resource> consoles(Instant now) {
    return cluster.machines().values().stream()
        .filter(machine -> isOverdue(machine, now))
        .flatMap(machine -> cluster.resource(machine.server()).stream())
        .filter(server -> server.present() && server.ref().isPresent())
        .toList();
  }

  /** Why the machine is failed by now, if a look without its Node has shown so. */
  Optional<String> failure(Machine machine, Sight sight, Instant now) {
    Optional<String> console = Optional.ofNullable(sight.consoles().get(machine.server()));
    boolean unknown = !sight.apiAnswers() && !Wants.initialises(cluster, machine);
    return console
        .filter(_ -> isOverdue(machine, now) && !(unknown && machine.heard(KUBEADM)))
        .map(text -> reason(machine, text));
  }

  private static final Machine.Stage KUBEADM = Machine.Stage.KUBEADM_STARTED;

  private boolean isOverdue(Machine machine, Instant now) {
    return machine.state() == MachineState.BOOTING
        && machine.guest().stage().compareTo(Machine.Stage.KUBEADM_DONE) < 0
        && !waitsForUs(machine)
        && now.isAfter(since(machine).plus(limit(machine)));
  }

  private Duration limit(Machine machine) {
    return limits.of(machine.guest().stage());
  }

  private String reason(Machine machine, String console) {
    String excerpt = ConsoleExcerpt.of(console);
    return "for %s it has waited for %s; %s"
        .formatted(
            words(limit(machine)),
            StageLimits.waitsFor(machine.guest().stage()),
            excerpt.isEmpty()
                ? "its console shows nothing"
                : "the last lines of its console:\n" + excerpt);
  }

  /** It has asked for its bundle, and that is not to be had before its token is made. */
  private boolean waitsForUs(Machine machine) {
    return machine.guest().stage() == Machine.Stage.BUNDLE_WANTED
        && !Wants.initialises(cluster, machine)
        && !cluster.present(machine.token());
  }

  /** From when on it could go on by itself. */
  private Instant since(Machine machine) {
    Instant told =
        machine.guest().stage() == Machine.Stage.NONE ? machine.since() : machine.guest().at();
    Instant token =
        cluster
            .resource(machine.token())
            .flatMap(Resource::attempt)
            .map(Attempt::at)
            .orElse(Instant.MIN);
    return latest(machine.since(), latest(told, token));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  static String words(Duration time) {
    return time.toSeconds() % 60 == 0
        ? time.toMinutes() + " minutes"
        : time.toSeconds() + " seconds";
  }
}
