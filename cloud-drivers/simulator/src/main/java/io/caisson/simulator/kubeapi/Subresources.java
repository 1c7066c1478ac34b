package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.util.Optional;
import java.util.Set;

/** The subresources that are no view of their object: eviction, binding, scale, logs. */
final class Subresources {
  private static final Set<String> OF_KUBELET =
      Set.of("log", "exec", "attach", "portforward", "proxy");
  private static final int KUBELET_PORT = 10250;

  private final Registry registry;
  private final Eviction eviction;
  private final Webhooks webhooks;
  private final Timeline timeline;

  Subresources(Registry registry, Eviction eviction, Webhooks webhooks, Timeline timeline) {
    this.registry = registry;
    this.eviction = eviction;
    this.webhooks = webhooks;
    this.timeline = timeline;
  }

  boolean serves(Target target, String verb) {
    return switch (target.subresource()) {
      case "eviction", "binding" -> verb.equals("create");
      case "scale" -> true;
      default -> OF_KUBELET.contains(target.subresource());
    };
  }

  Reply handle(Target target, String verb, Call call) {
    return switch (target.subresource()) {
      case "eviction" -> evict(target, call);
      case "binding" -> bind(target, call);
      case "scale" -> scale(target, verb, call);
      default -> throw unreachable(target);
    };
  }

  private Reply evict(Target target, Call call) {
    ObjectNode body = call.object();
    eviction.requireOf(target, body);
    registry.requireNamespace(target.resource(), target.namespace(), target.name());
    registry.get(new Target(target.resource(), target.namespace(), target.name(), ""));
    webhooks.ask(target, "CREATE", body, call);
    return Reply.json(201, eviction.evict(target, body, call.query()));
  }

  private Reply bind(Target target, Call call) {
    String node = call.object().path("target").path("name").asText();
    Target pod = new Target(target.resource(), target.namespace(), target.name(), "");
    Writer scheduler = new Writer(call.caller(), "", false, call.query().dryRun());
    registry.change(pod, before -> bound(target, before, node), scheduler);
    return Reply.json(201, Status.success(201));
  }

  private static ObjectNode bound(Target target, ObjectNode before, String node) {
    String other = before.path("spec").path("nodeName").asText();
    if (!other.isEmpty()) {
      throw Status.conflict(
          target.resource(),
          target.name(),
          "pod %s is already assigned to node \"%s\"".formatted(target.name(), other));
    }
    ObjectNode after = before.deepCopy();
    Json.child(after, "spec").put("nodeName", node);
    return after;
  }

  private Reply scale(Target target, String verb, Call call) {
    Target whole = new Target(target.resource(), target.namespace(), target.name(), "");
    Writer writer = Writer.of(call);
    return switch (verb) {
      case "get" -> Reply.json(200, Scale.of(registry.get(whole)));
      case "update" -> {
        JsonNode wanted = call.object();
        yield Reply.json(
            200, Scale.of(registry.change(whole, before -> Scale.into(before, wanted), writer)));
      }
      case "patch" -> {
        JsonNode patch = call.json();
        yield Reply.json(
            200,
            Scale.of(
                registry.change(
                    whole,
                    before ->
                        Scale.into(
                            before, Bodies.patched(call.contentType(), Scale.of(before), patch)),
                    writer)));
      }
      default -> throw Status.methodNotAllowed();
    };
  }

  /** Nothing runs inside a simulated pod, so its node's kubelet cannot be dialled. */
  private ApiFault unreachable(Target target) {
    ObjectNode pod =
        registry.get(new Target(target.resource(), target.namespace(), target.name(), ""));
    String node = pod.path("spec").path("nodeName").asText();
    if (node.isEmpty()) {
      return Status.badRequest("pod %s does not have a host assigned".formatted(target.name()));
    }
    String host =
        Optional.of(pod.path("status").path("hostIP").asText())
            .filter(address -> !address.isEmpty())
            .orElse(node);
    return Status.internal(
        "Get \"https://%s:%d/containerLogs/%s/%s\": a simulated pod has no %s (%s)"
            .formatted(
                host,
                KUBELET_PORT,
                target.namespace(),
                target.name(),
                target.subresource(),
                Registry.seconds(timeline.now())));
  }
}
