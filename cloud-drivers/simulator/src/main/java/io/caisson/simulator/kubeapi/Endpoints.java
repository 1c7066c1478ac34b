package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.util.List;
import java.util.Optional;

/** What is served at paths that name resources. */
final class Endpoints {
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json");

  private final Registry registry;
  private final Lists lists;
  private final Authorization authorization;
  private final Timeline timeline;

  Endpoints(Registry registry, Lists lists, Authorization authorization, Timeline timeline) {
    this.registry = registry;
    this.lists = lists;
    this.authorization = authorization;
    this.timeline = timeline;
  }

  /** The verb by which rules speak of the request. */
  static String verb(Target target, Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" -> isWatch(call) ? "watch" : target.isCollection() ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> target.isCollection() ? "deletecollection" : "delete";
      default -> throw Status.methodNotAllowed();
    };
  }

  static boolean isWatch(Call call) {
    return call.method().equals("GET") && call.query().flag("watch");
  }

  Reply handle(Target target, String verb, Call call) {
    if (target.resource().isReview()) {
      return review(target, verb, call);
    }
    if (!verb.equals("get")) {
      NodeRestriction.checkOwn(call.caller(), target);
    }
    return switch (verb) {
      case "get" -> shown(200, target, call, registry.get(target));
      case "list" -> Reply.json(200, lists.list(target, call, timeline.now()));
      case "create" -> create(target, call);
      case "update" -> update(target, call);
      case "patch" -> patch(target, call);
      case "delete" -> delete(target, call);
      case "deletecollection" -> deleteAll(target, call);
      default -> throw Status.methodNotAllowed();
    };
  }

  private Reply review(Target target, String verb, Call call) {
    if (!verb.equals("create") || !target.isCollection()) {
      throw Status.methodNotAllowed();
    }
    return Reply.json(
        201, Reviews.answer(target.resource(), call.object(), call.caller(), authorization));
  }

  private Reply create(Target target, Call call) {
    if (!target.isCollection()
        || (target.resource().namespaced() && target.namespace().isEmpty())) {
      throw Status.methodNotAllowed();
    }
    ObjectNode body = typed(target, call.object());
    NodeRestriction.checkCreate(call.caller(), target, body);
    ObjectNode created = registry.create(target, body, call.caller(), call.query().dryRun());
    return shown(201, target, call, created);
  }

  private Reply update(Target target, Call call) {
    requireOne(target);
    ObjectNode body = typed(target, call.object());
    Optional<ObjectNode> before = registry.find(target);
    before.ifPresent(old -> NodeRestriction.checkChange(call.caller(), target, old, body));
    ObjectNode updated = registry.update(target, body, call.caller(), call.query().dryRun());
    return shown(before.isPresent() ? 200 : 201, target, call, updated);
  }

  private Reply patch(Target target, Call call) {
    requireOne(target);
    if (!PATCHES.contains(call.contentType())) {
      throw Status.unsupportedMediaType(PATCHES);
    }
    JsonNode patch = call.json();
    ObjectNode patched =
        registry.change(
            target,
            before -> {
              ObjectNode after = patched(call.contentType(), before, patch);
              NodeRestriction.checkChange(call.caller(), target, before, after);
              return after;
            },
            call.query().dryRun());
    return shown(200, target, call, patched);
  }

  private static ObjectNode patched(String type, ObjectNode before, JsonNode patch) {
    JsonNode after =
        switch (type) {
          case "application/json-patch+json" -> Patches.json(before, patch);
          case "application/merge-patch+json" -> Patches.merge(before, patch);
          default -> StrategicMerge.apply(before, patch);
        };
    if (after instanceof ObjectNode object) {
      return object;
    }
    throw Status.badRequest("the patch leaves no object");
  }

  private Reply delete(Target target, Call call) {
    requireOne(target);
    String uid = Metadata.uid(registry.get(target));
    DeleteOptions options = new DeleteOptions(call.options(), call.query());
    JsonNode left =
        registry
            .delete(target, options, dryRun(call, options))
            .<JsonNode>map(object -> object)
            .orElseGet(() -> Status.deleted(target.resource(), target.name(), uid));
    return Reply.json(200, left);
  }

  private Reply deleteAll(Target target, Call call) {
    JsonNode found = lists.list(target, call, timeline.now());
    DeleteOptions options = new DeleteOptions(call.options(), call.query());
    for (JsonNode object : found.path("items")) {
      String space = object.path("metadata").path("namespace").asText();
      Target one = new Target(target.resource(), space, Metadata.name(object), "");
      registry.delete(one, options, dryRun(call, options));
    }
    return Reply.json(200, found);
  }

  private static boolean dryRun(Call call, DeleteOptions options) {
    return call.query().dryRun() || !options.body().path("dryRun").isEmpty();
  }

  private Reply shown(int code, Target target, Call call, ObjectNode object) {
    return Reply.json(code, new View(target.resource(), call).one(object, timeline.now()));
  }

  /** The body may leave out what it is, but must not say something else. */
  private static ObjectNode typed(Target target, ObjectNode body) {
    String version = body.path("apiVersion").asText();
    String expected = target.resource().groupVersion();
    if (!version.isEmpty() && !version.equals(expected)) {
      throw Status.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(version, expected));
    }
    String kind = body.path("kind").asText();
    if (!kind.isEmpty() && !kind.equals(target.resource().kind())) {
      throw Status.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: converting (%s) to (%s): unknown conversion"
              .formatted(
                  kind,
                  target.resource().version(),
                  target.resource().kind(),
                  kind,
                  target.resource().kind()));
    }
    return body;
  }

  private static void requireOne(Target target) {
    if (target.isCollection()) {
      throw Status.methodNotAllowed();
    }
  }
}
