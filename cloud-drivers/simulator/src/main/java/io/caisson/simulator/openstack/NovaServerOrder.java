package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.ServerOrder;
import io.caisson.simulator.model.ServerOrder.WantedNic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the order of a server, after the schema has passed it. */
final class NovaServerOrder {
  private static final String BAD_MAPPING = "Block Device Mapping is Invalid: ";

  private final JsonNode server;
  private final JsonNode hints;
  private final NovaVersion version;

  NovaServerOrder(JsonNode body, NovaVersion version) {
    this.server = body.path("server");
    this.hints =
        body.has("os:scheduler_hints")
            ? body.path("os:scheduler_hints")
            : body.path("OS-SCH-HNT:scheduler_hints");
    this.version = version;
  }

  /** How many servers are wanted. */
  int count() {
    int least = server.path("min_count").asInt(1);
    int most = server.path("max_count").asInt(least);
    if (least > most) {
      throw NovaFault.badRequest("min_count must be <= max_count");
    }
    return most;
  }

  /**
   * @param number which of several, from 1
   */
  ServerOrder order(int number) {
    String name = server.path("name").asText();
    String numbered = count() == 1 ? name : name + "-" + number;
    return new ServerOrder(
        numbered,
        server.path("flavorRef").asText(),
        disks(),
        metadata(),
        software(name),
        where(),
        new ServerOrder.Wiring(nics(), groups()));
  }

  private ServerOrder.Where where() {
    return new ServerOrder.Where(
        NeutronViews.text(server, "availability_zone"), NeutronViews.text(hints, "group"));
  }

  private ServerOrder.Disks disks() {
    List<ServerOrder.WantedVolume> volumes = new ArrayList<>();
    int local = 0;
    for (JsonNode device : server.path("block_device_mapping_v2")) {
      switch (device.path("source_type").asText()) {
        case "volume" -> volumes.add(volume(device));
        case "image" -> local += device.path("boot_index").asInt(-1) == 0 ? 1 : 0;
        default -> throw NovaFault.badRequest(BAD_MAPPING + "this data centre has only volumes.");
      }
    }
    boolean rooted = volumes.stream().anyMatch(ServerOrder.WantedVolume::root);
    Optional<String> image = rooted ? noImage() : Optional.of(image());
    if (!rooted && !volumes.isEmpty() && local == 0) {
      throw NovaFault.badRequest(
          BAD_MAPPING
              + "Boot sequence for the instance and image/block device mapping combination is not"
              + " valid.");
    }
    return new ServerOrder.Disks(image, volumes);
  }

  private static ServerOrder.WantedVolume volume(JsonNode device) {
    return new ServerOrder.WantedVolume(
        device.path("uuid").asText(),
        device.path("boot_index").asInt(-1) == 0,
        device.path("delete_on_termination").asBoolean(false));
  }

  private Optional<String> noImage() {
    return NeutronViews.text(server, "imageRef").filter(image -> !image.isEmpty());
  }

  private String image() {
    String image = server.path("imageRef").asText("");
    if (image.isEmpty()) {
      throw NovaFault.badRequest("Missing imageRef attribute");
    }
    return image;
  }

  private Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    server
        .path("metadata")
        .properties()
        .forEach(f -> metadata.put(f.getKey(), f.getValue().asText()));
    return metadata;
  }

  private ServerOrder.Software software(String name) {
    Optional<String> description =
        version.atLeast(19) ? NeutronViews.text(server, "description") : Optional.of(name);
    String drive = server.path("config_drive").asText("false");
    return new ServerOrder.Software(
        NeutronViews.text(server, "user_data"),
        NeutronViews.text(server, "key_name"),
        List.of("true", "1", "on", "yes").contains(drive.toLowerCase(Locale.ROOT)),
        description,
        NeutronViews.texts(server.path("tags")));
  }

  private List<String> groups() {
    LinkedHashSet<String> names = new LinkedHashSet<>();
    server.path("security_groups").forEach(group -> names.add(group.path("name").asText()));
    return List.copyOf(names);
  }

  private Optional<List<WantedNic>> nics() {
    JsonNode networks = server.path("networks");
    if (networks.isTextual()) {
      return networks.asText().equals("none") ? Optional.of(List.of()) : Optional.empty();
    }
    if (networks.isMissingNode() || networks.isEmpty()) {
      return Optional.empty();
    }
    List<WantedNic> nics = new ArrayList<>();
    for (JsonNode one : networks) {
      nics.add(nic(one));
    }
    return Optional.of(nics);
  }

  private static WantedNic nic(JsonNode one) {
    if (one.path("port").isTextual()) {
      if (one.has("fixed_ip")) {
        throw NovaFault.badRequest(
            "Specified Fixed IP '%s' cannot be used with port '%s': the two cannot be specified"
                    .formatted(one.path("fixed_ip").asText(), one.path("port").asText())
                + " together.");
      }
      return new WantedNic.OnPort(one.path("port").asText());
    }
    String network = one.path("uuid").asText("");
    if (!Attribute.isUuid(network)) {
      throw NovaFault.badRequest(
          "Bad networks format: network uuid is not in proper format (" + network + ")");
    }
    return new WantedNic.OnNetwork(network, NeutronViews.text(one, "fixed_ip"));
  }
}
