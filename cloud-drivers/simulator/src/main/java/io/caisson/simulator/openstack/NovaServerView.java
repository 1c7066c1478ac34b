package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Flavor;
import io.caisson.simulator.model.FloatingIp;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Port;
import io.caisson.simulator.model.SecurityGroup;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.Server.VmState;
import io.caisson.simulator.model.ServerOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A server as JSON, by microversion and by who looks. */
final class NovaServerView {
  private final Endpoints endpoints;

  NovaServerView(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  ObjectNode brief(Server server) {
    ObjectNode view = Json.object();
    view.put("id", server.id());
    view.put("name", server.card().name());
    view.set("links", links(server));
    return view;
  }

  /** What the answer to a create says. */
  ObjectNode created(Server server, String password) {
    ObjectNode view = Json.object();
    view.put("id", server.id());
    view.set("links", links(server));
    view.put("OS-DCF:diskConfig", "MANUAL");
    List<String> groups = server.order().wiring().securityGroups();
    view.set(
        "security_groups",
        Json.array(
            groups.isEmpty() ? List.of("default") : groups, g -> Json.object().put("name", g)));
    view.put("adminPass", password);
    return view;
  }

  ObjectNode whole(Call call, NovaVersion version, Server server) {
    ObjectNode view = Json.object();
    view.put("id", server.id());
    view.put("name", server.card().name());
    view.put("status", status(server));
    view.put("tenant_id", server.card().project());
    view.put("user_id", server.user());
    view.set("metadata", Json.texts(server.order().metadata()));
    view.put("hostId", hostId(server));
    view.set("image", image(server));
    view.set("flavor", flavor(server.flavor(), version));
    view.put("created", Json.seconds(server.card().created()));
    view.put("updated", Json.seconds(server.card().updated()));
    view.set("addresses", addresses(call.plant(), server, true));
    view.put("accessIPv4", "");
    view.put("accessIPv6", "");
    view.set("links", links(server));
    view.put("OS-DCF:diskConfig", "MANUAL");
    if (Set.of("ACTIVE", "BUILD", "REBUILD").contains(status(server))) {
      view.put("progress", 0);
    }
    addState(view, call, server);
    addLater(view, version, server);
    if (call.caller().admin()) {
      addOperators(view, version, server);
    }
    return view;
  }

  private static void addState(ObjectNode view, Call call, Server server) {
    server.fault().ifPresent(fault -> view.set("fault", fault(call, fault)));
    view.put("OS-EXT-AZ:availability_zone", server.host().map(Host::zone).orElse(""));
    view.put("config_drive", server.order().software().configDrive() ? "True" : "");
    view.set("key_name", Json.orNull(server.order().software().keyName()));
    view.set("OS-SRV-USG:launched_at", Json.orNull(server.launched().map(Json::bareMicros)));
    view.putNull("OS-SRV-USG:terminated_at");
    Set<String> groups = groups(call.plant(), server);
    if (!groups.isEmpty()) {
      view.set("security_groups", Json.array(groups, g -> Json.object().put("name", g)));
    }
    view.set("OS-EXT-STS:task_state", Json.orNull(server.state().task()));
    view.put("OS-EXT-STS:vm_state", server.state().vm().name().toLowerCase(Locale.ROOT));
    view.put("OS-EXT-STS:power_state", power(server));
    view.set(
        "os-extended-volumes:volumes_attached",
        Json.array(server.order().disks().volumes(), volume -> attached(volume, call.request())));
  }

  /** Since 2.3 it also says whether the volume goes with the server. */
  private static ObjectNode attached(ServerOrder.WantedVolume volume, Request request) {
    ObjectNode view = Json.object().put("id", volume.volume());
    return NovaVersion.of(request).atLeast(3)
        ? view.put("delete_on_termination", volume.passing())
        : view;
  }

  private static void addLater(ObjectNode view, NovaVersion version, Server server) {
    if (version.atLeast(9)) {
      view.put("locked", false);
    }
    if (version.atLeast(73)) {
      view.putNull("locked_reason");
    }
    if (version.atLeast(19)) {
      view.set("description", Json.orNull(server.order().software().description()));
    }
    if (version.atLeast(26)) {
      view.set("tags", Json.texts(server.tags()));
    }
    if (version.atLeast(63)) {
      view.putNull("trusted_image_certificates");
    }
    if (version.atLeast(90)) {
      view.put("OS-EXT-SRV-ATTR:hostname", hostname(server));
    }
  }

  private static void addOperators(ObjectNode view, NovaVersion version, Server server) {
    view.set("OS-EXT-SRV-ATTR:host", Json.orNull(server.host().map(Host::name)));
    view.set("OS-EXT-SRV-ATTR:hypervisor_hostname", Json.orNull(server.host().map(Host::name)));
    view.put("OS-EXT-SRV-ATTR:instance_name", "instance-" + server.id().substring(0, 8));
    if (version.atLeast(3)) {
      view.put("OS-EXT-SRV-ATTR:reservation_id", "r-" + server.id().substring(0, 8));
      view.put("OS-EXT-SRV-ATTR:launch_index", 0);
      view.put("OS-EXT-SRV-ATTR:hostname", hostname(server));
      view.put("OS-EXT-SRV-ATTR:kernel_id", "");
      view.put("OS-EXT-SRV-ATTR:ramdisk_id", "");
      view.put("OS-EXT-SRV-ATTR:root_device_name", "/dev/sda");
      view.set("OS-EXT-SRV-ATTR:user_data", Json.orNull(server.order().software().userData()));
    }
    if (version.atLeast(16)) {
      view.put("host_status", server.host().isPresent() ? "UP" : "");
    }
  }

  /** What Nova derives from the state and the task. */
  static String status(Server server) {
    String task = server.state().task().orElse("");
    return switch (server.state().vm()) {
      case BUILDING -> "BUILD";
      case ACTIVE ->
          switch (task) {
            case "rebooting" -> "REBOOT";
            case "rebooting_hard" -> "HARD_REBOOT";
            case "rebuilding" -> "REBUILD";
            default -> "ACTIVE";
          };
      case STOPPED -> unlessMadeAnew(task, "SHUTOFF");
      case ERROR -> unlessMadeAnew(task, "ERROR");
      case DELETED -> "DELETED";
    };
  }

  private static String unlessMadeAnew(String task, String status) {
    return switch (task) {
      case "rebooting_hard" -> "HARD_REBOOT";
      case "rebuilding" -> "REBUILD";
      default -> status;
    };
  }

  /** Fixed and floating addresses by the name of their network. */
  static ObjectNode addresses(Plant plant, Server server, boolean extended) {
    Map<String, ArrayNode> networks = new LinkedHashMap<>();
    for (Server.Nic nic : server.nics()) {
      if (nic.address().isEmpty()) {
        continue;
      }
      ArrayNode list = networks.computeIfAbsent(nic.network(), _ -> Json.array());
      list.add(address(nic, nic.address(), "fixed", extended));
      for (FloatingIp ip : plant.floatingIps().leadingTo(nic.port())) {
        list.add(address(nic, ip.address(), "floating", extended));
      }
    }
    ObjectNode view = Json.object();
    networks.forEach(view::set);
    return view;
  }

  private static ObjectNode address(Server.Nic nic, String address, String type, boolean extended) {
    ObjectNode view = Json.object();
    view.put("version", 4);
    view.put("addr", address);
    if (extended) {
      view.put("OS-EXT-IPS:type", type);
      view.put("OS-EXT-IPS-MAC:mac_addr", nic.mac());
    }
    return view;
  }

  private static ObjectNode fault(Call call, Server.Fault fault) {
    ObjectNode view = Json.object();
    view.put("code", fault.code());
    view.put("created", Json.seconds(fault.created()));
    view.put("message", fault.message());
    if (call.caller().admin()) {
      view.put("details", "Traceback (most recent call last):\n" + fault.message());
    }
    return view;
  }

  static Set<String> groups(Plant plant, Server server) {
    Set<String> names = new LinkedHashSet<>();
    for (Server.Nic nic : server.nics()) {
      Optional<Port> port = plant.ports().get(nic.port());
      port.map(Port::securityGroups).orElse(List.of()).stream()
          .flatMap(id -> plant.securityGroups().get(id).stream())
          .map(SecurityGroup::card)
          .forEach(card -> names.add(card.name()));
    }
    return names;
  }

  private JsonNode image(Server server) {
    Optional<String> id = server.order().disks().image();
    if (id.isEmpty()) {
      return Json.orNull(Optional.of(""));
    }
    ObjectNode view = Json.object().put("id", id.get());
    return view.set("links", Json.array().add(bookmark("images", id.get())));
  }

  private ObjectNode flavor(Flavor flavor, NovaVersion version) {
    if (!version.atLeast(47)) {
      ObjectNode view = Json.object().put("id", flavor.id());
      return view.set("links", Json.array().add(bookmark("flavors", flavor.id())));
    }
    ObjectNode view = Json.object();
    view.put("vcpus", flavor.vcpus());
    view.put("ram", flavor.ramMib());
    view.put("disk", flavor.diskGib());
    view.put("ephemeral", 0);
    view.put("swap", 0);
    view.put("original_name", flavor.name());
    return view.set("extra_specs", Json.texts(flavor.extraSpecs()));
  }

  private ArrayNode links(Server server) {
    ObjectNode self = Json.object().put("rel", "self").put("href", selfLink(server));
    return Json.array().add(self).add(bookmark("servers", server.id()));
  }

  String selfLink(Server server) {
    return endpoints.compute() + "/servers/" + server.id();
  }

  private ObjectNode bookmark(String kind, String id) {
    String root = endpoints.compute().replaceAll("/v2\\.1$", "");
    return Json.object().put("rel", "bookmark").put("href", root + "/" + kind + "/" + id);
  }

  private static int power(Server server) {
    if (server.state().running()) {
      return 1;
    }
    return server.state().vm() == VmState.STOPPED ? 4 : 0;
  }

  private static String hostname(Server server) {
    return server.order().name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-");
  }

  /**
   * Tells servers of one project apart by host without naming the host (nova/utils.py:
   * generate_hostid).
   */
  private static String hostId(Server server) {
    return server
        .host()
        .map(host -> server.card().project() + host.name())
        .map(NovaServerView::sha224)
        .orElse("");
  }

  private static String sha224(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-224");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("the JDK's own provider has SHA-224", impossible);
    }
  }
}
