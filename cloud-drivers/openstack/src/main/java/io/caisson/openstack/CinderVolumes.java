package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Volume;
import io.caisson.spi.cloud.Volume.Status;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.cloud.Volumes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Volumes of Cinder v3. The owner mark is in the metadata. */
final class CinderVolumes implements Volumes {
  private final Session session;
  private final Pages pages;

  CinderVolumes(Session session, Pages pages) {
    this.session = session;
    this.pages = pages;
  }

  @Override
  public String createVolume(VolumeOrder order) {
    Map<String, Object> volume = new LinkedHashMap<>();
    volume.put("name", Names.storable(order.name()));
    volume.put("size", order.gib());
    volume.put("metadata", order.mark().metadata());
    order.image().ifPresent(image -> volume.put("imageRef", image));
    order.type().ifPresent(type -> volume.put("volume_type", type));
    order.zone().ifPresent(zone -> volume.put("availability_zone", zone));
    Ask ask = Ask.post(Service.BLOCK_STORAGE, Map.of("volume", volume), "volumes");
    return session.call(
        () -> Made.id(Json.tree(session.ask(ask)).path("volume").path("id").asText("")));
  }

  @Override
  public void deleteVolume(String id) {
    Ask ask = Ask.delete(Service.BLOCK_STORAGE, "volumes", Ask.id(id));
    session.delete(() -> session.ask(ask));
  }

  @Override
  public Optional<Volume> volume(String id) {
    Ask ask = Ask.get(Service.BLOCK_STORAGE, "volumes", Ask.id(id));
    return session.find(() -> read(Json.tree(session.ask(ask)).path("volume")));
  }

  @Override
  public List<Volume> volumes() {
    Ask ask = Ask.get(Service.BLOCK_STORAGE, "volumes", "detail");
    return session.call(() -> pages.all(ask, "volumes").stream().map(CinderVolumes::read).toList());
  }

  @Override
  public List<String> types() {
    Ask ask = Ask.get(Service.BLOCK_STORAGE, "types");
    return session.call(
        () ->
            pages.all(ask, "volume_types").stream()
                .map(type -> Json.required(type, "name"))
                .sorted()
                .toList());
  }

  private static Volume read(JsonNode volume) {
    Map<String, String> metadata = new TreeMap<>();
    volume
        .path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    return new Volume(
        Json.required(volume, "id"),
        Json.text(volume, "name").orElse(""),
        status(volume.path("status").asText("")),
        volume.path("size").asInt(),
        Json.text(volume.path("attachments").path(0), "server_id"),
        OwnerMark.of(metadata));
  }

  /** Cinder's states (cinder/objects/fields.py, VolumeStatus). */
  private static Status status(String word) {
    return switch (word) {
      case "creating", "downloading" -> Status.CREATING;
      case "available" -> Status.AVAILABLE;
      case "reserved", "attaching" -> Status.RESERVED;
      case "in-use", "detaching" -> Status.IN_USE;
      case "deleting" -> Status.DELETING;
      case "error", "error_deleting" -> Status.ERROR;
      default -> Status.OTHER;
    };
  }
}
