package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code nodeRegistration} of a configuration.
 *
 * @param taints null in the file means: kubeadm's own choice
 */
public record Registration(
    String name,
    String criSocket,
    String imagePullPolicy,
    Map<String, String> kubeletArguments,
    Optional<ArrayNode> taints) {

  /**
   * @param hostname the name that kubeadm takes if the file gives none
   */
  static Registration read(JsonNode document, String hostname) {
    JsonNode node = document.path("nodeRegistration");
    Map<String, String> arguments = new LinkedHashMap<>();
    for (JsonNode argument : node.path("kubeletExtraArgs")) {
      arguments.put(argument.path("name").asText(), argument.path("value").asText());
    }
    return new Registration(
        node.path("name").asText(hostname).strip(),
        node.path("criSocket").asText(),
        node.path("imagePullPolicy").asText(),
        arguments,
        node.get("taints") instanceof ArrayNode given ? Optional.of(given) : Optional.empty());
  }
}
