package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes down which pods stand behind each Service: one EndpointSlice, and the old Endpoints. */
final class Slices implements Controller {
  private final ClusterClient client;

  Slices(ClusterClient client) {
    this.client = client;
  }

  @Override
  public List<String> follows() {
    return List.of("services", "pods");
  }

  @Override
  public Optional<Duration> look() {
    List<ObjectNode> pods = client.list("pods");
    for (ObjectNode service : client.list("services")) {
      if (!service.path("spec").path("selector").isEmpty() && !Things.isDying(service)) {
        List<ObjectNode> behind = pods.stream().filter(pod -> isBehind(pod, service)).toList();
        write("endpointslices", slice(service, behind));
        write("endpoints", endpoints(service, behind));
      }
    }
    return Optional.empty();
  }

  private static boolean isBehind(JsonNode pod, JsonNode service) {
    return Things.space(pod).equals(Things.space(service))
        && !pod.path("status").path("podIP").asText().isEmpty()
        && !Things.isOver(pod)
        && service.path("spec").path("selector").properties().stream()
            .allMatch(l -> Workload.label(pod, l.getKey()).equals(l.getValue().asText()));
  }

  private void write(String plural, ObjectNode wanted) {
    Optional<ObjectNode> there = client.find(plural, Things.space(wanted), Things.name(wanted));
    if (there.isEmpty()) {
      client.create(wanted);
      return;
    }
    boolean same =
        wanted.properties().stream()
            .filter(field -> !field.getKey().equals("metadata"))
            .allMatch(field -> field.getValue().equals(there.get().path(field.getKey())));
    if (!same) {
      client.change(
          plural,
          Things.space(wanted),
          Things.name(wanted),
          before -> {
            ObjectNode after = wanted.deepCopy();
            after.set("metadata", before.path("metadata"));
            return after;
          });
    }
  }

  private static ObjectNode slice(JsonNode service, List<ObjectNode> pods) {
    ObjectNode slice =
        Json.object().put("kind", "EndpointSlice").put("apiVersion", "discovery.k8s.io/v1");
    ObjectNode metadata = metadata(slice, service, Things.name(service) + "-slice");
    metadata
        .putObject("labels")
        .put("kubernetes.io/service-name", Things.name(service))
        .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
    slice.put("addressType", "IPv4");
    ArrayNode endpoints = slice.putArray("endpoints");
    for (ObjectNode pod : pods) {
      ObjectNode endpoint = endpoints.addObject();
      endpoint.putArray("addresses").add(pod.path("status").path("podIP").asText());
      endpoint
          .putObject("conditions")
          .put("ready", Things.isReady(pod) && !Things.isDying(pod))
          .put("serving", Things.isReady(pod))
          .put("terminating", Things.isDying(pod));
      endpoint.set("targetRef", reference(pod));
      endpoint.put("nodeName", pod.path("spec").path("nodeName").asText());
    }
    slice.set("ports", ports(service));
    return slice;
  }

  private static ObjectNode endpoints(JsonNode service, List<ObjectNode> pods) {
    ObjectNode endpoints = Json.object().put("kind", "Endpoints").put("apiVersion", "v1");
    metadata(endpoints, service, Things.name(service));
    ArrayNode subsets = Json.array();
    List<ObjectNode> ready =
        pods.stream().filter(p -> Things.isReady(p) && !Things.isDying(p)).toList();
    if (!ready.isEmpty()) {
      ObjectNode subset = subsets.addObject();
      ArrayNode addresses = subset.putArray("addresses");
      for (ObjectNode pod : ready) {
        ObjectNode address =
            addresses.addObject().put("ip", pod.path("status").path("podIP").asText());
        address.put("nodeName", pod.path("spec").path("nodeName").asText());
        address.set("targetRef", reference(pod));
      }
      subset.set("ports", ports(service));
    }
    endpoints.set("subsets", subsets);
    return endpoints;
  }

  private static ObjectNode metadata(ObjectNode object, JsonNode service, String name) {
    ObjectNode metadata =
        object.putObject("metadata").put("name", name).put("namespace", Things.space(service));
    metadata.set("ownerReferences", Things.ownedBy(service));
    return metadata;
  }

  private static ArrayNode ports(JsonNode service) {
    ArrayNode ports = Json.array();
    for (JsonNode port : service.path("spec").path("ports")) {
      JsonNode target = port.path("targetPort");
      ports
          .addObject()
          .put("name", port.path("name").asText())
          .put("port", target.isInt() ? target.asInt() : port.path("port").asInt())
          .put("protocol", port.path("protocol").asText("TCP"));
    }
    return ports;
  }

  private static ObjectNode reference(JsonNode pod) {
    return Json.object()
        .put("kind", "Pod")
        .put("namespace", Things.space(pod))
        .put("name", Things.name(pod))
        .put("uid", Things.uid(pod));
  }
}
