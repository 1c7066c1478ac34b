package io.caisson.service.traffic;

import io.caisson.spi.cloud.Volume;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.cloud.Volumes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The volumes of {@link GuardedCloud}. */
final class GuardedVolumes implements Volumes {
  private final ProjectTraffic project;
  private final Asker asker;
  private final Volumes own;

  GuardedVolumes(ProjectTraffic project, Asker asker, Volumes own) {
    this.project = project;
    this.asker = asker;
    this.own = own;
  }

  @Override
  public boolean offered() {
    return read(own::offered);
  }

  @Override
  public String createVolume(VolumeOrder order) {
    return project.gate.change(project.volume, () -> own.createVolume(order));
  }

  @Override
  public void deleteVolume(String id) {
    project.gate.change(
        project.volume,
        () -> {
          own.deleteVolume(id);
          return id;
        });
  }

  @Override
  public Optional<Volume> volume(String id) {
    return read(() -> own.volume(id));
  }

  @Override
  public List<Volume> volumes() {
    return project.volumes.ask(asker, () -> read(own::volumes));
  }

  @Override
  public List<String> types() {
    return read(own::types);
  }

  private <T> T read(Supplier<T> call) {
    return project.gate.read(project.volume, call);
  }
}
