package io.caisson.simulator.guest.kubeadm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The documents of one kubeadm configuration file, by kind. Reading is as strict as {@code kubeadm
 * config validate}, which a simulated machine runs first: {@code kubeadm init} itself only warns of
 * unknown fields, and a machine that goes on without them would hide the mistake.
 */
final class Documents {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GROUP = "kubeadm.k8s.io";
  private static final Set<String> OLD =
      Set.of(
          GROUP + "/v1alpha1",
          GROUP + "/v1alpha2",
          GROUP + "/v1alpha3",
          GROUP + "/v1beta1",
          GROUP + "/v1beta2");

  private final Map<String, ObjectNode> byKind;

  private Documents(Map<String, ObjectNode> byKind) {
    this.byKind = byKind;
  }

  /** Throws {@link KubeadmFailure} for a file that this kubeadm does not take. */
  static Documents read(String file) {
    Map<String, ObjectNode> byKind = new LinkedHashMap<>();
    for (Object loaded : load(file)) {
      if (!(MAPPER.<JsonNode>valueToTree(loaded) instanceof ObjectNode document)) {
        throw new KubeadmFailure(
            "couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of"
                + " type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind"
                + " string \"json:\\\"kind,omitempty\\\"\" }");
      }
      String kind = checked(document);
      if (byKind.putIfAbsent(kind, document) != null) {
        throw new KubeadmFailure(
            "invalid configuration: kind \"%s\" is specified twice in YAML file".formatted(kind));
      }
    }
    return new Documents(byKind);
  }

  Optional<ObjectNode> find(String kind) {
    return Optional.ofNullable(byKind.get(kind));
  }

  private static Iterable<Object> load(String file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try {
      List<Object> all = new java.util.ArrayList<>();
      new Yaml(new SafeConstructor(options)).loadAll(file).forEach(all::add);
      all.removeIf(java.util.Objects::isNull);
      return all;
    } catch (DuplicateKeyException e) {
      throw new KubeadmFailure(
          "strict decoding error: yaml: unmarshal errors:\n  line %d: key already set in map"
              .formatted(e.getProblemMark().getLine() + 1));
    } catch (YAMLException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new KubeadmFailure("error converting YAML to JSON: yaml: " + first);
    }
  }

  /** The document's kind. */
  private static String checked(ObjectNode document) {
    String apiVersion = document.path("apiVersion").asText();
    String kind = document.path("kind").asText();
    if (apiVersion.isEmpty() || kind.isEmpty() || !apiVersion.contains("/")) {
      throw new KubeadmFailure(
          "invalid configuration for GroupVersionKind %s, Kind=%s: kind and apiVersion is mandatory"
                  .formatted(apiVersion, kind)
              + " information that must be specified");
    }
    if (OLD.contains(apiVersion)) {
      throw new KubeadmFailure(
          "your configuration file uses an old API spec: \"%s\" (kind: \"%s\"). Please use kubeadm"
                  .formatted(apiVersion, kind)
              + " config migrate to write the new, similar spec using a newer API version.");
    }
    String gvk = gvk(apiVersion, kind);
    FieldSchema schema =
        FieldSchema.of(apiVersion)
            .filter(known -> known.knows(kind))
            .orElseThrow(() -> new KubeadmFailure("unknown configuration " + gvk));
    refuseUnknown(schema, kind, document, gvk);
    return kind;
  }

  private static void refuseUnknown(
      FieldSchema schema, String kind, ObjectNode document, String gvk) {
    List<String> unknown;
    try {
      unknown = schema.unknownFields(kind, document);
    } catch (KubeadmFailure wrongType) {
      throw new KubeadmFailure(
          "error unmarshaling configuration %s: %s".formatted(gvk, wrongType.text()));
    }
    if (!unknown.isEmpty()) {
      String fields =
          unknown.stream().map("unknown field \"%s\""::formatted).collect(Collectors.joining(", "));
      throw new KubeadmFailure(
          "error unmarshaling configuration %s: strict decoding error: %s".formatted(gvk, fields));
    }
  }

  private static String gvk(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    return "schema.GroupVersionKind{Group:\"%s\", Version:\"%s\", Kind:\"%s\"}"
        .formatted(apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
  }
}
