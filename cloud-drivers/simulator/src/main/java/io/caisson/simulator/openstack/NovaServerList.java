package io.caisson.simulator.openstack;

import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.Servers;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Which servers a list shows, in which order, and how many of them at a time. */
final class NovaServerList {
  private static final int MOST = 1000;

  private final Call call;
  private final Request request;

  NovaServerList(Call call) {
    this.call = call;
    this.request = call.request();
  }

  /**
   * @param nextQuery the query of the next page
   */
  record Page(List<Server> servers, Optional<String> nextQuery) {}

  Page page(boolean detail) {
    int limit = limit();
    List<Server> found = new ArrayList<>(visible(detail).stream().filter(this::matches).toList());
    found.sort(order());
    Optional<String> marker = request.asked("marker");
    marker.ifPresent(id -> found.subList(0, after(found, id)).clear());
    if (found.size() <= limit && !(found.size() == limit && request.asked("limit").isPresent())) {
      return new Page(found, Optional.empty());
    }
    List<Server> page = found.subList(0, limit);
    return new Page(page, page.isEmpty() ? Optional.empty() : Optional.of(next(page.getLast())));
  }

  private List<Server> visible(boolean detail) {
    Servers servers = call.plant().servers();
    boolean everybody =
        request
            .asked("all_tenants")
            .map(v -> !List.of("0", "false", "no").contains(v.toLowerCase(Locale.ROOT)))
            .orElse(false);
    if (everybody && !call.caller().admin()) {
      String what = detail ? "detail" : "index";
      throw NovaFault.policy("servers:" + what + ":get_all_tenants");
    }
    return everybody ? servers.listed() : servers.listed(call.caller().project());
  }

  private boolean matches(Server server) {
    for (Map.Entry<String, List<String>> filter : request.query().entrySet()) {
      if (!filter.getValue().stream().allMatch(v -> matches(server, filter.getKey(), v))) {
        return false;
      }
    }
    return true;
  }

  private boolean matches(Server server, String name, String wanted) {
    return switch (name) {
      case "name" -> found(wanted, server.card().name());
      case "status" -> NovaServerView.status(server).equalsIgnoreCase(wanted);
      case "vm_state" -> server.state().vm().name().equalsIgnoreCase(wanted);
      case "flavor" -> server.flavor().id().equals(wanted);
      case "image" -> server.order().disks().image().filter(wanted::equals).isPresent();
      case "uuid" -> server.id().equals(wanted);
      case "key_name" -> server.order().software().keyName().filter(wanted::equals).isPresent();
      case "availability_zone" -> server.host().map(Host::zone).filter(wanted::equals).isPresent();
      case "ip" -> server.nics().stream().anyMatch(nic -> found(wanted, nic.address()));
      case "tags" -> server.tags().containsAll(List.of(wanted.split(",")));
      case "tags-any" -> List.of(wanted.split(",")).stream().anyMatch(server.tags()::contains);
      case "changes-since" -> !server.card().updated().isBefore(time(wanted));
      case "host" ->
          !call.caller().admin()
              || server.host().map(Host::name).filter(wanted::equals).isPresent();
      case "project_id", "tenant_id" ->
          !call.caller().admin() || server.card().project().equals(wanted);
      default -> true;
    };
  }

  private static boolean found(String expression, String text) {
    try {
      return Pattern.compile(expression).matcher(text).find();
    } catch (PatternSyntaxException malformed) {
      throw NovaFault.badRequest("Invalid regular expression: " + expression);
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text.endsWith("Z") ? text : text + "Z");
    } catch (DateTimeException malformed) {
      throw NovaFault.badRequest(
          "Invalid input for query parameters changes-since. Value: %s. '%s' is not a 'date-time'"
              .formatted(text, text));
    }
  }

  /** Newest first, unless the query wants another order. */
  private Comparator<Server> order() {
    List<String> keys = request.query().getOrDefault("sort_key", List.of());
    List<String> directions = request.query().getOrDefault("sort_dir", List.of());
    Comparator<Server> newestFirst =
        Comparator.comparing((Server s) -> s.card().created()).thenComparing(Server::id).reversed();
    Comparator<Server> order = (_, _) -> 0;
    for (int i = 0; i < keys.size(); i++) {
      Comparator<Server> next = by(keys.get(i));
      boolean up = i < directions.size() && directions.get(i).equals("asc");
      order = order.thenComparing(up ? next : next.reversed());
    }
    return order.thenComparing(newestFirst);
  }

  private static Comparator<Server> by(String key) {
    return switch (key) {
      case "display_name" -> Comparator.comparing(s -> s.card().name());
      case "uuid" -> Comparator.comparing(Server::id);
      case "updated_at" -> Comparator.comparing(s -> s.card().updated());
      case "vm_state" -> Comparator.comparing(s -> s.state().vm());
      default -> Comparator.comparing(s -> s.card().created());
    };
  }

  private static int after(List<Server> found, String marker) {
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).id().equals(marker)) {
        return i + 1;
      }
    }
    throw NovaFault.badRequest("marker [" + marker + "] not found");
  }

  private int limit() {
    Optional<String> text = request.asked("limit");
    if (text.isPresent() && !text.get().matches("[0-9]{0,9}")) {
      throw NovaFault.badRequest(
          "Invalid input for query parameters limit. Value: %s. '%s' does not match '^[0-9]*$'"
              .formatted(text.get(), text.get()));
    }
    return text.filter(t -> !t.isEmpty())
        .map(t -> Math.min(MOST, Integer.parseInt(t)))
        .orElse(MOST);
  }

  private String next(Server last) {
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    query.put("marker", List.of(last.id()));
    return query.entrySet().stream()
        .flatMap(e -> e.getValue().stream().map(v -> Urls.pair(e.getKey(), v)))
        .collect(Collectors.joining("&"));
  }
}
