package io.caisson.simulator.model;

import io.caisson.simulator.model.ServerOrder.WantedVolume;
import io.caisson.simulator.model.Volume.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All volumes, as measured on a real Cinder with a real Nova.
 *
 * <ol>
 *   <li>A server has its volumes from the moment that its order is accepted: reserved, then in use
 *       once it has a host; also while it is in ERROR.
 *   <li>It gives them back when it is gone, or takes them with it if it was ordered so.
 *   <li>What a server has cannot be deleted, nor be given to another one.
 * </ol>
 */
public final class Volumes {
  /** The only type of volumes that this data centre has. */
  public static final String TYPE = "standard";

  private static final double FILL = 0.1;

  private final World world;
  private final Quotas quotas;
  private final Catalogue catalogue;
  private final Shelf<Volume> volumes;

  Volumes(World world, Quotas quotas, Catalogue catalogue) {
    this.world = world;
    this.quotas = quotas;
    this.catalogue = catalogue;
    this.volumes = new Shelf<>(world, "volume");
  }

  public Volume create(Caller caller, Volume.Order order) {
    order.image().ifPresent(image -> checkImage(image, order.gib()));
    checkQuota(caller.project(), order.gib());
    Volume made =
        new Volume(
            world.card(caller.project(), order.name(), order.description().orElse("")), order);
    volumes.add(made.id(), made);
    world.record(
        LogEntry.Event.CREATED,
        "volume",
        made.id(),
        Map.of("name", order.name(), "project", caller.project()));
    world.after(FILL, () -> filled(made));
    return made;
  }

  private void filled(Volume volume) {
    if (volume.state() == State.CREATING) {
      become(volume, State.AVAILABLE);
    }
  }

  public Optional<Volume> get(String id) {
    return volumes.get(id);
  }

  public Volume need(Caller caller, String id) {
    return get(id)
        .filter(volume -> caller.sees(volume.card()))
        .orElseThrow(
            () -> Refusal.notFound("VolumeNotFound", "Volume " + id + " could not be found."));
  }

  /** As lists show them, of one project. */
  public List<Volume> listed(String project) {
    return of(project, volumes.listed()).toList();
  }

  public void delete(Volume volume) {
    if (volume.state() == State.DELETING) {
      return;
    }
    if (volume.state() != State.AVAILABLE) {
      throw Refusal.invalid(
          "InvalidVolume",
          "Invalid volume: Volume status must be available or error or error_restoring or"
              + " error_extending or error_managing and must not be migrating, attached, belong to"
              + " a group, have snapshots, awaiting a transfer, or be disassociated from snapshots"
              + " after volume transfer.");
    }
    become(volume, State.DELETING);
    world.after(FILL, () -> remove(volume));
  }

  private void remove(Volume volume) {
    volumes.remove(volume.id());
    world.record(LogEntry.Event.DELETED, "volume", volume.id(), Map.of());
  }

  public long count(String project) {
    return of(project, volumes.all()).count();
  }

  public long gib(String project) {
    return of(project, volumes.all()).mapToLong(volume -> volume.order().gib()).sum();
  }

  /** The volumes of a server, the root first. */
  public List<Volume> of(Server server) {
    return server.order().disks().volumes().stream()
        .flatMap(wanted -> get(wanted.volume()).stream())
        .filter(volume -> volume.heldBy(server.id()))
        .toList();
  }

  /** Refuses what a server cannot be given. */
  void check(Caller caller, WantedVolume wanted) {
    Volume volume =
        get(wanted.volume())
            .filter(v -> caller.sees(v.card()))
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "InvalidBDMVolume",
                        "Block Device Mapping is Invalid: failed to get volume %s."
                            .formatted(wanted.volume())));
    if (wanted.root() && !volume.bootable()) {
      throw Refusal.invalid(
          "InvalidBDMVolumeNotBootable", "Block Device %s is not bootable.".formatted(volume.id()));
    }
    if (volume.state() != State.AVAILABLE) {
      throw Refusal.invalid(
          "InvalidVolume",
          "Invalid volume: Invalid input received: Invalid volume: Volume %s status must be"
                  .formatted(volume.id())
              + " available or downloading to reserve, but the current status is %s. (HTTP 400)"
                  .formatted(volume.state().word())
              + " (Request-ID: req-%s)".formatted(world.ids().uuid()));
    }
  }

  void reserve(Server server) {
    for (WantedVolume wanted : server.order().disks().volumes()) {
      Volume volume = get(wanted.volume()).orElseThrow();
      volume.reserve(server.id());
      changed(volume);
    }
  }

  void attach(Server server) {
    char letter = server.order().disks().image().isPresent() ? 'b' : 'a';
    for (WantedVolume wanted : server.order().disks().volumes()) {
      String device = "/dev/sd" + letter++;
      get(wanted.volume()).ifPresent(volume -> attach(volume, server, device, wanted.passing()));
    }
  }

  private void attach(Volume volume, Server server, String device, boolean passing) {
    volume.attach(
        new Volume.Attachment(world.ids().uuid(), server.id(), device, passing, world.now()));
    changed(volume);
  }

  void release(Server server) {
    List<String> passing =
        server.order().disks().volumes().stream()
            .filter(WantedVolume::passing)
            .map(WantedVolume::volume)
            .toList();
    for (Volume volume : of(server)) {
      volume.release();
      changed(volume);
      if (passing.contains(volume.id())) {
        delete(volume);
      }
    }
  }

  private void become(Volume volume, State state) {
    volume.become(state);
    changed(volume);
  }

  private void changed(Volume volume) {
    volume.card().touch(world.now());
    world.record(
        LogEntry.Event.CHANGED, "volume", volume.id(), Map.of("status", volume.state().word()));
  }

  private void checkImage(String id, int gib) {
    Image image =
        catalogue
            .image(id)
            .orElseThrow(
                () ->
                    Refusal.invalid(
                        "InvalidImage",
                        "Invalid image identifier or unable to access requested image."));
    if (image.minDiskGib() > gib) {
      throw Refusal.invalid(
          "InvalidInput",
          "Invalid input received: Volume size %dGB cannot be smaller than the image minDisk size"
                  .formatted(gib)
              + " %dGB.".formatted(image.minDiskGib()));
    }
  }

  private void checkQuota(String project, int gib) {
    if (quotas.exceeded(project, "gigabytes", gib(project), gib)) {
      throw Refusal.quota(
          "VolumeSizeExceedsAvailableQuota",
          "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed gigabytes"
              + " quota. Requested %dG, quota is %dG and %dG has been consumed."
                  .formatted(gib, quotas.limit(project, "gigabytes"), gib(project)));
    }
    if (quotas.exceeded(project, "volumes", count(project), 1)) {
      throw Refusal.quota(
          "VolumeLimitExceeded",
          "VolumeLimitExceeded: Maximum number of volumes allowed (%d) exceeded for quota 'volumes'."
              .formatted(quotas.limit(project, "volumes")));
    }
  }

  private static Stream<Volume> of(String project, List<Volume> all) {
    return all.stream().filter(volume -> volume.card().project().equals(project));
  }
}
