package io.caisson.simulator.machines;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.BootedInstance.Nic;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Nova's metadata service tells an instance about itself.
 *
 * @see <a href="https://docs.openstack.org/nova/latest/user/metadata.html">Nova: metadata</a> and
 *     {@code nova/api/metadata/base.py}
 */
final class MetadataDocuments {
  /** Those of Nova since 20.0, oldest first. */
  static final List<String> VERSIONS =
      List.of(
          "2012-08-10",
          "2013-04-04",
          "2013-10-17",
          "2015-10-15",
          "2016-06-30",
          "2016-10-06",
          "2017-02-22",
          "2018-08-27",
          "2020-10-14",
          "latest");

  private static final int SEED_BYTES = 512;
  private static final String DOMAIN = ".novalocal";

  private MetadataDocuments() {}

  /** By path below {@code /openstack/VERSION/}; what an instance has not is absent. */
  static Optional<byte[]> openstack(BootedInstance instance, String path) {
    return switch (path) {
      case "" -> Optional.of(text(listing(instance)));
      case "meta_data.json" -> Optional.of(Json.bytes(metaData(instance)));
      case "network_data.json" -> Optional.of(Json.bytes(networkData(instance)));
      case "vendor_data.json" -> Optional.of(text("{}"));
      case "vendor_data2.json" -> Optional.of(text("{\"static\": {}}"));
      case "user_data" -> instance.userData().map(MetadataDocuments::text);
      default -> Optional.empty();
    };
  }

  private static String listing(BootedInstance instance) {
    String always = "meta_data.json\npassword\nvendor_data.json\nnetwork_data.json\n";
    return (instance.userData().isPresent() ? always + "user_data\n" : always)
        + "vendor_data2.json";
  }

  private static ObjectNode metaData(BootedInstance instance) {
    ObjectNode about = Json.object();
    about.put("uuid", instance.id());
    if (!instance.metadata().isEmpty()) {
      about.set("meta", Json.of(instance.metadata()));
    }
    about.put("hostname", instance.name() + DOMAIN);
    about.put("name", instance.name());
    about.put("launch_index", 0);
    about.put("availability_zone", instance.hardware().zone());
    about.put("random_seed", Base64.getEncoder().encodeToString(seed()));
    about.put("project_id", instance.hardware().project());
    about.set("devices", Json.array());
    about.set("dedicated_cpus", Json.array());
    return about;
  }

  private static byte[] seed() {
    byte[] seed = new byte[SEED_BYTES];
    new java.security.SecureRandom().nextBytes(seed);
    return seed;
  }

  private static ObjectNode networkData(BootedInstance instance) {
    ObjectNode about = Json.object();
    ArrayNode links = about.putArray("links");
    ArrayNode networks = about.putArray("networks");
    int index = 0;
    for (Nic nic : instance.nics()) {
      String link = "tap" + index;
      links
          .addObject()
          .put("id", link)
          .put("type", "bridge")
          .put("ethernet_mac_address", nic.mac())
          .put("mtu", 1500);
      networks.addObject().put("id", "network" + index).put("type", "ipv4_dhcp").put("link", link);
      index++;
    }
    about.putArray("services");
    return about;
  }

  /** By path below {@code /latest/meta-data/}, as EC2 had it; cloud-init reads it too. */
  static SortedMap<String, String> ec2(BootedInstance instance) {
    SortedMap<String, String> values = new TreeMap<>();
    values.put("instance-id", "i-" + instance.id().replace("-", "").substring(0, 8));
    values.put("hostname", instance.name() + DOMAIN);
    values.put("local-hostname", instance.name() + DOMAIN);
    instance.address().ifPresent(address -> values.put("local-ipv4", address));
    instance.nics().stream()
        .flatMap(nic -> nic.floating().stream())
        .findFirst()
        .ifPresent(address -> values.put("public-ipv4", address));
    return values;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
