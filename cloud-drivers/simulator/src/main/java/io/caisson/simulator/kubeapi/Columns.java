package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** What kubectl shows of each kind: the columns of the real server's printers. */
final class Columns {
  private final List<Column> columns;

  Columns(Column... columns) {
    this.columns = List.of(columns);
  }

  static Columns of(ApiResource resource) {
    return switch (resource.kind()) {
      case "Node" -> NODE;
      case "Pod" -> POD;
      case "Namespace" -> new Columns(name(), path("Status", "status", "phase"), age());
      case "ConfigMap" -> new Columns(name(), size("Data", "data"), age());
      case "Secret" -> new Columns(name(), path("Type", "type"), size("Data", "data"), age());
      case "Lease" -> new Columns(name(), path("Holder", "spec", "holderIdentity"), age());
      case "Service" -> SERVICE;
      case "CertificateSigningRequest" -> SIGNING_REQUEST;
      case "ClusterRoleBinding", "RoleBinding" -> new Columns(name(), role(), age());
      default -> WorkloadColumns.of(resource);
    };
  }

  private static final Columns NODE =
      new Columns(
          name(),
          text("Status", Columns::nodeStatus),
          text("Roles", Columns::roles),
          age(),
          path("Version", "status", "nodeInfo", "kubeletVersion"),
          wide("Internal-IP", node -> address(node, "InternalIP")),
          wide("External-IP", node -> address(node, "ExternalIP")),
          wide("OS-Image", node -> info(node, "osImage")),
          wide("Kernel-Version", node -> info(node, "kernelVersion")),
          wide("Container-Runtime", node -> info(node, "containerRuntimeVersion")));

  private static final Columns POD =
      new Columns(
          name(),
          text("Ready", Columns::ready),
          text("Status", Columns::podStatus),
          text("Restarts", pod -> Long.toString(restarts(pod))),
          age(),
          wide("IP", pod -> orNone(pod.path("status").path("podIP"))),
          wide("Node", pod -> orNone(pod.path("spec").path("nodeName"))),
          wide("Nominated Node", pod -> orNone(pod.path("status").path("nominatedNodeName"))),
          wide("Readiness Gates", pod -> "<none>"));

  private static final Columns SERVICE =
      new Columns(
          name(),
          path("Type", "spec", "type"),
          path("Cluster-IP", "spec", "clusterIP"),
          text("External-IP", service -> "<none>"),
          text("Port(s)", Columns::ports),
          age(),
          wide("Selector", service -> pairs(service.path("spec").path("selector"))));

  private static final Columns SIGNING_REQUEST =
      new Columns(
          name(),
          age(),
          path("SignerName", "spec", "signerName"),
          path("Requestor", "spec", "username"),
          text("RequestedDuration", Columns::duration),
          text("Condition", Columns::condition));

  ArrayNode definitions() {
    ArrayNode definitions = Json.array();
    for (Column column : columns) {
      definitions
          .addObject()
          .put("name", column.name())
          .put("type", "string")
          .put("format", column.name().equals("Name") ? "name" : "")
          .put("description", "")
          .put("priority", column.wide() ? 1 : 0);
    }
    return definitions;
  }

  ArrayNode cells(JsonNode object, Instant now) {
    ArrayNode cells = Json.array();
    columns.forEach(column -> cells.add(column.cell().apply(object, now)));
    return cells;
  }

  static Column name() {
    return text("Name", Metadata::name);
  }

  static Column age() {
    return new Column("Age", false, (object, now) -> age(object, now));
  }

  private static Column role() {
    return text(
        "Role",
        binding ->
            binding.path("roleRef").path("kind").asText()
                + "/"
                + binding.path("roleRef").path("name").asText());
  }

  private static Column path(String name, String... steps) {
    return text(
        name,
        object -> {
          JsonNode at = object;
          for (String step : steps) {
            at = at.path(step);
          }
          return orNone(at);
        });
  }

  private static Column size(String name, String field) {
    return text(name, object -> Integer.toString(object.path(field).size()));
  }

  static Column text(String name, java.util.function.Function<JsonNode, String> cell) {
    return new Column(name, false, (object, now) -> cell.apply(object));
  }

  private static Column wide(String name, java.util.function.Function<JsonNode, String> cell) {
    return new Column(name, true, (object, now) -> cell.apply(object));
  }

