package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
    return of(login.http().get(login.endpoint("compute") + "/servers/detail?limit=1000"));
  }

  static CloudServers of(JsonNode list) {
    Map<String, String> names = new TreeMap<>();
    list.path("servers")
        .forEach(one -> names.put(one.path("id").asText(), one.path("name").asText()));
    return new CloudServers(names);
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
