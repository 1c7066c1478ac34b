package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The servers of a project, by the cloud's own list.
 *
 * @param names by their ids
 */
record CloudServers(Map<String, String> names) {
  CloudServers {
    names = new TreeMap<>(names);
  }

  static CloudServers list(EnvFile env) {
    Keystone login = Keystone.login(env, "");
    return all(login.endpoint("compute") + "/servers/detail?limit=1000", login.http()::get);
  }

  /** Nova gives at most a thousand in one answer, and where it goes on. */
  static CloudServers all(String first, Function<String, JsonNode> get) {
    Map<String, String> names = new TreeMap<>();
    String next = first;
    while (!next.isEmpty()) {
      JsonNode page = get.apply(next);
      names.putAll(of(page).names());
      next = next(page);
    }
    return new CloudServers(names);
  }

  static CloudServers of(JsonNode page) {
    Map<String, String> names = new TreeMap<>();
    page.path("servers")
        .forEach(one -> names.put(one.path("id").asText(), one.path("name").asText()));
    return new CloudServers(names);
  }

  /** Empty of the last one. */
  private static String next(JsonNode page) {
    for (JsonNode link : page.path("servers_links")) {
      if (link.path("rel").asText().equals("next")) {
        return link.path("href").asText();
      }
    }
    return "";
  }

  /** Those that are not among the others, each as its name and its id. */
  Set<String> without(CloudServers others) {
    Set<String> missing = new TreeSet<>();
    names.forEach(
        (id, name) -> {
          if (!others.names.containsKey(id)) {
            missing.add("%s (server %s)".formatted(name, id));
          }
        });
    return missing;
  }
}
