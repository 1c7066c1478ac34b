package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One page of a list, as Magnum cuts it.
 *
 * @param limit how many at most
 * @param marker UUID of the last one of the page before, or empty
 * @param sortKey any attribute; {@code id} is the order of creation
 */
record Page(int limit, String marker, String sortKey, boolean descending) {
  static final Set<String> ARGUMENTS = Set.of("limit", "marker", "sort_key", "sort_dir");
  private static final int MOST = 1000;
  private static final String BY_AGE = "id";

  static Page of(Query query) {
    String direction = query.text("sort_dir").orElse("asc");
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw Refused.invalid("sort_dir: '%s' is neither asc nor desc", Printable.of(direction));
    }
    String marker = query.text("marker").orElse("");
    if (!marker.isEmpty() && !marker.matches("[0-9a-fA-F-]{36}")) {
      throw Refused.invalid("marker: '%s' is no UUID", Printable.of(marker));
    }
    return new Page(
        Math.min(MOST, query.positive("limit").orElse(MOST)),
        marker,
        query.text("sort_key").orElse(BY_AGE),
        direction.equals("desc"));
  }

  /**
   * @param all with all attributes, oldest first
   * @param collection name of the list and of its route
   * @param shown the attributes to show; empty for all
   */
  ObjectNode cut(List<ObjectNode> all, String collection, Set<String> shown, Links links) {
    return cut(all, collection, shown, path -> next(links, collection, path));
  }

  /**
   * @param next the link to the page after the entry of this UUID
   */
  ObjectNode cut(
      List<ObjectNode> all, String collection, Set<String> shown, UnaryOperator<String> next) {
    List<ObjectNode> sorted = sorted(all);
    int from = start(sorted);
    List<ObjectNode> page = sorted.subList(from, Math.min(sorted.size(), from + limit));
    ObjectNode body = Json.object();
    ArrayNode items = body.putArray(collection);
    page.forEach(item -> items.add(shown.isEmpty() ? item : item.retain(shown)));
    if (from + page.size() < sorted.size()) {
      body.put("next", next.apply(page.getLast().get("uuid").asText()));
    }
    return body;
  }

  String next(Links links, String collection, String last) {
    return "%s/v1/%s?sort_key=%s&sort_dir=%s&limit=%d&marker=%s"
        .formatted(links.base(), collection, sortKey, descending ? "desc" : "asc", limit, last);
  }

  private int start(List<ObjectNode> sorted) {
    if (marker.isEmpty()) {
      return 0;
    }
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.get(i).get("uuid").asText().equalsIgnoreCase(marker)) {
        return i + 1;
      }
    }
    throw new Refused(Refused.Kind.NOT_FOUND, "the marker %s could not be found".formatted(marker));
  }

  private List<ObjectNode> sorted(List<ObjectNode> all) {
    if (sortKey.equals(BY_AGE)) {
      return descending ? all.reversed() : all;
    }
    if (!all.isEmpty() && !all.getFirst().path(sortKey).isValueNode()) {
      throw Refused.invalid("sort_key: cannot sort by '%s'", Printable.of(sortKey));
    }
    Comparator<ObjectNode> order = Comparator.comparing(item -> item.path(sortKey), Page::compare);
    return all.stream().sorted(descending ? order.reversed() : order).toList();
  }

  private static int compare(JsonNode one, JsonNode other) {
    return one.isNumber() && other.isNumber()
        ? Long.compare(one.asLong(), other.asLong())
        : one.asText().compareTo(other.asText());
  }
}
