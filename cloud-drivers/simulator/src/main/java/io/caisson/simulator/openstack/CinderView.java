package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Image;
import io.caisson.simulator.model.Volume;
import io.caisson.simulator.model.Volumes;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** A volume as JSON. */
final class CinderView {
  private final Endpoints endpoints;

  CinderView(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  static String typeId() {
    return UUID.nameUUIDFromBytes(Volumes.TYPE.getBytes(StandardCharsets.UTF_8)).toString();
  }

  ObjectNode brief(Call call, Volume volume) {
    ObjectNode view = Json.object();
    view.put("id", volume.id());
    view.put("name", volume.card().name());
    return view.set("links", links(call, volume));
  }

  ObjectNode whole(Call call, Volume volume) {
    ObjectNode view = made(call, volume);
    view.put("os-vol-tenant-attr:tenant_id", volume.card().project());
    volume
        .order()
        .image()
        .flatMap(call.plant().catalogue()::image)
        .filter(_ -> volume.state() != Volume.State.CREATING)
        .ifPresent(image -> view.set("volume_image_metadata", image(image)));
    return view;
  }

  /** What the answer to a create says. */
  ObjectNode made(Call call, Volume volume) {
    ObjectNode view = Json.object();
    view.put("id", volume.id());
    view.put("status", volume.state().word());
    view.put("size", volume.order().gib());
    view.put("availability_zone", call.plant().catalogue().zones().getFirst());
    view.put("created_at", Json.bareMicros(volume.card().created()));
    view.set(
        "updated_at",
        Json.orNull(
            Optional.of(volume.card())
                .filter(card -> card.revision() > 0)
                .map(card -> Json.bareMicros(card.updated()))));
    view.put("name", volume.card().name());
    view.set("description", Json.orNull(volume.order().description()));
    view.put("volume_type", Volumes.TYPE);
    view.putNull("snapshot_id");
    view.putNull("source_volid");
    view.set("metadata", Json.texts(volume.order().metadata()));
    view.set("links", links(call, volume));
    view.put("user_id", volume.order().user());
    boolean filled = volume.bootable() && volume.state() != Volume.State.CREATING;
    view.put("bootable", Boolean.toString(filled));
    view.put("encrypted", false);
    view.putNull("replication_status");
    view.putNull("consistencygroup_id");
    view.put("multiattach", false);
    ArrayNode attachments = Json.array();
    volume.attachment().ifPresent(one -> attachments.add(attachment(volume, one)));
    return view.set("attachments", attachments);
  }

  private static ObjectNode attachment(Volume volume, Volume.Attachment one) {
    ObjectNode view = Json.object();
    view.put("id", volume.id());
    view.put("attachment_id", one.id());
    view.put("volume_id", volume.id());
    view.put("server_id", one.server());
    view.putNull("host_name");
    view.put("device", one.device());
    return view.put("attached_at", Json.bareMicros(one.since()));
  }

  private static ObjectNode image(Image image) {
    ObjectNode view = Json.object();
    image.properties().forEach(view::put);
    view.put("image_id", image.id());
    view.put("image_name", image.name());
    view.put("container_format", "bare");
    view.put("disk_format", "qcow2");
    view.put("min_disk", Integer.toString(image.minDiskGib()));
    return view.put("min_ram", Integer.toString(image.minRamMib()));
  }

  private ArrayNode links(Call call, Volume volume) {
    String path = "/" + call.caller().project() + "/volumes/" + volume.id();
    String root = endpoints.volume();
    ArrayNode links = Json.array();
    links.add(Json.object().put("rel", "self").put("href", root + path));
    links.add(Json.object().put("rel", "bookmark").put("href", root.replaceAll("/v3$", "") + path));
    return links;
  }
}
