package io.caisson.simulator.guest;

import io.caisson.simulator.guest.kubeadm.ControlPlane;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.model.BalancedAddress;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.Timing;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the software inside the instances of a data centre: each on a virtual thread while it
 * boots, and by the timeline afterwards.
 */
public final class GuestFleet implements Guests {
  private static final Logger LOG = LoggerFactory.getLogger(GuestFleet.class);

  private final Rack rack;
  private final Behaviours behaviours = new Behaviours();
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Map<String, Disk> disks = new ConcurrentHashMap<>();

  /**
   * @param random where the variation of delays comes from
   */
  public GuestFleet(GuestSide dataCentre, Timing timing, RandomGenerator random) {
    this.rack = new Rack(dataCentre, timing, random);
  }

  /** Which of the guests misbehave. */
  public Behaviours behaviours() {
    return behaviours;
  }

  @Override
  public void started(BootedInstance instance) {
    stopped(instance.id());
    Machine machine =
        new Machine(rack, instance, disks.computeIfAbsent(instance.id(), id -> new Disk()));
    Boot boot = new Boot(machine, behaviours.of(instance));
    Thread thread =
        Thread.ofVirtual().name("guest-" + instance.name()).unstarted(() -> run(boot, instance));
    running.put(instance.id(), new Running(machine, thread));
    thread.start();
  }

  @Override
  public void stopped(String instanceId) {
    Running stopping = running.remove(instanceId);
    if (stopping != null) {
      silence(stopping);
    }
  }

  @Override
  public void deleted(String instanceId) {
    stopped(instanceId);
    rebuilt(instanceId);
  }

  @Override
  public void rebuilt(String instanceId) {
    Disk disk = disks.remove(instanceId);
    if (disk != null) {
      disk.controlPlane().map(ControlPlane::cluster).ifPresent(this::forgetIfLost);
    }
  }

  @Override
  public void hung(String instanceId) {
    Optional.ofNullable(running.get(instanceId)).ifPresent(this::silence);
  }

  /** A guest that is played stands still while it is cut off. */
  @Override
  public void cut(String instanceId) {
    hung(instanceId);
  }

  /** What is installed on it starts anew. */
  @Override
  public void mended(String instanceId) {
    Optional.ofNullable(running.get(instanceId))
        .ifPresent(
            there -> {
              started(there.machine().instance());
              there.machine().floating().forEach(one -> floatingIpAssociated(instanceId, one));
            });
  }

  @Override
  public void floatingIpAssociated(String instanceId, FloatingAddress address) {
    aside(instanceId, machine -> machine.reachableAt(address));
  }

  @Override
  public void floatingIpDissociated(String instanceId, FloatingAddress address) {
    aside(instanceId, machine -> machine.noLongerReachableAt(address));
  }

  @Override
  public void balanced(BalancedAddress now) {
    rack.balancers().lead(now);
  }

  @Override
  public void close() {
    rack.balancers().close();
    running.values().forEach(this::silence);
    running.clear();
    disks.values().stream()
        .flatMap(disk -> disk.controlPlane().stream())
        .map(ControlPlane::cluster)
        .forEach(Cluster::close);
    disks.clear();
    rack.listeners().close();
  }

  /** Opening a listener blocks, and the timeline must not. */
  private void aside(String instanceId, java.util.function.Consumer<Machine> work) {
    Running there = running.get(instanceId);
    if (there != null) {
      Thread.ofVirtual().start(() -> work.accept(there.machine()));
    }
  }

  private void silence(Running stopping) {
    stopping.thread().interrupt();
    stopping.machine().silence();
  }

  /** A cluster is gone with the last disk that held its etcd. */
  private void forgetIfLost(Cluster cluster) {
    boolean kept =
        disks.values().stream()
            .flatMap(disk -> disk.controlPlane().stream())
            .anyMatch(member -> member.cluster() == cluster);
    if (!kept) {
      cluster.close();
      rack.clusters().remove(cluster);
    }
  }

  private static void run(Boot boot, BootedInstance instance) {
    try {
      boot.run();
    } catch (PoweredOff off) {
      LOG.debug("{} went off while it booted", instance.name());
    } catch (RuntimeException broken) {
      LOG.error("the simulated guest {} broke", instance.name(), broken);
    }
  }

  private record Running(Machine machine, Thread thread) {}
}
