package io.caisson.simulator.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.simulator.app.Simulator;
import io.caisson.simulator.app.SimulatorOptions;
import io.caisson.simulator.faults.Fault;
import io.caisson.simulator.faults.FaultRule;
import io.caisson.simulator.faults.FaultRule.Where;
import io.caisson.simulator.model.Cidr;
import io.caisson.simulator.model.Guests;
import io.caisson.simulator.model.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The face over real HTTP. What it is held to was read off a real OpenStack Zed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceTest {
  private static final String SERVERS = "/compute/v2.1/servers";
  private static final String PORTS = "/network/v2.0/ports";
  private static final String NEWEST = "compute 2.93";

  private Simulator simulator;
  private Client member;
  private Client admin;
  private String network;
  private String subnet;
  private String external;
  private String range;

  @BeforeAll
  void start() throws Exception {
    int second = ThreadLocalRandom.current().nextInt(130, 190);
    range = "127." + second;
    SimulatorOptions options =
        SimulatorOptions.usual()
            .with(new Timing(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO, 0))
            .with(
                new SimulatorOptions.Addresses(
                    Cidr.parse(range + ".0.0/17"), Cidr.parse(range + ".128.0/17")));
    simulator = Simulator.start(options, (_, _) -> Guests.none());
    member = Client.of(simulator, "OS_");
    admin = Client.of(simulator, "ADMIN_OS_");
    network = id(member.get("/network/v2.0/networks?name=private"), "networks");
    external = id(member.get("/network/v2.0/networks?name=public"), "networks");
    subnet = id(member.get("/network/v2.0/subnets?network_id=" + network), "subnets");
  }

  @AfterEach
  void healAll() {
    simulator.faults().clear();
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void aServerOnAPortBecomesActiveAtItsAddressAndGoesAgain() throws Exception {
    String port = port("one", range + ".9.1");
    JsonNode made = member.post(SERVERS, order("one", port)).json().path("server");
    String path = SERVERS + "/" + made.path("id").asText();
    await().until(() -> status(path).equals("ACTIVE"));
    JsonNode server = member.get(path, "OpenStack-API-Version", NEWEST).json().path("server");
    assertThat(server.path("addresses").path("private").path(0).path("addr").asText())
        .isEqualTo(range + ".9.1");
    assertThat(server.path("metadata").path("role").asText()).isEqualTo("test");
    assertThat(server.has("OS-EXT-SRV-ATTR:user_data")).isFalse();
    JsonNode bound = member.get(PORTS + "/" + port).json().path("port");
    assertThat(bound.path("device_id").asText()).isEqualTo(made.path("id").asText());
    assertThat(member.delete(path).status()).isEqualTo(204);
    await().until(() -> member.get(path).status() == 404);
    assertThat(member.get(path).words()).contains("could not be found");
    assertThat(member.get(PORTS + "/" + port).json().path("port").path("device_id").asText())
        .isEmpty();
  }

  @Test
  void aServerIsRebuiltFromAnImage() throws Exception {
    String made = order("anew", port("anew", range + ".9.7"));
    String path =
        SERVERS + "/" + member.post(SERVERS, made).json().path("server").path("id").asText();
    await().until(() -> status(path).equals("ACTIVE"));
    String rebuild = "{\"rebuild\":{\"imageRef\":\"%s\"%s}}";

    Client.Reply reply = member.post(path + "/action", rebuild.formatted(image(), ""));

    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("location")).endsWith(path.replace("/compute", ""));
    JsonNode server = reply.json().path("server");
    assertThat(server.path("status").asText()).isEqualTo("REBUILD");
    assertThat(server.path("adminPass").asText()).isNotEmpty();
    await().until(() -> status(path).equals("ACTIVE"));
    String data = ",\"user_data\":\"I2Nsb3VkLWNvbmZpZwo=\"";
    assertThat(member.post(path + "/action", rebuild.formatted(image(), data)).words())
        .contains("'user_data' was unexpected");
    assertThat(member.post(path + "/action", "{\"rebuild\":{}}").words())
        .contains("'imageRef' is a required property");
    assertThat(member.post(path + "/action", rebuild.formatted("none", "")).words())
        .contains("Can not find requested image");
  }

  @Test
  void anAdministratorSeesTheUserDataFrom23On() throws Exception {
    String id =
        member
            .post(SERVERS, order("seen", port("seen", range + ".9.2")))
            .json()
            .path("server")
            .path("id")
            .asText();
    String path = SERVERS + "/" + id;
    String key = "OS-EXT-SRV-ATTR:user_data";
    assertThat(admin.get(path).json().path("server").has(key)).isFalse();
    JsonNode server = admin.get(path, "OpenStack-API-Version", "compute 2.3").json().path("server");
    assertThat(server.path(key).asText()).isEqualTo("I2Nsb3VkLWNvbmZpZwo=");
  }

  @Test
  void aMicroversionBeyondTheLastIsNotAcceptable() throws Exception {
    Client.Reply reply = member.get(SERVERS, "OpenStack-API-Version", "compute 2.94");
    assertThat(reply.status()).isEqualTo(406);
    assertThat(reply.words())
        .isEqualTo("Version 2.94 is not supported by the API. Minimum is 2.1 and maximum is 2.93.");
    assertThat(member.get(SERVERS).header("openstack-api-version")).isEqualTo("compute 2.1");
  }

  @Test
  void ordersAreCheckedInNovasWords() throws Exception {
    assertThat(refused("{\"server\":{\"flavorRef\":\"x\"}}"))
        .endsWith("Value: {'flavorRef': 'x'}. 'name' is a required property");
    assertThat(refused("{\"server\":{\"name\":\"a\",\"flavorRef\":\"x\",\"zzz\":1}}"))
        .endsWith("Additional properties are not allowed ('zzz' was unexpected)");
    assertThat(refused("{\"server\":{\"name\":\"" + "x".repeat(256) + "\",\"flavorRef\":\"x\"}}"))
        .endsWith("' is too long");
    assertThat(refused("{\"server\":{\"name\":\"a\\nb\",\"flavorRef\":\"x\"}}"))
        .startsWith("An invalid 'name' value was provided.");
    assertThat(refused("{")).isEqualTo("Malformed request body");
    String tooBig = "A".repeat(65_536);
    assertThat(
            refused(
                "{\"server\":{\"name\":\"a\",\"flavorRef\":\"x\",\"user_data\":\""
                    + tooBig
                    + "\"}}"))
        .endsWith("' is too long");
    assertThat(refused("{\"server\":{\"name\":\"a\",\"flavorRef\":\"x\",\"user_data\":\"A\"}}"))
        .endsWith("'A' is not a 'base64'");
  }

  @Test
  void unknownThingsInAnOrderAreNamed() throws Exception {
    String zero = "00000000-0000-0000-0000-000000000000";
    String image = image();
    String flavor = flavor();
    assertThat(refused(body("a", "nope", image, "[]")))
        .isEqualTo("Flavor nope could not be found.");
    assertThat(refused(body("a", flavor, zero, "[]"))).isEqualTo("Can not find requested image");
    assertThat(refused(body("a", flavor, image, "[{\"port\":\"" + zero + "\"}]")))
        .isEqualTo("Port id " + zero + " could not be found.");
    assertThat(refused(body("a", flavor, image, "[{\"uuid\":\"" + zero + "\"}]")))
        .isEqualTo("Network " + zero + " could not be found.");
  }

  @Test
  void aBodyOfManyMegabytesIsRefused() throws Exception {
    assertThat(member.post(SERVERS, "x".repeat(5_000_000)).status()).isEqualTo(413);
  }

  @Test
  void aTakenAddressIsAConflictOfItsOwnType() throws Exception {
    port("first", range + ".9.5");
    Client.Reply second = member.post(PORTS, portOrder("second", range + ".9.5"));
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("NeutronError").path("type").asText())
        .isEqualTo("IpAddressAlreadyAllocated");
  }

  @Test
  void onlyTheOwnerOfANetworkChoosesAddressesOnIt() throws Exception {
    String shared = "{\"network\":{\"name\":\"provider\",\"shared\":true}}";
    String id = admin.post("/network/v2.0/networks", shared).json().at("/network/id").asText();
    admin.post(
        "/network/v2.0/subnets",
        "{\"subnet\":{\"network_id\":\"%s\",\"ip_version\":4,\"cidr\":\"10.8.0.0/16\"}}"
            .formatted(id));
    String any = "{\"port\":{\"network_id\":\"" + id + "\"%s}}";
    Client.Reply free = member.post(PORTS, any.formatted(""));
    assertThat(free.status()).isEqualTo(201);
    Client.Reply chosen =
        member.post(PORTS, any.formatted(",\"fixed_ips\":[{\"ip_address\":\"10.8.1.1\"}]"));
    assertThat(chosen.status()).isEqualTo(403);
    assertThat(chosen.words()).contains("rule:create_port:fixed_ips:ip_address");
    member.delete(PORTS + "/" + free.json().at("/port/id").asText());
    assertThat(admin.delete("/network/v2.0/networks/" + id).status()).isEqualTo(204);
  }

  @Test
  void aCharacterThatTheDatabaseCannotStoreBreaksNeutron() throws Exception {
    String order = "{\"security_group\":{\"name\":\"\uD83D\uDE00\"}}";
    assertThat(member.post("/network/v2.0/security-groups", order).status()).isEqualTo(500);
  }

  @Test
  void listsOfPortsArePagedByLimitAndMarker() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(port("paged", range + ".9." + (20 + i)));
    }
    List<String> seen = new ArrayList<>();
    String path = PORTS + "?name=paged&fields=id&limit=2";
    Optional<String> next = Optional.of(path);
    while (next.isPresent()) {
      JsonNode page = member.get(next.get()).json();
      page.path("ports").forEach(port -> seen.add(port.path("id").asText()));
      next =
          page.path("ports_links").findParents("rel").stream()
              .filter(link -> link.path("rel").asText().equals("next"))
              .map(link -> path + "&marker=" + seen.getLast())
              .findFirst();
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    assertThat(member.get(PORTS + "?zzz=1").words())
        .isEqualTo("['zzz'] is invalid attribute for filtering");
  }

  @Test
  void listsOfServersArePagedAndTheLinkLeadsToTheNextPage() throws Exception {
    for (int i = 0; i < 3; i++) {
      member.post(SERVERS, order("page-of-servers", port("p", range + ".9." + (30 + i))));
    }
    JsonNode first = member.get(SERVERS + "?name=page-of-servers&limit=2").json();
    assertThat(first.path("servers")).hasSize(2);
    String link = first.path("servers_links").path(0).path("href").asText();
    String query = link.substring(link.indexOf('?'));
    assertThat(member.get(SERVERS + query).json().path("servers")).hasSize(1);
  }

  @Test
  void aFloatingAddressLeadsThroughTheRouterToThePort() throws Exception {
    String port = port("reached", range + ".9.40");
    String order =
        "{\"floatingip\":{\"floating_network_id\":\"%s\",\"port_id\":\"%s\"}}"
            .formatted(external, port);
    JsonNode ip = member.post("/network/v2.0/floatingips", order).json().path("floatingip");
    assertThat(ip.path("fixed_ip_address").asText()).isEqualTo(range + ".9.40");
    assertThat(ip.path("floating_ip_address").asText()).startsWith(range);
    assertThat(member.post("/network/v2.0/floatingips", order).status()).isEqualTo(409);
  }

  @Test
  void aProjectSeesNeitherThePortsNorTheServersOfAnother() throws Exception {
    Client other = Client.of(simulator, "OTHER_OS_");
    String port = port("mine", range + ".9.50");
    String id = member.post(SERVERS, order("mine", port)).json().path("server").path("id").asText();
    assertThat(other.get(PORTS + "/" + port).status()).isEqualTo(404);
    assertThat(other.get(SERVERS + "/" + id).status()).isEqualTo(404);
    assertThat(other.delete(SERVERS + "/" + id).status()).isEqualTo(404);
    assertThat(other.get(SERVERS).json().path("servers")).isEmpty();
    assertThat(other.get(SERVERS + "?all_tenants=1").status()).isEqualTo(403);
  }

  @Test
  void anApplicationCredentialLogsInAndCannotMakeAnother() throws Exception {
    JsonNode me =
        member
            .get("/identity/v3/auth/tokens", "X-Subject-Token", member.token())
            .json()
            .path("token")
            .path("user");
    String path = "/identity/v3/users/" + me.path("id").asText() + "/application_credentials";
    JsonNode made =
        member
            .post(path, "{\"application_credential\":{\"name\":\"cluster\"}}")
            .json()
            .path("application_credential");
    Client.Reply logIn =
        member
            .withToken("")
            .post(
                "/identity/v3/auth/tokens",
                """
                {"auth":{"identity":{"methods":["application_credential"],
                "application_credential":{"id":"%s","secret":"%s"}}}}
                """
                    .formatted(made.path("id").asText(), made.path("secret").asText()));
    assertThat(logIn.status()).isEqualTo(201);
    Client cluster = member.withToken(logIn.header("x-subject-token"));
    assertThat(cluster.get(SERVERS).status()).isEqualTo(200);
    Client.Reply second = cluster.post(path, "{\"application_credential\":{\"name\":\"second\"}}");
    assertThat(second.status()).isEqualTo(403);
    assertThat(second.words()).contains("application_credential");
    assertThat(member.delete(path + "/" + made.path("id").asText()).status()).isEqualTo(204);
    assertThat(cluster.get(SERVERS).status()).isEqualTo(401);
  }

  @Test
  void aQuotaThatAnAdministratorSetsIsToldInFigures() throws Exception {
    Client other = Client.of(simulator, "OTHER_OS_");
    String project =
        other
            .get("/identity/v3/auth/tokens", "X-Subject-Token", other.token())
            .json()
            .path("token")
            .path("project")
            .path("id")
            .asText();
    String quota = "/compute/v2.1/os-quota-sets/" + project;
    String one = "{\"quota_set\":{\"cores\":0}}";
    assertThat(other.put(quota, one).status()).isEqualTo(403);
    assertThat(admin.put(quota, one).status()).isEqualTo(200);
    Client.Reply refused = other.post(SERVERS, body("a", flavor(), image(), "[]"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.words())
        .startsWith("Quota exceeded for cores: Requested 1, but already used 0 of 0 cores");
    admin.delete(quota);
  }

  @Test
  void aLostReplyIsDoneAllTheSame() throws Exception {
    simulator
        .faults()
        .add(FaultRule.once(new Fault.LostReply()).at(Where.of("network", "POST", "/v2.0/ports")));
    assertThatThrownBy(() -> member.post(PORTS, portOrder("lost", range + ".9.60")))
        .isInstanceOf(IOException.class);
    assertThat(member.get(PORTS + "?name=lost").json().path("ports")).hasSize(1);
  }

  @Test
  void aCutRequestIsNotDone() throws Exception {
    simulator
        .faults()
        .add(FaultRule.once(new Fault.CutBefore()).at(Where.of("network", "POST", ".*")));
    assertThatThrownBy(() -> member.post(PORTS, portOrder("cut", range + ".9.61")))
        .isInstanceOf(IOException.class);
    assertThat(member.get(PORTS + "?name=cut").json().path("ports")).isEmpty();
  }

  @Test
  void throttlingSaysWhenToComeBackAndAPageIsNoJson() throws Exception {
    simulator
        .faults()
        .add(FaultRule.once(new Fault.Status(429, Optional.of(Duration.ofSeconds(7)))));
    Client.Reply throttled = member.get(SERVERS);
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("retry-after")).isEqualTo("7");
    simulator.faults().add(FaultRule.once(new Fault.Html(502)));
    assertThat(member.get(SERVERS).text()).startsWith("<html>");
    assertThat(member.get(SERVERS).status()).isEqualTo(200);
  }

  @Test
  void anExpiredOrForeignTokenIs401Everywhere() throws Exception {
    Client nobody = member.withToken("nonsense");
    for (String path : List.of(SERVERS, PORTS, "/image/v2/images", "/identity/v3/auth/projects")) {
      Client.Reply reply = nobody.get(path);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("www-authenticate")).startsWith("Keystone uri=");
    }
  }

  private String refused(String body) throws Exception {
    Client.Reply reply = member.post(SERVERS, body);
    assertThat(reply.status()).isEqualTo(400);
    return reply.words();
  }

  private String status(String path) throws Exception {
    return member.get(path).json().path("server").path("status").asText();
  }

  private String port(String name, String address) throws Exception {
    JsonNode made = member.post(PORTS, portOrder(name, address)).json();
    return made.path("port").path("id").asText();
  }

  private String portOrder(String name, String address) {
    return """
    {"port":{"name":"%s","network_id":"%s",
    "fixed_ips":[{"subnet_id":"%s","ip_address":"%s"}]}}
    """
        .formatted(name, network, subnet, address);
  }

  private String order(String name, String port) throws Exception {
    return """
    {"server":{"name":"%s","flavorRef":"%s","imageRef":"%s","networks":[{"port":"%s"}],
    "metadata":{"role":"test"},"user_data":"I2Nsb3VkLWNvbmZpZwo="}}
    """
        .formatted(name, flavor(), image(), port);
  }

  private static String body(String name, String flavor, String image, String networks) {
    return "{\"server\":{\"name\":\"%s\",\"flavorRef\":\"%s\",\"imageRef\":\"%s\",\"networks\":%s}}"
        .formatted(name, flavor, image, networks);
  }

  private String flavor() throws Exception {
    return id(member.get("/compute/v2.1/flavors"), "flavors");
  }

  private String image() throws Exception {
    return id(member.get("/image/v2/images?name=cirros"), "images");
  }

  private static String id(Client.Reply reply, String list) throws Exception {
    return reply.json().path(list).path(0).path("id").asText();
  }
}
