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
    return ServerOrder.Disks.of(image());
  }

  private String image() {
    String image = server.path("imageRef").asText("");
    if (image.isEmpty()) {
      throw NovaFault.badRequest(
          server.has("block_device_mapping_v2")
              ? "Block Device Mapping is Invalid: this data centre has no volumes."
              : "Missing imageRef attribute");
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
