package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Which fields an order of a server may have, by microversion. */
final class NovaServerSchema {
  private final JsonNode oldest;

  NovaServerSchema() {
    try (InputStream in = NovaServerSchema.class.getResourceAsStream("server-create.json")) {
      if (in == null) {
        throw new IllegalStateException("server-create.json is missing from the jar");
      }
      oldest = Json.parse(in.readAllBytes()).orElseThrow();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  Schema at(NovaVersion version) {
    ObjectNode schema = oldest.deepCopy();
    ObjectNode server = (ObjectNode) schema.path("properties").path("server");
    ObjectNode fields = (ObjectNode) server.path("properties");
    if (version.atLeast(19)) {
      fields.set("description", optionalText());
    }
    if (version.atLeast(37)) {
      ((ArrayNode) server.path("required")).add("networks");
      fields.set("networks", networks((ObjectNode) fields.path("networks"), version));
    }
    if (version.atLeast(52)) {
      fields.set("tags", tags());
    }
    if (version.atLeast(57)) {
      fields.remove("personality");
    }
    if (version.atLeast(63)) {
      fields.set("trusted_image_certificates", Json.object());
    }
    if (version.atLeast(74)) {
      fields.set("host", type("string"));
      fields.set("hypervisor_hostname", type("string"));
    }
    if (version.atLeast(90)) {
      ObjectNode hostname = type("string");
      hostname.put("pattern", "^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$");
      fields.set("hostname", hostname.put("minLength", 2).put("maxLength", 63));
    }
    return new Schema(schema);
  }

  private static ObjectNode networks(ObjectNode list, NovaVersion version) {
    if (version.atLeast(42)) {
      ObjectNode nic = (ObjectNode) list.path("items").path("properties");
      nic.set("tag", type("string").put("maxLength", 60));
    }
    ObjectNode word = type("string");
    word.set("enum", Json.texts(List.of("none", "auto")));
    return Json.wrap("oneOf", Json.array().add(list).add(word));
  }

  private static ObjectNode tags() {
    ObjectNode tag = type("string").put("minLength", 1).put("maxLength", 60);
    return type("array").set("items", tag);
  }

  private static ObjectNode optionalText() {
    ObjectNode schema = Json.object().put("maxLength", 255);
    return schema.set("type", Json.texts(List.of("string", "null")));
  }

  private static ObjectNode type(String type) {
    return Json.object().put("type", type);
  }
}
