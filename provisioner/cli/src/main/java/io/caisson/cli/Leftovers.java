package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of ours is in the whole cloud, by the administrator's own lists. */
final class Leftovers {
  private final Keystone admin;

  Leftovers(EnvFile env) {
    this.admin = Keystone.login(env, "ADMIN_");
  }

  /** Names by kind, of everything that carries Caisson's mark. */
  Map<String, List<String>> list() {
    Map<String, List<String>> found = new LinkedHashMap<>();
    found.put(
        "servers",
        marked(admin.endpoint("compute") + "/servers/detail?all_tenants=1&limit=1000", "servers"));
    found.put(
        "server_groups",
        marked(
            admin.endpoint("compute") + "/os-server-groups?all_projects=1&limit=1000",
            "server_groups"));
    String network = admin.endpoint("network");
    for (String kind :
        List.of("ports", "security-groups", "floatingips", "routers", "subnets", "networks")) {
      String key = kind.replace('-', '_');
      found.put(kind, marked(network + "/v2.0/" + kind + "?limit=1000", key));
    }
    String balancers = admin.endpoint("load-balancer") + "/v2.0/lbaas/loadbalancers?limit=1000";
    found.put("load balancers", marked(balancers, "loadbalancers"));
    return found;
  }

  private List<String> marked(String url, String key) {
    List<String> names = new ArrayList<>();
    for (JsonNode one : admin.http().get(url).path(key)) {
      boolean ours =
          one.path("metadata").has("caisson.cluster")
              || one.path("description").asText("").startsWith("caisson:")
              || one.path("name").asText("").startsWith("caisson:");
      if (ours) {
        names.add(one.path("name").asText(one.path("id").asText()));
      }
    }
    return names;
  }
}
