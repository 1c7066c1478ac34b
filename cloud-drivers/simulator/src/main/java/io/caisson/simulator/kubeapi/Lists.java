package io.caisson.simulator.kubeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * Lists with selectors, versions and pages.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">API concepts</a>
 */
final class Lists {
  private final ObjectStore store;

  Lists(ObjectStore store) {
    this.store = store;
  }

  JsonNode list(Target target, Call call, Instant now) {
    Query query = call.query();
    requireNoInitialEvents(query);
    requireVersionOfMatch(query);
    Selection selection = Selection.of(target, query);
    Page page = Page.of(target, query);
    ObjectStore.Content content = content(target, query, page);
    List<Map.Entry<ObjectKey, ObjectNode>> found =
        page.rest(content.objects()).entrySet().stream()
            .filter(entry -> selection.covers(entry.getKey(), entry.getValue()))
            .toList();
    ObjectNode metadata = Json.object().put("resourceVersion", Long.toString(content.version()));
    int limit = (int) Math.min(query.number("limit", 0), Integer.MAX_VALUE);
    boolean cut = limit > 0 && found.size() > limit;
    if (cut) {
      metadata.put(
          "continue", Page.token(target, content.version(), found.get(limit - 1).getKey()));
      if (!selection.narrowed()) {
        metadata.put("remainingItemCount", found.size() - limit);
      }
    }
    List<ObjectNode> objects =
        (cut ? found.subList(0, limit) : found).stream().map(Map.Entry::getValue).toList();
    return new View(target.resource(), call).list(objects, metadata, now);
  }

  private static void requireVersionOfMatch(Query query) {
    if (query.isGiven("resourceVersionMatch") && query.text("resourceVersion").isEmpty()) {
      String text =
          "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided";
      throw Status.invalid(
          "ListOptions.meta.k8s.io",
          List.of(new Status.Cause("FieldValueForbidden", text, "resourceVersionMatch")));
    }
  }

  private static void requireNoInitialEvents(Query query) {
    if (query.isGiven("sendInitialEvents")) {
      String text = "Forbidden: sendInitialEvents is forbidden for list";
      throw Status.invalid(
          "ListOptions.meta.k8s.io",
          List.of(new Status.Cause("FieldValueForbidden", text, "sendInitialEvents")));
    }
  }

  private ObjectStore.Content content(Target target, Query query, Page page) {
    if (page.isLater()) {
      return store
          .all(target.resource(), page.version())
          .orElseThrow(
              () ->
                  Status.expired(
                      "The provided continue parameter is too old to display a consistent list"
                          + " result. You can start a new list without the continue parameter, or"
                          + " use the continue token in this response to retrieve the remainder of"
                          + " the results."));
    }
    long asked = query.number("resourceVersion", 0);
    if (asked > store.version()) {
      throw Status.futureVersion(asked, store.version());
    }
    return query.text("resourceVersionMatch").equals("Exact")
        ? store
            .all(target.resource(), asked)
            .orElseThrow(
                () -> Status.expired("The resourceVersion for the provided list is too old."))
        : store.all(target.resource());
  }

  /** Where a list goes on: after which key, at which version. */
  private record Page(long version, ObjectKey after) {
    static Page of(Target target, Query query) {
      String token = query.text("continue");
      if (token.isEmpty()) {
        return new Page(0, new ObjectKey("", ""));
      }
      try {
        byte[] json = Base64.getUrlDecoder().decode(token);
        JsonNode parts = Json.parse(json);
        return new Page(parts.path("rv").asLong(), key(target, parts.path("start").asText()));
      } catch (IllegalArgumentException | JsonProcessingException e) {
        throw Status.badRequest("continue key is not valid: " + e.getMessage());
      }
    }

    static String token(Target target, long version, ObjectKey last) {
      boolean named = target.resource().namespaced() && target.namespace().isEmpty();
      String start = "/" + (named ? last.namespace() + "/" : "") + last.name() + "\0";
      ObjectNode parts =
          Json.object().put("v", "meta.k8s.io/v1").put("rv", version).put("start", start);
      String json = new String(Json.bytes(parts), StandardCharsets.UTF_8);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    boolean isLater() {
      return version > 0;
    }

    NavigableMap<ObjectKey, ObjectNode> rest(NavigableMap<ObjectKey, ObjectNode> all) {
      return isLater() ? all.tailMap(after, false) : all;
    }

    private static ObjectKey key(Target target, String start) {
      String path = start.replace("\0", "").substring(1);
      int slash = path.indexOf('/');
      return slash < 0
          ? new ObjectKey(target.namespace(), path)
          : new ObjectKey(path.substring(0, slash), path.substring(slash + 1));
    }
  }
}
