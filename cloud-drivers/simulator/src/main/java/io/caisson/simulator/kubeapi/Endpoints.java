package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.simulator.model.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is served at paths that name resources. */
final class Endpoints {
  private static final String APPLY = "application/apply-patch+yaml";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final List<String> PATCHES =
      List.of("application/json-patch+json", "application/merge-patch+json", STRATEGIC, APPLY);

  private final Registry registry;
  private final Lists lists;
  private final Authorization authorization;
  private final Webhooks webhooks;
  private final Subresources subresources;
  private final Grants grants;
  private final Timeline timeline;
  private final boolean applies;

  /**
   * @param applies whether there is server-side apply
   */
  Endpoints(
      Registry registry,
      Lists lists,
      Authorization authorization,
      Webhooks webhooks,
      Subresources subresources,
      Timeline timeline,
      boolean applies) {
    this.registry = registry;
    this.lists = lists;
    this.authorization = authorization;
    this.webhooks = webhooks;
    this.subresources = subresources;
    this.grants = new Grants(authorization);
    this.timeline = timeline;
    this.applies = applies;
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

  /** Whether somebody outside is asked before it is done, which takes time. */
  boolean mayTakeLong(String verb) {
    return webhooks.areThere() && !List.of("get", "list", "watch").contains(verb);
  }

  Reply handle(Target target, String verb, Call call) {
    if (target.resource().isReview()) {
      return review(target, verb, call);
    }
    if (!verb.equals("get")) {
      NodeRestriction.checkOwn(call.caller(), target);
    }
    if (subresources.serves(target, verb)) {
      return subresources.handle(target, verb, call);
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
    ObjectNode body = Bodies.typed(target, call.object());
    List<String> warnings = KnownFields.drop(target, body, call.query());
    NodeRestriction.checkCreate(call.caller(), target, body);
    grants.check(target, body, call.caller());
    webhooks.ask(target, "CREATE", body, call);
    ObjectNode created = registry.create(target, body, Writer.of(call));
    return shown(201, target, call, created).warning(warnings);
  }

  private Reply update(Target target, Call call) {
    requireOne(target);
    ObjectNode body = Bodies.typed(target, call.object());
    Optional<ObjectNode> before = registry.find(target);
    before.ifPresent(old -> NodeRestriction.checkChange(call.caller(), target, old, body));
    List<String> warnings = KnownFields.drop(target, body, call.query());
    grants.check(target, body, call.caller());
    webhooks.ask(target, "UPDATE", body, call);
    ObjectNode updated = registry.update(target, body, Writer.of(call));
    return shown(before.isPresent() ? 200 : 201, target, call, updated).warning(warnings);
  }

  private Reply patch(Target target, Call call) {
    requireOne(target);
    List<String> patches = applies ? PATCHES : PATCHES.subList(0, PATCHES.size() - 1);
    if (!patches.contains(call.contentType())) {
      throw Status.unsupportedMediaType(patches);
    }
    boolean custom = !ApiResources.isBuiltIn(target.resource());
    if (custom && call.contentType().equals(STRATEGIC)) {
      throw Status.unsupportedMediaType(
          patches.stream().filter(type -> !type.equals(STRATEGIC)).toList());
    }
    if (call.contentType().equals(APPLY)) {
      return apply(target, call);
    }
    JsonNode patch = call.json();
    UnaryOperator<ObjectNode> change =
        before -> {
          ObjectNode after = Bodies.patched(call.contentType(), before, patch);
          NodeRestriction.checkChange(call.caller(), target, before, after);
          KnownFields.drop(target, after, call.query());
          grants.check(target, after, call.caller());
          return after;
        };
    if (webhooks.areThere()) {
      webhooks.ask(target, "UPDATE", change.apply(registry.get(target)), call);
    }
    return shown(200, target, call, registry.change(target, change, Writer.of(call)));
  }

  private Reply apply(Target target, Call call) {
    ObjectNode configuration = Bodies.configuration(target, call);
    Optional<ObjectNode> before = registry.find(target);
    webhooks.ask(target, before.isPresent() ? "UPDATE" : "CREATE", configuration, call);
    ObjectNode applied = registry.apply(target, configuration, Writer.of(call));
    return shown(before.isPresent() ? 200 : 201, target, call, applied);
  }

  private Reply delete(Target target, Call call) {
    requireOne(target);
    String uid = Metadata.uid(registry.get(target));
    DeleteOptions options = new DeleteOptions(call.options(), call.query());
    webhooks.ask(target, "DELETE", Json.object(), call);
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

  private static void requireOne(Target target) {
    if (target.isCollection()) {
      throw Status.methodNotAllowed();
    }
  }
}
