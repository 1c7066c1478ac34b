package io.caisson.simulator.guest.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.kubeapi.Json;
import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.BootedInstance.Hardware;
import io.caisson.simulator.model.BootedInstance.Nic;
import io.caisson.simulator.model.FloatingAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server as its cloud lists it to an administrator.
 *
 * @param status Nova's: ACTIVE, SHUTOFF …
 * @param userData base64, as Nova keeps it; empty if there is none
 */
record SeenServer(
    String id,
    String name,
    String status,
    String userData,
    List<Nic> nics,
    List<FloatingAddress> shared,
    JsonNode listed) {
  SeenServer {
    nics = List.copyOf(nics);
    shared = List.copyOf(shared);
  }

  /**
   * @param floating the floating addresses by the fixed address that they lead to
   * @param allowed what may be answered for beside one's own address, by that address
   */
  static SeenServer of(
      JsonNode server, Map<String, List<String>> floating, Map<String, List<String>> allowed) {
    List<Nic> nics = new ArrayList<>();
    for (JsonNode network : server.path("addresses")) {
      for (JsonNode address : network) {
        String ip = address.path("addr").asText();
        boolean fixed = !address.path("OS-EXT-IPS:type").asText().equals("floating");
        if (fixed && address.path("version").asInt() == 4) {
          nics.add(
              new Nic(
                  address.path("OS-EXT-IPS-MAC:mac_addr").asText(),
                  ip,
                  24,
                  floating.getOrDefault(ip, List.of()),
                  allowed.getOrDefault(ip, List.of())));
        }
      }
    }
    return new SeenServer(
        server.path("id").asText(),
        server.path("name").asText(),
        server.path("status").asText(),
        server.path("OS-EXT-SRV-ATTR:user_data").asText(""),
        nics,
        shared(nics, floating),
        server);
  }

  private static List<FloatingAddress> shared(List<Nic> nics, Map<String, List<String>> floating) {
    return nics.stream()
        .flatMap(nic -> nic.allowed().stream())
        .flatMap(
            fixed ->
                floating.getOrDefault(fixed, List.of()).stream()
                    .map(one -> new FloatingAddress(one, fixed)))
        .toList();
  }

  /** Those that lead to it, and those that lead to what it may answer for. */
  List<FloatingAddress> floating() {
    List<FloatingAddress> all = new ArrayList<>(shared);
    for (Nic nic : nics) {
      nic.floating().forEach(one -> all.add(new FloatingAddress(one, nic.address())));
    }
    return all;
  }

  boolean isActive() {
    return status.equals("ACTIVE") && !nics.isEmpty();
  }

  /** As its guest finds itself; what the list does not tell of the flavor stays 0: unknown. */
  BootedInstance boot(int boot) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (var entry : listed.path("metadata").properties()) {
      metadata.put(entry.getKey(), entry.getValue().asText());
    }
    Hardware hardware =
        new Hardware(
            0,
            0,
            0,
            listed.path("OS-EXT-AZ:availability_zone").asText(),
            listed.path("image").path("id").asText("unknown"),
            listed.path("tenant_id").asText());
    return new BootedInstance(id, name, boot, metadata, decoded(), nics, hardware);
  }

  private Optional<String> decoded() {
    return userData.isEmpty() || userData.equals("null")
        ? Optional.empty()
        : Optional.of(new String(Base64.getMimeDecoder().decode(userData), StandardCharsets.UTF_8));
  }

  /** Without the user-data. */
  @Override
  public String toString() {
    return "SeenServer[%s, %s, %s]".formatted(id, name, status);
  }

  /** What ports allow by the ports' own addresses, from Neutron's list. */
  static Map<String, List<String>> allowed(JsonNode list) {
    Map<String, List<String>> byFixed = new LinkedHashMap<>();
    for (JsonNode port : list.path("ports")) {
      List<String> pairs =
          Json.each(port.path("allowed_address_pairs"))
              .map(pair -> pair.path("ip_address").asText())
              .toList();
      Json.each(port.path("fixed_ips"))
          .filter(_ -> !pairs.isEmpty())
          .forEach(fixed -> byFixed.put(fixed.path("ip_address").asText(), pairs));
    }
    return byFixed;
  }

  /** The floating addresses by fixed address, from Neutron's list. */
  static Map<String, List<String>> floating(JsonNode list) {
    Map<String, List<String>> byFixed = new LinkedHashMap<>();
    Json.each(list.path("floatingips"))
        .filter(ip -> ip.path("fixed_ip_address").isTextual())
        .forEach(
            ip ->
                byFixed
                    .computeIfAbsent(
                        ip.path("fixed_ip_address").asText(), fixed -> new ArrayList<>())
                    .add(ip.path("floating_ip_address").asText()));
    return byFixed;
  }
}
