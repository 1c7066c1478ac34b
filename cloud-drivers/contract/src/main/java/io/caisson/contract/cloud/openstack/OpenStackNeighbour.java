package io.caisson.contract.cloud.openstack;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.contract.cloud.Access;
import io.caisson.contract.cloud.Neighbour;
import io.caisson.contract.cloud.Stock;
import io.caisson.spi.identity.Identity.ClusterCredential;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The member with some other tool. */
final class OpenStackNeighbour implements Neighbour {
  private final Session session;
  private final Access member;
  private final List<String> servers = new ArrayList<>();
  private final List<String> ports = new ArrayList<>();
  private final List<String> networks = new ArrayList<>();

  OpenStackNeighbour(Session session, Access member) {
    this.session = session;
    this.member = member;
  }

  @Override
  public String token() {
    return session.freshToken();
  }

  @Override
  public String token(ClusterCredential credential) {
    return session.freshToken(
        member.as(new Access.ApplicationCredential(credential.id(), credential.secret())));
  }

  @Override
  public void revoke(String token) {
    session.revoke(token);
  }

  @Override
  public void forgetCredential(String name) {
    String home = "/users/" + session.userId() + "/application_credentials";
    for (JsonNode found : session.get("identity", home).path("application_credentials")) {
      if (found.path("name").asText().equals(name)) {
        session.delete("identity", home + "/" + found.path("id").asText());
      }
    }
  }

  @Override
  public String network(String name) {
    return network(Map.of("name", name));
  }

  @Override
  public String unfilteredNetwork(String name) {
    return network(Map.of("name", name, "port_security_enabled", false));
  }

  private String network(Map<String, Object> attributes) {
    Map<String, Object> network = Map.of("network", attributes);
    String id = session.post("network", "/v2.0/networks", network).at("/network/id").asText();
    networks.add(id);
    session.post(
        "network",
        "/v2.0/subnets",
        Map.of(
            "subnet",
            Map.of(
                "network_id", id, "ip_version", 4, "cidr", "10.99.0.0/24", "enable_dhcp", false)));
    return id;
  }

  @Override
  public String port(String networkId, String name) {
    Map<String, Object> port = Map.of("port", Map.of("network_id", networkId, "name", name));
    String id = session.post("network", "/v2.0/ports", port).at("/port/id").asText();
    ports.add(id);
    return id;
  }

  @Override
  public String server(String name, String portId, Stock stock) {
    Map<String, Object> server =
        Map.of(
            "name",
            name,
            "imageRef",
            stock.image(),
            "flavorRef",
            stock.flavor(),
            "networks",
            List.of(Map.of("port", portId)));
    String id =
        session.post("compute", "/servers", Map.of("server", server)).at("/server/id").asText();
    servers.add(id);
    return id;
  }

  @Override
  public String hostOf(String serverId) {
    return session.get("compute", "/servers/" + serverId).at("/server/hostId").asText();
  }

  @Override
  public void cleanUp() {
    servers.forEach(id -> session.delete("compute", "/servers/" + id));
    if (!servers.isEmpty()) {
      await("the neighbour's servers are gone")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> servers.stream().noneMatch(id -> session.exists("compute", "/servers/" + id)));
    }
    ports.forEach(id -> session.delete("network", "/v2.0/ports/" + id));
    networks.forEach(id -> session.delete("network", "/v2.0/networks/" + id));
    servers.clear();
    ports.clear();
    networks.clear();
  }
}
