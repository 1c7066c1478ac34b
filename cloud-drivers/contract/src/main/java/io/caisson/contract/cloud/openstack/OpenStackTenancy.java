package io.caisson.contract.cloud.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.contract.cloud.Access;
import io.caisson.contract.cloud.Administrator.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A project, a user, and the roles of a member, made by the administrator. */
final class OpenStackTenancy implements Tenancy {
  private static final Set<String> COMPUTE =
      Set.of("instances", "cores", "ram", "server_groups", "server_group_members");

  /** The second is Octavia's own, which its usual policy wants; not every cloud has it. */
  private static final Set<String> ROLES = Set.of("member", "load-balancer_member");

  private static final Set<String> VOLUMES = Set.of("volumes", "gigabytes");

  /** Neutron's names of quotas. */
  private static final Map<String, String> NETWORK =
      Map.of(
          "networks", "network",
          "subnets", "subnet",
          "routers", "router",
          "ports", "port",
          "floating_ips", "floatingip",
          "security_groups", "security_group",
          "security_group_rules", "security_group_rule");

  private final Session administrator;
  private final String name;
  private final Access member;
  private final String project;
  private final String user;
  private @Nullable String network;

  OpenStackTenancy(Session administrator, Access like, String name) {
    this.name = name;
    this.administrator = administrator;
    Access.Password own = new Access.Password(name, "Default", name, name, "Default");
    this.member = like.as(own);
    project = made("/projects", "project", Map.of("name", name, "domain_id", "default"));
    user =
        made(
            "/users",
            "user",
            Map.of("name", name, "password", own.password(), "domain_id", "default"));
    for (String role : roles()) {
      administrator.put(
          "identity", "/projects/%s/users/%s/roles/%s".formatted(project, user, role), null);
    }
  }

  @Override
  public Access member() {
    return member;
  }

  @Override
  public synchronized String network() {
    String known = network;
    if (known != null) {
      return known;
    }
    Map<String, Object> order = Map.of("name", name, "project_id", project);
    String made =
        administrator
            .post("network", "/v2.0/networks", Map.of("network", order))
            .at("/network/id")
            .asText();
    network = made;
    Map<String, Object> subnet =
        Map.of(
            "network_id",
            made,
            "project_id",
            project,
            "ip_version",
            4,
            "cidr",
            "10.98.0.0/24",
            "enable_dhcp",
            false);
    administrator.post("network", "/v2.0/subnets", Map.of("subnet", subnet));
    return made;
  }

  @Override
  public void limit(String resource, long limit) {
    if (COMPUTE.contains(resource)) {
      administrator.put(
          "compute",
          "/os-quota-sets/" + project,
          Map.of("quota_set", Map.of(resource, limit, "force", true)));
    } else if (VOLUMES.contains(resource)) {
      administrator.put(
          "volumev3", "/os-quota-sets/" + project, Map.of("quota_set", Map.of(resource, limit)));
    } else if (resource.equals("load_balancers")) {
      administrator.put(
          "load-balancer",
          "/v2.0/lbaas/quotas/" + project,
          Map.of("quota", Map.of("load_balancer", limit)));
    } else {
      administrator.put(
          "network",
          "/v2.0/quotas/" + project,
          Map.of("quota", Map.of(NETWORK.getOrDefault(resource, resource), limit)));
    }
  }

  @Override
  public synchronized void close() {
    if (network != null) {
      administrator.delete("network", "/v2.0/networks/" + network);
    }
    String groups = "/v2.0/security-groups?project_id=" + project;
    for (JsonNode group : administrator.get("network", groups).path("security_groups")) {
      administrator.delete("network", "/v2.0/security-groups/" + group.path("id").asText());
    }
    administrator.delete("network", "/v2.0/quotas/" + project);
    administrator.delete("compute", "/os-quota-sets/" + project);
    administrator.delete("identity", "/users/" + user);
    administrator.delete("identity", "/projects/" + project);
  }

  private String made(String path, String kind, Map<String, Object> body) {
    return administrator.post("identity", path, Map.of(kind, body)).at("/" + kind + "/id").asText();
  }

  private List<String> roles() {
    List<String> all = new ArrayList<>();
    for (JsonNode role : administrator.get("identity", "/roles").path("roles")) {
      if (ROLES.contains(role.path("name").asText())) {
        all.add(role.path("id").asText());
      }
    }
    if (all.isEmpty()) {
      throw new IllegalStateException("the cloud has no role 'member'");
    }
    return all;
  }
}
