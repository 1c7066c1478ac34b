package io.caisson.simulator.direct;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Volume;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.cloud.Volumes;
import java.util.List;
import java.util.Optional;

/** The model's volumes. */
final class DirectVolumes implements Volumes {
  private static final String TYPE = io.caisson.simulator.model.Volumes.TYPE;
  private final DirectCalls calls;

  DirectVolumes(DirectCalls calls) {
    this.calls = calls;
  }

  @Override
  public String createVolume(VolumeOrder order) {
    order
        .type()
        .filter(type -> !type.equals(TYPE))
        .ifPresent(
            type -> {
              throw new CloudException(new CloudFault.NotFound("no volume type " + type));
            });
    return calls.change(
        "create volume " + order.name(),
        plant ->
            plant
                .volumes()
                .create(
                    calls.caller(),
                    new io.caisson.simulator.model.Volume.Order(
                        calls.caller().user(),
                        order.name(),
                        Optional.empty(),
                        order.gib(),
                        order.image(),
                        order.mark().metadata()))
                .id());
  }

  @Override
  public void deleteVolume(String id) {
    calls.delete(
        "delete volume " + id,
        plant -> plant.volumes().delete(plant.volumes().need(calls.caller(), id)));
  }

  @Override
  public Optional<Volume> volume(String id) {
    return calls.find(plant -> read(plant.volumes().need(calls.caller(), id)));
  }

  @Override
  public List<Volume> volumes() {
    return calls.look(
        plant ->
            plant.volumes().listed(calls.caller().project()).stream()
                .map(DirectVolumes::read)
                .toList());
  }

  @Override
  public List<String> types() {
    return List.of(TYPE);
  }

  private static Volume read(io.caisson.simulator.model.Volume volume) {
    return new Volume(
        volume.id(),
        volume.card().name(),
        Volume.Status.valueOf(volume.state().name()),
        volume.order().gib(),
        volume.attachment().map(io.caisson.simulator.model.Volume.Attachment::server),
        OwnerMark.of(volume.order().metadata()));
  }
}
