package io.caisson.contract.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Hides what nobody may keep: tokens, passwords, user-data. */
final class Secrets {
  private static final String HIDDEN = "***";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Set<String> HEADERS =
      Set.of("x-auth-token", "x-subject-token", "x-service-token", "authorization", "set-cookie");
  private static final Set<String> FIELDS =
      Set.of("password", "secret", "adminPass", "admin_pass", "user_data", "private_key");

  private Secrets() {}

  static Map<String, String> hidden(Map<String, String> headers) {
    Map<String, String> shown = new TreeMap<>(headers);
    shown.replaceAll((name, value) -> HEADERS.contains(name) ? HIDDEN : value);
    return Collections.unmodifiableMap(shown);
  }

  /** The body as text; JSON is printed anew without the secrets. */
  static String hidden(byte[] body) {
    if (body.length == 0) {
      return "";
    }
    try {
      JsonNode tree = JSON.readTree(body);
      hide(tree, "");
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException noJson) {
      return new String(body, StandardCharsets.UTF_8);
    } catch (java.io.IOException unreadable) {
      return body.length + " unreadable bytes";
    }
  }

  private static void hide(JsonNode node, String name) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean token = name.equals("token") && field.getKey().equals("id");
        if (field.getValue().isTextual() && (token || FIELDS.contains(field.getKey()))) {
          object.put(field.getKey(), HIDDEN);
        } else {
          hide(field.getValue(), field.getKey());
        }
      }
    } else {
      node.forEach(child -> hide(child, name));
    }
  }
}
