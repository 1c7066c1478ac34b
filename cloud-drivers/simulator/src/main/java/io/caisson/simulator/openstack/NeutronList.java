package io.caisson.simulator.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Filters, sorts and cuts a list, as a query asks for. */
final class NeutronList {
  private static final Set<String> CONTROLS =
      Set.of(
          "fields",
          "limit",
          "marker",
          "page_reverse",
          "sort_key",
          "sort_dir",
          "tags",
          "tags-any",
          "not-tags",
          "not-tags-any",
          "tenant_id",
          "project_id");

  private final NeutronResource resource;
  private final Request request;
  private final String url;

  /**
   * @param url of the list, without its query
   */
  NeutronList(NeutronResource resource, Request request, String url) {
    this.resource = resource;
    this.request = request;
    this.url = url;
  }

  ObjectNode page(List<ObjectNode> all) {
    checkFilters();
    List<ObjectNode> found = new ArrayList<>(all.stream().filter(this::matches).toList());
    Optional<Integer> limit = limit();
    boolean reverse =
        request.asked("page_reverse").map(s -> s.equalsIgnoreCase("true")).orElse(false);
    if (limit.isPresent() || request.query().containsKey("sort_key") || marker().isPresent()) {
      found.sort(order());
    }
    if (reverse) {
      Collections.reverse(found);
    }
    marker().ifPresent(id -> found.subList(0, after(found, all, id)).clear());
    boolean more = limit.isPresent() && found.size() > limit.get();
    List<ObjectNode> page = more ? found.subList(0, limit.orElseThrow()) : found;
    if (reverse) {
      Collections.reverse(page);
    }
    ObjectNode answer = Json.wrap(resource.plural(), Json.array(page, this::onlyFields));
    if (limit.isPresent() && !page.isEmpty()) {
      addLinks(answer, page, more, reverse);
    }
    return answer;
  }

  ObjectNode onlyFields(ObjectNode whole) {
    List<String> wanted = request.query().getOrDefault("fields", List.of());
    return wanted.isEmpty() ? whole : whole.deepCopy().retain(wanted);
  }

  private void checkFilters() {
    Set<String> known =
        resource.attributes().stream().map(Attribute::name).collect(Collectors.toSet());
    List<String> unknown =
        request.query().keySet().stream()
            .filter(name -> !CONTROLS.contains(name) && !known.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw NeutronFault.invalid(
          unknown.stream().map(Python::quoted).collect(Collectors.joining(", ", "[", "]"))
              + " is invalid attribute for filtering");
    }
  }

  private boolean matches(ObjectNode thing) {
    for (Map.Entry<String, List<String>> filter : request.query().entrySet()) {
      if (!matches(thing, filter.getKey(), filter.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(ObjectNode thing, String name, List<String> wanted) {
    return switch (name) {
      case "fields", "limit", "marker", "page_reverse", "sort_key", "sort_dir" -> true;
      case "tags" -> tags(thing).containsAll(split(wanted));
      case "tags-any" -> split(wanted).stream().anyMatch(tags(thing)::contains);
      case "not-tags" -> !tags(thing).containsAll(split(wanted));
      case "not-tags-any" -> split(wanted).stream().noneMatch(tags(thing)::contains);
      case "fixed_ips" -> wanted.stream().allMatch(w -> hasAddress(thing, w));
      case "security_groups" -> wanted.stream().anyMatch(w -> holds(thing.path(name), w));
      default -> wanted.stream().anyMatch(w -> same(thing.path(name), w));
    };
  }

  private static boolean same(JsonNode value, String wanted) {
    if (value.isBoolean()) {
      return Boolean.toString(value.asBoolean()).equalsIgnoreCase(wanted)
          || (value.asBoolean() ? "1" : "0").equals(wanted);
    }
    return value.isNull() ? wanted.isEmpty() : value.asText().equals(wanted);
  }

  private static boolean hasAddress(ObjectNode port, String wanted) {
    int at = wanted.indexOf('=');
    String key = at < 0 ? "ip_address" : wanted.substring(0, at);
    String value = wanted.substring(at + 1);
    for (JsonNode address : port.path("fixed_ips")) {
      boolean hit =
          key.equals("ip_address_substr")
              ? address.path("ip_address").asText().contains(value)
              : address.path(key).asText().equals(value);
      if (hit) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(JsonNode list, String wanted) {
    for (JsonNode one : list) {
      if (one.asText().equals(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> tags(ObjectNode thing) {
    List<String> tags = new ArrayList<>();
    thing.path("tags").forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private static List<String> split(List<String> wanted) {
    return wanted.stream().flatMap(w -> List.of(w.split(",")).stream()).toList();
  }

  private Comparator<ObjectNode> order() {
    List<String> keys = request.query().getOrDefault("sort_key", List.of());
    List<String> directions = request.query().getOrDefault("sort_dir", List.of());
    Comparator<ObjectNode> order = (_, _) -> 0;
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i);
      Comparator<ObjectNode> next = Comparator.comparing(thing -> thing.path(key).asText());
      boolean down = i < directions.size() && directions.get(i).equals("desc");
      order = order.thenComparing(down ? next.reversed() : next);
    }
    return order.thenComparing(thing -> thing.path("id").asText());
  }

  private Optional<String> marker() {
    return request.asked("marker");
  }

  private int after(List<ObjectNode> found, List<ObjectNode> all, String marker) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).path("id").asText().equals(marker)) {
        return i + 1;
      }
    }
    if (all.stream().noneMatch(thing -> thing.path("id").asText().equals(marker))) {
      throw resource.unknown(marker);
    }
    return found.size();
  }

  private Optional<Integer> limit() {
    Optional<String> text = request.asked("limit");
    if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
      throw NeutronFault.invalid(
          "BadRequest",
          "Bad limit request: Limit must be an integer 0 or greater and not '%s'."
              .formatted(text.get()));
    }
    return text.map(Integer::valueOf).filter(limit -> limit > 0);
  }

  private void addLinks(ObjectNode answer, List<ObjectNode> page, boolean more, boolean reverse) {
    ArrayNode links = Json.array();
    if (more || reverse) {
      links.add(link("next", page.getLast(), false));
    }
    if (!reverse || more) {
      links.add(link("previous", page.getFirst(), true));
    }
    answer.set(resource.plural() + "_links", links);
  }

  private ObjectNode link(String rel, ObjectNode at, boolean reverse) {
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    query.remove("page_reverse");
    query.put("marker", List.of(at.path("id").asText()));
    if (reverse) {
      query.put("page_reverse", List.of("True"));
    }
    String text =
        query.entrySet().stream()
            .flatMap(e -> e.getValue().stream().map(v -> Urls.pair(e.getKey(), v)))
            .collect(Collectors.joining("&"));
    return Json.object().put("rel", rel).put("href", url + "?" + text);
  }
}
