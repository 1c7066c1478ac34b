package io.caisson.service.bootstrap.kubeadm;

import static io.caisson.service.bootstrap.YamlObject.fields;

import io.caisson.service.bootstrap.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A ClusterConfiguration that is kept in a cluster, and newer versions of kubeadm's API: what
 * {@code kubeadm config migrate} makes of it.
 *
 * @see <a
 *     href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/cmd/kubeadm/app/apis/kubeadm/v1beta3/conversion.go">kubeadm's
 *     conversions</a>
 */
final class ConfigurationDialect {
  private static final List<String> COMPONENTS =
      List.of("apiServer", "controllerManager", "scheduler");

  private final Map<String, Object> configuration;

  /**
   * @param configuration which is changed
   */
  ConfigurationDialect(Map<String, Object> configuration) {
    this.configuration = configuration;
  }

  /**
   * Makes it of this version of the API.
   *
   * @throws IllegalArgumentException if it is of a newer one, which nobody reads then
   */
  void raise(ApiVersion wanted) {
    ApiVersion now = version();
    if (now == wanted) {
      return;
    }
    if (now.atLeast(wanted)) {
      throw new IllegalArgumentException(
          "it is of apiVersion %s, which kubeadm of that release does not read"
              .formatted(configuration.get("apiVersion")));
    }
    if (!now.atLeast(ApiVersion.V1BETA3)) {
      configuration.remove("useHyperKubeImage");
      fields(configuration, "dns").ifPresent(dns -> dns.remove("type"));
    }
    if (wanted.atLeast(ApiVersion.V1BETA4)) {
      fields(configuration, "apiServer").ifPresent(api -> api.remove("timeoutForControlPlane"));
      components().forEach(ConfigurationDialect::listArguments);
    }
    configuration.put("apiVersion", wanted.document("").map().get("apiVersion"));
  }

  private ApiVersion version() {
    String text = String.valueOf(configuration.get("apiVersion"));
    for (ApiVersion known : ApiVersion.values()) {
      if (text.equals("kubeadm.k8s.io/" + known.name().toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    throw new IllegalArgumentException(
        "it is of apiVersion %s, which Caisson does not know".formatted(text));
  }

  /** Those that take arguments, etcd among them. */
  private List<Map<String, Object>> components() {
    List<Map<String, Object>> all = new ArrayList<>();
    COMPONENTS.forEach(name -> fields(configuration, name).ifPresent(all::add));
    fields(configuration, "etcd").flatMap(etcd -> fields(etcd, "local")).ifPresent(all::add);
    return all;
  }

  private static void listArguments(Map<String, Object> component) {
    fields(component, "extraArgs")
        .ifPresent(
            map ->
                component.put(
                    "extraArgs",
                    map.entrySet().stream()
                        .map(e -> new Fields().put("name", e.getKey()).put("value", e.getValue()))
                        .map(Fields::map)
                        .toList()));
  }

  /**
   * Lets the rules say what becomes of the components' feature gates.
   *
   * @param gates from an argument's value to its next; nothing if it goes
   */
  void gates(Function<String, Optional<String>> gates) {
    components().forEach(component -> gates(component, gates));
  }

  private static void gates(
      Map<String, Object> component, Function<String, Optional<String>> gates) {
    if (!(component.get("extraArgs") instanceof List<?> arguments)) {
      fields(component, "extraArgs")
          .ifPresent(
              map ->
                  map.computeIfPresent(
                      "feature-gates", (_, value) -> gates.apply(value.toString()).orElse(null)));
      return;
    }
    List<Object> kept = new ArrayList<>();
    for (Object argument : arguments) {
      Optional<Map<String, Object>> gate =
          fields(argument).filter(one -> "feature-gates".equals(one.get("name")));
      if (gate.isEmpty()) {
        kept.add(argument);
      } else {
        gates
            .apply(String.valueOf(gate.get().get("value")))
            .map(value -> new Fields().put("name", "feature-gates").put("value", value).map())
            .ifPresent(kept::add);
      }
    }
    component.put("extraArgs", kept);
  }
}