  private static String nodeStatus(JsonNode node) {
    List<String> status = new ArrayList<>();
    String ready = conditionStatus(node, "Ready");
    status.add(ready.isEmpty() ? "Unknown" : ready.equals("True") ? "Ready" : "NotReady");
    if (node.path("spec").path("unschedulable").asBoolean()) {
      status.add("SchedulingDisabled");
    }
    return String.join(",", status);
  }

  private static String roles(JsonNode node) {
    String prefix = "node-role.kubernetes.io/";
    String roles =
        node.path("metadata").path("labels").properties().stream()
            .map(java.util.Map.Entry::getKey)
            .filter(key -> key.startsWith(prefix))
            .map(key -> key.substring(prefix.length()))
            .sorted()
            .collect(Collectors.joining(","));
    return roles.isEmpty() ? "<none>" : roles;
  }

  private static String address(JsonNode node, String type) {
    return Json.each(node.path("status").path("addresses"))
        .filter(a -> a.path("type").asText().equals(type))
        .map(a -> a.path("address").asText())
        .findFirst()
        .orElse("<none>");
  }

  private static String info(JsonNode node, String field) {
    String value = node.path("status").path("nodeInfo").path(field).asText();
    return value.isEmpty() ? "<unknown>" : value;
  }

  private static String ready(JsonNode pod) {
    JsonNode statuses = pod.path("status").path("containerStatuses");
    long ready = Json.each(statuses).filter(s -> s.path("ready").asBoolean()).count();
    return ready + "/" + pod.path("spec").path("containers").size();
  }

  private static String podStatus(JsonNode pod) {
    if (pod.path("metadata").has("deletionTimestamp")) {
      return "Terminating";
    }
    return pod.path("status").path("phase").asText();
  }

  private static long restarts(JsonNode pod) {
    return Json.each(pod.path("status").path("containerStatuses"))
        .mapToLong(s -> s.path("restartCount").asLong())
        .sum();
  }

  private static String ports(JsonNode service) {
    return Json.each(service.path("spec").path("ports"))
        .map(p -> p.path("port").asText() + "/" + p.path("protocol").asText("TCP"))
        .collect(Collectors.joining(","));
  }

  private static String duration(JsonNode request) {
    JsonNode seconds = request.path("spec").path("expirationSeconds");
    return seconds.isNumber() ? human(Duration.ofSeconds(seconds.asLong())) : "<none>";
  }

  private static String condition(JsonNode request) {
    List<String> state =
        new ArrayList<>(
            Json.each(request.path("status").path("conditions"))
                .map(c -> c.path("type").asText())
                .toList());
    if (state.isEmpty()) {
      state.add("Pending");
    }
    if (request.path("status").has("certificate")) {
      state.add("Issued");
    }
    return String.join(",", state);
  }

  private static String conditionStatus(JsonNode object, String type) {
    return Json.each(object.path("status").path("conditions"))
        .filter(c -> c.path("type").asText().equals(type))
        .map(c -> c.path("status").asText())
        .findFirst()
        .orElse("");
  }

  private static String pairs(JsonNode map) {
    String text =
        map.properties().stream()
            .map(e -> e.getKey() + "=" + e.getValue().asText())
            .collect(Collectors.joining(","));
    return text.isEmpty() ? "<none>" : text;
  }

  private static String orNone(JsonNode value) {
    String text = value.asText();
    return text.isEmpty() ? "<none>" : text;
  }

  private static String age(JsonNode object, Instant now) {
    String created = object.path("metadata").path("creationTimestamp").asText();
    return created.isEmpty() ? "<unknown>" : human(Duration.between(Instant.parse(created), now));
  }

  /** As {@code duration.HumanDuration} of apimachinery: two units at most. */
  private static String human(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds < 120) {
      return seconds + "s";
    }
    long minutes = seconds / 60;
    if (minutes < 10) {
      return pair(minutes, "m", seconds % 60, "s");
    }
    if (minutes < 180) {
      return minutes + "m";
    }
    long hours = minutes / 60;
    if (hours < 8) {
      return pair(hours, "h", minutes % 60, "m");
    }
    if (hours < 48) {
      return hours + "h";
    }
    return hours < 192 ? pair(hours / 24, "d", hours % 24, "h") : hours / 24 + "d";
  }

  private static String pair(long big, String bigUnit, long small, String smallUnit) {
    return big + bigUnit + (small == 0 ? "" : small + smallUnit);
  }

  /**
   * @param wide only shown with {@code -o wide}
   */
  record Column(String name, boolean wide, BiFunction<JsonNode, Instant, String> cell) {}
}
