package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.openstack.wire.Json;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Reads a list to its end, one page after the other.
 *
 * <ol>
 *   <li>There is another page if the service links one, or if this one was full.
 *   <li>A service that ignores markers shows what was seen already: that ends the list.
 *   <li>A marker that was deleted meanwhile is refused (400, 404): the list begins anew, and after
 *       {@value #BEGINNINGS} times it is {@code Conflict}.
 *   <li>A 404 of a list tells of a wrong endpoint, never of an empty list.
 * </ol>
 */
final class Pages {
  private static final int BEGINNINGS = 3;

  private final Session session;
  private final int size;

  Pages(Session session, int size) {
    this.session = session;
    this.size = size;
  }

  /** The entries of the field {@code collection}, each known by its {@code id}. */
  List<JsonNode> all(Ask list, String collection) {
    return all(list, collection, entry -> Json.required(entry, "id"));
  }

  List<JsonNode> all(Ask list, String collection, Function<JsonNode, String> id) {
    for (int beginning = 1; beginning <= BEGINNINGS; beginning++) {
      Map<String, JsonNode> seen = new LinkedHashMap<>();
      if (read(list, collection, id, seen)) {
        return List.copyOf(seen.values());
      }
    }
    throw new CloudException(
        new CloudFault.Conflict(
            "the list of " + collection + " changes faster than it can be read"));
  }

  /** False if the list must begin anew. */
  private boolean read(
      Ask list, String collection, Function<JsonNode, String> id, Map<String, JsonNode> seen) {
    String marker = "";
    while (true) {
      JsonNode page;
      try {
        page = page(list, marker);
      } catch (CloudException e) {
        if (!marker.isEmpty() && refused(e.fault())) {
          return false;
        }
        throw e;
      }
      Collection<JsonNode> entries = entries(page, collection);
      int before = seen.size();
      for (JsonNode entry : entries) {
        marker = id.apply(entry);
        seen.putIfAbsent(marker, entry);
      }
      boolean more = linked(page, collection) || entries.size() >= size;
      if (!more || seen.size() == before) {
        return true;
      }
    }
  }

  private JsonNode page(Ask list, String marker) {
    Ask ask = list.with("limit", Integer.toString(size));
    try {
      return Json.tree(session.ask(marker.isEmpty() ? ask : ask.with("marker", marker)));
    } catch (CloudException e) {
      if (marker.isEmpty() && e.fault() instanceof CloudFault.NotFound(var text)) {
        throw new CloudException(new CloudFault.Broken(404, text), e);
      }
      throw e;
    }
  }

  private static boolean refused(CloudFault fault) {
    return fault instanceof CloudFault.Invalid || fault instanceof CloudFault.NotFound;
  }

  private static Collection<JsonNode> entries(JsonNode page, String collection) {
    JsonNode entries = page.path(collection);
    if (!entries.isArray()) {
      throw Json.broken(200, "a list without '" + collection + "'");
    }
    return StreamSupport.stream(entries.spliterator(), false).toList();
  }

  /** Nova and Neutron link as {@code servers_links}, Glance by {@code next}. */
  private static boolean linked(JsonNode page, String collection) {
    return Json.text(page, "next").isPresent()
        || StreamSupport.stream(page.path(collection + "_links").spliterator(), false)
            .anyMatch(link -> link.path("rel").asText("").equals("next"));
  }
}
