package io.caisson.service.bootstrap.addon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.Fields;
import java.util.List;

/**
 * The ConfigMap with flannel's two files: what the daemon reads, and what it makes the container
 * runtime read.
 */
final class FlannelConfiguration {
  static final String NETWORK = "net-conf.json";
  static final String PLUGINS = "cni-conf.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private FlannelConfiguration() {}

  static Fields configMap(FlannelSettings settings) {
    return Flannel.namespaced("v1", "ConfigMap", Flannel.CONFIGURATION)
        .put(
            "data",
            new Fields().put(PLUGINS, json(plugins())).put(NETWORK, json(network(settings))));
  }

  private static Fields network(FlannelSettings settings) {
    return new Fields()
        .put("Network", settings.podCidr())
        .put("EnableNFTables", false)
        .put("Backend", new Fields().put("Type", settings.backend().text()));
  }

  /** {@code portmap} serves containers' host ports. */
  private static Fields plugins() {
    Fields flannel =
        new Fields()
            .put("type", "flannel")
            .put("delegate", new Fields().put("hairpinMode", true).put("isDefaultGateway", true));
    Fields portmap =
        new Fields()
            .put("type", "portmap")
            .put("capabilities", new Fields().put("portMappings", true));
    return new Fields()
        .put("name", "cbr0")
        .put("cniVersion", "0.3.1")
        .put("plugins", Fields.list(List.of(flannel, portmap)));
  }

  private static String json(Fields fields) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(fields.map()) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("maps of strings are always JSON", e);
    }
  }
}
