package io.caisson.service.life;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.Message;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.InstanceListener;
import io.caisson.spi.kubernetes.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Plays the software inside the servers: tells its stages, waits for its token, joins. */
final class LifeGuests implements InstanceListener {
  private final DataCentre centre;
  private final ClusterStore store;
  private final ClusterId cluster;
  private final LifeKubernetes kubernetes;
  private final RandomGenerator random;
  private final Runnable wake;
  private final TreeSet<String> running = new TreeSet<>();

  private final TreeMap<String, String> names = new TreeMap<>();
  private final List<String> broken;

  /** Only news is told on, however often a guest asks. */
  private final TreeSet<String> wanting = new TreeSet<>();

  LifeGuests(
      DataCentre centre,
      ClusterStore store,
      ClusterId cluster,
      LifeKubernetes kubernetes,
      RandomGenerator random,
      Runnable wake,
      List<String> broken) {
    this.centre = centre;
    this.store = store;
    this.cluster = cluster;
    this.kubernetes = kubernetes;
    this.random = random;
    this.wake = wake;
    this.broken = broken;
  }

  @Override
  public void started(BootedInstance instance) {
    running.add(instance.id());
    names.put(instance.id(), instance.name());
    MachineId machine = MachineId.parse(instance.userData().orElseThrow());
    later(instance, 3, () -> tell(machine, Stage.BOOTED));
    if (machine.group().equals("control-plane")) {
      later(instance, 5, () -> tell(machine, Stage.KUBEADM_STARTED));
      later(
          instance,
          20,
          () -> {
            kubernetes.start();
            tell(machine, Stage.KUBEADM_DONE);
            node(instance);
          });
    } else {
      later(instance, 5, () -> fetch(instance, machine));
    }
  }

  @Override
  public void stopped(String instanceId) {
    running.remove(instanceId);
  }

  @Override
  public void deleted(String instanceId) {
    running.remove(instanceId);
    Optional.ofNullable(names.remove(instanceId)).ifPresent(this::drained);
  }

  /** A machine that leaves a cluster that lives on is empty by then. */
  private void drained(String node) {
    boolean lives = store.load(cluster).filter(one -> !one.deleting()).isPresent();
    List<Pod> running = kubernetes.isUp() ? kubernetes.pods().running(node) : List.of();
    if (lives && !running.isEmpty()) {
      broken.add("server of %s deleted under %s".formatted(node, running));
    }
  }

  private void fetch(BootedInstance instance, MachineId machine) {
    if (!kubernetes.knows(LifeAccess.token(machine))) {
      if (wanting.add(instance.id())) {
        tell(machine, Stage.BUNDLE_WANTED);
      }
      later(instance, 2, () -> fetch(instance, machine));
      return;
    }
    tell(machine, Stage.BUNDLE_RECEIVED);
    later(instance, 4, () -> tell(machine, Stage.KUBEADM_STARTED));
    later(
        instance,
        15,
        () -> {
          kubernetes.ask(instance.name(), LifeAccess.token(machine), centre.timeline().now());
          join(instance, machine);
        });
  }

  private void join(BootedInstance instance, MachineId machine) {
    if (!kubernetes.mayJoin(instance.name())) {
      later(instance, 1, () -> join(instance, machine));
      return;
    }
    tell(machine, Stage.KUBEADM_DONE);
    node(instance);
  }

  private void node(BootedInstance instance) {
    String address = instance.address().orElseThrow();
    kubernetes.join(instance.name(), address, false);
    later(instance, 4, () -> ready(instance, address));
  }

  private void ready(BootedInstance instance, String address) {
    if (kubernetes.hasPodNetwork()) {
      kubernetes.join(instance.name(), address, true);
    } else {
      later(instance, 1, () -> ready(instance, address));
    }
  }

  private void tell(MachineId machine, Stage stage) {
    store.post(
        cluster,
        new Message.GuestTold(machine, new Machine.Guest(stage, centre.timeline().now(), "")));
    wake.run();
  }

  private void later(BootedInstance instance, int seconds, Runnable action) {
    Duration delay = Duration.ofMillis(seconds * 500L + random.nextInt(seconds * 500));
    centre
        .timeline()
        .schedule(
            delay,
            () -> {
              if (running.contains(instance.id())) {
                action.run();
              }
            });
  }
}
