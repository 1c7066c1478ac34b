package io.caisson.service.traffic;

import io.caisson.spi.cloud.Volume;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.cloud.Volumes;
import java.util.List;
import java.util.Optional;

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
  public String createVolume(VolumeOrder order) {
    return project.volume.change(() -> own.createVolume(order));
  }

  @Override
  public void deleteVolume(String id) {
    project.volume.run(() -> own.deleteVolume(id));
  }

  @Override
  public Optional<Volume> volume(String id) {
    return project.volume.read(() -> own.volume(id));
  }

  @Override
  public List<Volume> volumes() {
    return project.volumes.ask(asker, () -> project.volume.read(own::volumes));
  }

  @Override
  public List<String> types() {
    return project.volume.read(own::types);
  }
}
