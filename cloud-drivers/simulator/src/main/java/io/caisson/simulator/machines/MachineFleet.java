package io.caisson.simulator.machines;

import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.GuestSide;
import io.caisson.simulator.model.Guests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real machine for each instance.
 *
 * <ol>
 *   <li>What happens to an instance is done in its order, and never two things at once; machines do
 *       not wait for each other.
 *   <li>What happened to a machine that was deleted meanwhile is done before its disk goes, so that
 *       nothing of it comes back.
 *   <li>A floating address leads where it was last told to.
 * </ol>
 */
public final class MachineFleet implements Guests {
  private static final Logger LOG = LoggerFactory.getLogger(MachineFleet.class);

  private final Surroundings around;
  private final PodNetwork podNetwork;
  private final MetadataService metadata;
  private final Map<String, Berth> berths = new ConcurrentHashMap<>();
  private final Lane router = new Lane();

  MachineFleet(Surroundings around, PodNetwork podNetwork, MetadataService metadata) {
    this.around = around;
    this.podNetwork = podNetwork;
    this.metadata = metadata;
  }

  /** What a machine has to do with. */
  record Surroundings(Bed bed, Shell shell, GuestSide cloud) {}

  /**
   * Machines in the data centre's namespace, in which this process must run.
   *
   * @throws IllegalStateException saying what is missing
   */
  public static MachineFleet in(Bed bed, PodNetwork podNetwork, GuestSide cloud) {
    if (!Files.isWritable(Path.of("/proc/sys/net/ipv4/ip_forward"))) {
      throw new IllegalStateException("machines need root: ./caisson doctor --real says more");
    }
    if (!Files.exists(Path.of("/run/netns", bed.centre()))) {
      throw new IllegalStateException(
          "there is no data centre %s: KBED_CENTRE=%s %s up"
              .formatted(bed.centre(), bed.centre(), bed.scripts().resolve("centre.sh")));
    }
    try {
      MetadataService metadata =
          MetadataService.start(
              new InetSocketAddress(MetadataService.ADDRESS, MetadataService.PORT),
              NameService.start(new InetSocketAddress(MetadataService.ADDRESS, NameService.PORT)));
      Surroundings around = new Surroundings(bed, new ProcessShell(bed.centre()), cloud);
      return new MachineFleet(around, podNetwork, metadata);
    } catch (IOException outside) {
      throw new IllegalStateException(
          "no metadata service at %s (%s): run this inside the data centre, by %s run"
              .formatted(
                  MetadataService.ADDRESS,
                  outside.getMessage(),
                  bed.scripts().resolve("centre.sh")),
          outside);
    }
  }

  @Override
  public void started(BootedInstance instance) {
    metadata.serve(instance);
    instance
        .nics()
        .forEach(
            nic ->
                nic.floating()
                    .forEach(
                        address ->
                            floatingIpAssociated(
                                instance.id(), new FloatingAddress(address, nic.address()))));
    berths.compute(
        instance.id(),
        (id, there) -> {
          Berth berth = there == null ? new Berth(machineOf(instance), new Lane()) : there;
          berth.lane().add(() -> powerOn(berth.machine(), instance));
          return berth;
        });
  }

  @Override
  public void stopped(String instanceId) {
    at(instanceId, NamespaceMachine::powerOff);
  }

  @Override
  public void deleted(String instanceId) {
    metadata.forget(instanceId);
    at(instanceId, machine -> leave(instanceId, machine));
  }

  @Override
  public void hung(String instanceId) {
    at(instanceId, NamespaceMachine::freeze);
  }

  @Override
  public void rebuilt(String instanceId) {
    at(instanceId, NamespaceMachine::destroy);
  }

  @Override
  public void cut(String instanceId) {
    at(instanceId, NamespaceMachine::cut);
  }

  @Override
  public void mended(String instanceId) {
    at(instanceId, NamespaceMachine::mend);
  }

  @Override
  public void floatingIpAssociated(String instanceId, FloatingAddress address) {
    route(around.bed().leadTo(address.floating(), address.fixed()));
  }

  @Override
  public void floatingIpDissociated(String instanceId, FloatingAddress address) {
    route(around.bed().leadNowhere(address.floating()));
  }

  /** Destroys every machine, all at once, and waits for that. */
  @Override
  public void close() {
    List<Berth> all = List.copyOf(berths.values());
    CountDownLatch gone = new CountDownLatch(all.size());
    for (Berth berth : all) {
      berth.lane().add(berth.machine()::destroy);
      berth.lane().add(gone::countDown);
    }
    try {
      gone.await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    metadata.close();
  }

  private NamespaceMachine machineOf(BootedInstance instance) {
    return new NamespaceMachine(instance.id(), MachineSettings.name(instance), around);
  }

  private void powerOn(NamespaceMachine machine, BootedInstance instance) {
    try {
      machine.powerOn(MachineSettings.of(instance, podNetwork));
    } catch (IllegalArgumentException unusable) {
      around.cloud().appendConsole(instance.id(), unusable.getMessage() + "\n");
    }
  }

  private void at(String instanceId, Consumer<NamespaceMachine> task) {
    berths.computeIfPresent(
        instanceId,
        (id, berth) -> {
          berth.lane().add(() -> task.accept(berth.machine()));
          return berth;
        });
  }

  private void leave(String instanceId, NamespaceMachine machine) {
    machine.destroy();
    berths.computeIfPresent(instanceId, (id, berth) -> berth.lane().isLast() ? null : berth);
  }

  private void route(List<String> command) {
    router.add(
        () -> {
          try {
            around.shell().run(command);
          } catch (IOException failed) {
            LOG.warn("{}", failed.getMessage());
          }
        });
  }

  /** A machine and the order of what happens to it. */
  private record Berth(NamespaceMachine machine, Lane lane) {}
}
