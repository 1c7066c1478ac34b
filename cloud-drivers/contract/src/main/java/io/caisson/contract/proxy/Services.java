package io.caisson.contract.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The doors of all services that the catalogue has named so far. */
final class Services {
  private static final JsonMapper JSON = new JsonMapper();
  private final Door.Desk desk;
  private final Map<String, Door> doors = new TreeMap<>();

  Services(Door.Desk desk) {
    this.desk = desk;
  }

  /** The service's address at its door, which is opened if this is the first word of it. */
  synchronized URI door(String service, URI cloud) {
    String upstream = cloud.getScheme() + "://" + cloud.getRawAuthority();
    Door door =
        doors.computeIfAbsent(service + "@" + upstream, _ -> new Door(service, upstream, desk));
    return URI.create(door.led(cloud.toString()));
  }

  synchronized void close() {
    doors.values().forEach(Door::close);
  }

  synchronized void open() {
    doors.values().forEach(Door::open);
  }

  /** The body with all addresses of services led through their doors. */
  byte[] led(Door door, Request request, byte[] body) {
    return request.service().equals("identity") && request.path().contains("/auth/")
        ? catalogue(body)
        : door.led(new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] catalogue(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      JsonNode entries = tree.at("/token/catalog");
      (entries.isMissingNode() ? tree.path("catalog") : entries).forEach(this::lead);
      return JSON.writeValueAsBytes(tree);
    } catch (IOException spoiled) {
      throw new UncheckedIOException(spoiled);
    }
  }

  private void lead(JsonNode entry) {
    String service = entry.path("type").asText();
    for (JsonNode endpoint : entry.path("endpoints")) {
      URI url = URI.create(endpoint.path("url").asText());
      ((ObjectNode) endpoint).put("url", door(service, url).toString());
    }
  }
}
