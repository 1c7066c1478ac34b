package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which lists are maps by some of their elements' fields, and which are sets; all others are one
 * value. By the fields' names, since objects have no schema here.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge
 *     strategy</a>
 */
final class ListKeys {
  private static final List<String> NAME = List.of("name");
  private static final Map<String, List<String>> MAPS =
      Map.ofEntries(
          Map.entry("containers", NAME),
          Map.entry("initContainers", NAME),
          Map.entry("ephemeralContainers", NAME),
          Map.entry("volumes", NAME),
          Map.entry("env", NAME),
          Map.entry("imagePullSecrets", NAME),
          Map.entry("secrets", NAME),
          Map.entry("webhooks", NAME),
          Map.entry("resourceClaims", NAME),
          Map.entry("volumeMounts", List.of("mountPath")),
          Map.entry("volumeDevices", List.of("devicePath")),
          Map.entry("hostAliases", List.of("ip")),
          Map.entry("podIPs", List.of("ip")),
          Map.entry("conditions", List.of("type")),
          Map.entry("ownerReferences", List.of("uid")),
          Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));
  private static final Set<String> SETS = Set.of("finalizers");

  private ListKeys() {}

  static boolean isSet(String field) {
    return SETS.contains(field);
  }

  /** The fields by which the elements of the list are told apart; empty if they are not. */
  static List<String> of(String field, JsonNode list) {
    List<String> keys = field.equals("ports") ? ports(list) : MAPS.getOrDefault(field, List.of());
    boolean known =
        !list.isEmpty() && Json.each(list).allMatch(e -> keys.stream().allMatch(k -> has(e, k)));
    return known ? keys : List.of();
  }

  /** The key of one element, with the default of a protocol that is not given. */
  static ObjectNode key(List<String> fields, JsonNode element) {
    ObjectNode key = Json.object();
    for (String field : fields) {
      JsonNode value = element.path(field);
      if (value.isMissingNode()) {
        key.put(field, "TCP");
      } else {
        key.set(field, value);
      }
    }
    return key;
  }

  static Optional<ObjectNode> find(JsonNode list, List<String> fields, ObjectNode key) {
    return Json.each(list)
        .filter(element -> key(fields, element).equals(key))
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .findFirst();
  }

  private static List<String> ports(JsonNode list) {
    boolean container = Json.each(list).anyMatch(p -> p.has("containerPort"));
    return List.of(container ? "containerPort" : "port", "protocol");
  }

  private static boolean has(JsonNode element, String key) {
    return element.has(key) || (key.equals("protocol") && element.isObject());
  }
}
