package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.domain.cluster.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Says what everything that is not done yet waits for, with a deadline. */
final class Waiting {
  private static final String UNREADY = "its Node to become Ready";

  private final Cluster cluster;
  private final Policy policy;
  private final Instant now;
  private final TreeMap<String, String> reasons = new TreeMap<>();
  private final Map<String, Duration> limits = new HashMap<>();

  private Waiting(Cluster cluster, Policy policy, Instant now) {
    this.cluster = cluster;
    this.policy = policy;
    this.now = now;
  }

  /**
   * @param held why a machine that is to be replaced may not be interrupted yet
   */
  static List<ClusterRecord> of(
      Cluster cluster, List<Want> wants, Map<MachineId, String> held, Policy policy, Instant now) {
    Waiting waiting = new Waiting(cluster, policy, now);
    held.forEach((machine, why) -> waiting.reasons.put(machine.toString(), why));
    wants.forEach(waiting::want);
    cluster.resources().values().forEach(waiting::resource);
    cluster.machines().values().forEach(waiting::machine);
    List<ClusterRecord> records = new ArrayList<>(waiting.changes());
    records.addAll(waiting.stops());
    return records;
  }

  private void want(Want want) {
    if (want.order().isEmpty() && !cluster.present(want.key()) && !want.waitsFor().isEmpty()) {
      reasons.put(want.key().toString(), want.waitsFor());
    } else if (!cluster.present(want.key())
        && want.key().kind().marked()
        && cluster.holds().containsKey(Quotas.HOLD)) {
      reasons.put(want.key().toString(), cluster.holds().get(Quotas.HOLD).reason());
    }
  }

  private void resource(Resource resource) {
    if (resource.key().kind() == Kind.OUTDATED_TAINT) {
      return;
    }
    resource
        .attempt()
        .ifPresent(
            last -> {
              switch (last.state()) {
                case DONE -> {}
                case IN_FLIGHT -> {
                  if (last.failures() > 0) {
                    failed(resource, last);
                  }
                }
                case IN_DOUBT ->
                    reasons.put(
                        resource.key().toString(),
                        "certainty about a call that was not answered: " + last.text());
                case FAILED -> failed(resource, last);
              }
            });
  }

  private void failed(Resource resource, Attempt last) {
    boolean open = !resource.present() || last.verb() != Attempt.Verb.CREATE;
    if (open && !last.text().isEmpty()) {
      reasons.put(resource.key().toString(), what(resource) + last.text());
    }
  }

  private static String what(Resource resource) {
    if (resource.key().kind() == Kind.DRAIN) {
      return "pods to leave: ";
    }
    return Retries.forbidden(resource) ? "" : "its next try, for the last one came to nothing: ";
  }

  private void machine(Machine machine) {
    String reason =
        switch (machine.state()) {
          case PLANNED ->
              reasons.getOrDefault(
                  machine.server().toString(),
                  machine.portKeys().stream()
                      .flatMap(port -> Optional.ofNullable(reasons.get(port.toString())).stream())
                      .findFirst()
                      .orElse("its server"));
          case CREATING -> "the cloud to build its server";
          case BOOTING -> StageLimits.waitsFor(machine.guest().stage());
          case JOINED -> joined(machine);
          case READY -> Leaving.emptied(machine) ? leaving(machine) : "";
          case REBUILDING -> anew(machine);
          case FAILED -> "its cause to be mended and the same to be asked for once more";
          case LEAVING -> etcd(machine).orElseGet(() -> leaving(machine));
          case DELETING -> etcd(machine).orElse("all that it has in the cloud to be gone");
        };
    if (!reason.isEmpty()) {
      reasons.put(machine.id().toString(), reason);
      policy.stages().of(machine).ifPresent(one -> limits.put(machine.id().toString(), one));
    }
  }

  private String anew(Machine machine) {
    return Stream.of(machine.server(), Leaving.removal(machine))
        .flatMap(key -> Optional.ofNullable(reasons.get(key.toString())).stream())
        .findFirst()
        .orElse("its old Node to be gone");
  }

  /** Also why it is not replaced, if it is to be. */
  private String joined(Machine machine) {
    String held = reasons.getOrDefault(machine.id().toString(), UNREADY);
    return held.startsWith(UNREADY) ? held : UNREADY + "; " + held;
  }

  /** Empty once its pods have left it. */
  private String leaving(Machine machine) {
    return cluster.present(Leaving.drain(machine)) && machine.state().stays()
        ? ""
        : reasons.getOrDefault(
            Leaving.drain(machine).toString(),
            reasons.getOrDefault(Leaving.cordon(machine).toString(), "its pods to leave"));
  }

  /** What the machine's membership of etcd waits for. */
  private Optional<String> etcd(Machine machine) {
    String about = Membership.about(machine).toString();
    return Optional.ofNullable(reasons.get(about))
        .or(() -> reasons.subMap(about + ".", about + "/").values().stream().findFirst());
  }

  private List<ClusterRecord> changes() {
    List<ClusterRecord> records = new ArrayList<>();
    reasons.forEach(
        (subject, reason) -> {
          Wait known = cluster.waits().get(subject);
          if (known == null || !known.reason().equals(reason)) {
            records.add(
                new ClusterRecord.WaitNoted(
                    new Wait(subject, reason, now, now.plus(limit(subject)))));
          }
        });
    cluster.waits().keySet().stream()
        .filter(subject -> !reasons.containsKey(subject))
        .forEach(subject -> records.add(new ClusterRecord.WaitOver(subject)));
    return records;
  }

  private Duration limit(String subject) {
    Duration create = cluster.spec().timeouts().create();
    boolean call = subject.contains("/") || create.isZero();
    return limits.getOrDefault(subject, call ? policy.stages().kubeadm() : create);
  }

  /** A call that must not be sent again as it is stops the cluster, in the cloud's words. */
  private List<ClusterRecord> stops() {
    List<ClusterRecord> records = new ArrayList<>();
    for (Resource resource : cluster.resources().values()) {
      String name = "resource/" + resource.key();
      if (Retries.stopped(cluster, resource) && !cluster.holds().containsKey(name)) {
        String reason = resource.key() + ": " + resource.attempt().orElseThrow().text();
        records.add(new ClusterRecord.HoldPlaced(new Hold(name, reason, true, now)));
      }
    }
    return records;
  }
}
