package io.caisson.openstack;

import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Disks;
import io.caisson.spi.cloud.ServerOrder.OfImage;
import io.caisson.spi.cloud.ServerOrder.OfVolume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The body of {@code POST /servers} (nova api schema {@code servers.create}).
 *
 * @param userData base64; empty for none
 */
record NovaServerOrder(ServerOrder order, String userData, boolean configDrive) {
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("server", server());
    order
        .placement()
        .group()
        .ifPresent(group -> body.put("os:scheduler_hints", Map.of("group", group)));
    return body;
  }

  private Map<String, Object> server() {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("name", order.name());
    server.put("flavorRef", order.flavor());
    server.put("imageRef", image());
    server.put("metadata", order.mark().metadata());
    server.put("networks", order.ports().stream().map(port -> Map.of("port", port)).toList());
    List<Map<String, Object>> devices = devices(order.disks());
    if (!devices.isEmpty()) {
      server.put("block_device_mapping_v2", devices);
    }
    order.guest().keyPair().ifPresent(key -> server.put("key_name", key));
    order.placement().zone().ifPresent(zone -> server.put("availability_zone", zone));
    if (!userData.isEmpty()) {
      server.put("user_data", userData);
    }
    if (configDrive) {
      server.put("config_drive", true);
    }
    return server;
  }

  /** Empty where a volume is the root. */
  private String image() {
    return switch (order.disks().root()) {
      case OfImage(var image) -> image;
      case OfVolume _ -> "";
    };
  }

  /** The root comes first; where the flavor's disk is the root, Nova wants it named too. */
  private static List<Map<String, Object>> devices(Disks disks) {
    List<Map<String, Object>> roots =
        switch (disks.root()) {
          case OfVolume(var volume) -> List.of(device("volume", volume, "volume", 0));
          case OfImage(var image) -> disks.volumes().isEmpty() ? List.of() : List.of(local(image));
        };
    return Stream.concat(
            roots.stream(),
            disks.volumes().stream().map(volume -> device("volume", volume, "volume", -1)))
        .toList();
  }

  /** The flavor's own disk goes with its server. */
  private static Map<String, Object> local(String image) {
    Map<String, Object> root = new LinkedHashMap<>(device("image", image, "local", 0));
    root.put("delete_on_termination", true);
    return root;
  }

  private static Map<String, Object> device(
      String source, String id, String destination, int bootIndex) {
    return Map.of(
        "source_type", source,
        "uuid", id,
        "destination_type", destination,
        "boot_index", bootIndex,
        "delete_on_termination", false);
  }
}
