package io.caisson.simulator.guest.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.model.FloatingAddress;
import io.caisson.simulator.model.Guests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the guests like the servers of a cloud: one runs while its server is ACTIVE, starts anew
 * with a fresh disk when its user-data changed, and is gone with its server.
 */
public final class CloudGuests {
  /** The first microversion that shows user-data to administrators. */
  private static final String SHOWS_USER_DATA = "2.3";

  private final CloudSession session;
  private final Guests fleet;
  private final Map<String, SeenServer> played = new LinkedHashMap<>();
  private final Map<String, Integer> boots = new HashMap<>();

  CloudGuests(CloudSession session, Guests fleet) {
    this.session = session;
    this.fleet = fleet;
  }

  /**
   * Throws IllegalArgumentException if the file does not say how to log in.
   *
   * @param openrc the text of a file that a shell would source
   */
  public static CloudGuests of(String openrc, Map<String, String> environment, Guests fleet) {
    return new CloudGuests(new CloudSession(OpenRc.parse(openrc, environment)), fleet);
  }

  /** One look at the cloud. If it fails nothing changes: unknown is not gone. */
  public void look() throws IOException, InterruptedException {
    Map<String, List<String>> floating =
        SeenServer.floating(session.get("network", "/v2.0/floatingips", ""));
    Map<String, List<String>> allowed =
        SeenServer.allowed(session.get("network", "/v2.0/ports", ""));
    Map<String, SeenServer> seen = new LinkedHashMap<>();
    for (JsonNode server : servers()) {
      SeenServer one = SeenServer.of(server, floating, allowed);
      seen.put(one.id(), one);
    }
    List.copyOf(played.keySet()).stream().filter(id -> !seen.containsKey(id)).forEach(this::gone);
    seen.values().forEach(this::follow);
  }

  /** The names of the servers that are played, by id. */
  public Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    played.forEach((id, server) -> names.put(id, server.name()));
    return names;
  }

  private void follow(SeenServer now) {
    Optional<SeenServer> before = Optional.ofNullable(played.get(now.id()));
    if (before.isPresent() && !before.get().userData().equals(now.userData())) {
      gone(now.id());
      before = Optional.empty();
    }
    Optional<SeenServer> running = before.filter(SeenServer::isActive);
    if (now.isActive() && running.isPresent()) {
      moveAddresses(running.get(), now);
    } else if (now.isActive()) {
      fleet.started(now.boot(boots.merge(now.id(), 1, Integer::sum)));
      now.shared().forEach(address -> fleet.floatingIpAssociated(now.id(), address));
    } else if (running.isPresent()) {
      fleet.stopped(now.id());
    }
    if (now.isActive() || before.isPresent()) {
      played.put(now.id(), now);
    }
  }

  private void gone(String id) {
    played.remove(id);
    boots.remove(id);
    fleet.deleted(id);
  }

  private void moveAddresses(SeenServer before, SeenServer now) {
    each(before, now, address -> fleet.floatingIpDissociated(now.id(), address));
    each(now, before, address -> fleet.floatingIpAssociated(now.id(), address));
  }

  /** Those that the first has and the second has not. */
  private static void each(
      SeenServer has, SeenServer hasNot, java.util.function.Consumer<FloatingAddress> what) {
    has.floating().stream().filter(address -> !hasNot.floating().contains(address)).forEach(what);
  }

  private List<JsonNode> servers() throws IOException, InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> page = Optional.of("/servers/detail?all_tenants=1&limit=500");
    while (page.isPresent()) {
      JsonNode answer = session.get("compute", page.get(), SHOWS_USER_DATA);
      answer.path("servers").forEach(all::add);
      String last = all.isEmpty() ? "" : all.getLast().path("id").asText();
      page =
          answer.path("servers_links").isEmpty()
              ? Optional.empty()
              : Optional.of("/servers/detail?all_tenants=1&limit=500&marker=" + last);
    }
    return all;
  }
}
