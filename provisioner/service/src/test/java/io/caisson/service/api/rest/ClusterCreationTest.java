package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.service.store.RequestStore;
import io.caisson.service.store.RequestStore.Claim;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterCreationTest {
  private static final String SPEC =
      """
      {"name": "prod", "kubernetes_version": "1.34.4",
       "node_groups": [
         {"name": "control-plane", "role": "control-plane", "flavor": "m1.medium",
          "image": "ubuntu"},
         {"name": "worker", "flavor": "m1.medium", "image": "ubuntu", "count": 2,
          "bounds": {"min": 1, "max": 4}, "labels": {"tier": "web"},
          "taints": [{"key": "k", "value": "v", "effect": "NoSchedule"}]}],
       "networking": {"network": "private"},
       "endpoint": {"type": "floating_address", "external_network": "public"},
       "key_pair": "caisson", "timeouts": {"create": "PT30M"}}
      """;
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aClusterIsDurableBeforeTheAnswer() {
    Answer answer = api.post("demo", "/api/v1/clusters", SPEC);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").asText();
    assertThat(answer.header("Location")).isEqualTo("/api/v1/clusters/" + id);
    Cluster cluster = api.store.load(new ClusterId(id)).orElseThrow();
    assertThat(cluster.head().name()).isEqualTo("prod");
    assertThat(cluster.spec().group("worker").orElseThrow().bounds().max()).contains(4);
    assertThat(cluster.spec().timeouts().create()).isEqualTo(Duration.ofMinutes(30));
    assertThat(api.woken).containsExactly(new ClusterId(id));
    assertThat(api.get("demo", "/v1/clusters/" + id).json().get("cluster_template_id").isNull())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"floating_address\", \"external_network\": \"public\"}",
        "{\"type\": \"load_balancer\", \"external_network\": \"public\"}",
        "{\"type\": \"load_balancer\", \"provider\": \"ovn\", \"availability_zone\": \"lb-1\","
            + " \"subnet\": \"subnet-9\"}"
      })
  void whatIsShownCanBeAskedForAgain(String endpoint) throws IOException {
    String asked =
        SPEC.replace(
            "{\"type\": \"floating_address\", \"external_network\": \"public\"}", endpoint);
    String id = api.post("demo", "/api/v1/clusters", asked).json().get("id").asText();
    JsonNode shown = api.get("demo", "/api/v1/clusters/" + id).json().get("spec");
    String again =
        shown
            .toString()
            .replace("\"os_profile\":\"ubuntu-24.04\",", "")
            .replace("\"net-1\"", "\"private\"")
            .replace("\"ext-1\"", "\"public\"");
    Answer answer = api.post("demo", "/api/v1/clusters", again);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String second = answer.json().get("id").asText();
    assertThat(api.get("demo", "/api/v1/clusters/" + second).json().get("spec")).isEqualTo(shown);
    assertThat(shown.get("endpoint"))
        .isEqualTo(new JsonMapper().readTree(endpoint.replace("public", "ext-1")));
  }

  @Test
  void severalControlPlanesAreSoftlyApartUnlessTheySayOtherwise() {
    assertThat(placements("")).containsExactly("none", "none");
    assertThat(placements("\"count\": 3,")).containsExactly("soft-anti-affinity", "none");
    assertThat(placements("\"count\": 3, \"placement\": \"none\","))
        .containsExactly("none", "none");
    assertThat(placements("\"placement\": \"affinity\",")).containsExactly("affinity", "none");
  }

  private List<String> placements(String leaders) {
    String role = "\"role\": \"control-plane\",";
    Answer answer = api.post("demo", "/api/v1/clusters", SPEC.replace(role, role + leaders));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode shown = api.get("demo", "/api/v1/clusters/" + answer.json().get("id").asText()).json();
    return shown
        .at("/spec/node_groups")
        .valueStream()
        .map(group -> group.get("placement").asText())
        .toList();
  }

  @Test
  void aNetworkIsMadeWhereTheSpecAsksForIt() {
    JsonNode shown =
        networking(
            """
            {"create": {"cidr": "10.9.0.0/22", "external_network": "public",
                        "dns_servers": ["192.0.2.53"]}}
            """);
    assertThat(shown.get("network").isNull()).isTrue();
    assertThat(shown.get("subnet").isNull()).isTrue();
    assertThat(shown.get("create").toString())
        .isEqualTo(
            "{\"cidr\":\"10.9.0.0/22\",\"external_network\":\"ext-1\",\"dns_servers\":[\"192.0.2.53\"]}");
    assertThat(networking("{\"create\": {}}").at("/create/cidr").asText()).isEqualTo("10.0.0.0/24");
    assertThat(networking("{\"create\": {}}").at("/create/external_network").asText())
        .isEqualTo("ext-1");
  }

  private JsonNode networking(String wish) {
    Answer answer =
        api.post("demo", "/api/v1/clusters", SPEC.replace("{\"network\": \"private\"}", wish));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").asText();
    return api.get("demo", "/api/v1/clusters/" + id).json().at("/spec/networking");
  }

  @Test
  void machinesMayHaveFurtherPorts() {
    String group = "{\"name\": \"worker\",";
    String wish =
        SPEC.replace(
            group,
            group
                + "\"ports\": [{\"network\": \"double\", \"subnet\": \"subnet-2\","
                + " \"vnic_type\": \"direct\"}],");
    Answer answer = api.post("demo", "/api/v1/clusters", wish);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").asText();
    JsonNode port =
        api.get("demo", "/api/v1/clusters/" + id).json().at("/spec/node_groups/1/ports/0");
    assertThat(port.get("network").asText()).isEqualTo("net-2");
    assertThat(port.get("subnet").asText()).isEqualTo("subnet-2");
    assertThat(port.get("vnic_type").asText()).isEqualTo("direct");
    assertThat(api.post("demo", "/api/v1/clusters", wish.replace("subnet-2", "nope")).text())
        .contains("node_groups[1].ports[0].subnet", "has no IPv4 subnet with the id 'nope'");
    assertThat(api.post("demo", "/api/v1/clusters", wish.replace("double", "nope")).text())
        .contains("node_groups[1].ports[0].network", "the project has no network 'nope'");
    assertThat(api.post("demo", "/api/v1/clusters", wish.replace("direct", "virtio")).text())
        .contains("node_groups[1].ports[0].vnic_type", "one of [normal, direct, macvtap]");
  }

  @Test
  void networksThatCannotBeMadeAreRefused() {
    assertThat(refused("{\"create\": {}, \"network\": \"private\"}"))
        .contains("excludes a network");
    assertThat(refused("{\"create\": {\"cidr\": \"10.9.0.0/30\"}}"))
        .contains("networking.create.cidr", "pools have 1 addresses");
    assertThat(refused("{\"create\": {\"cidr\": \"10.9.0.1/24\"}}")).contains("host bits");
    assertThat(refused("{\"create\": {\"cidr\": \"169.254.0.0/24\"}}"))
        .contains("no network may use");
    assertThat(refused("{\"create\": {\"external_network\": \"private\"}}"))
        .contains("networking.create.external_network", "is not external");
    assertThat(refused("{\"create\": {\"dns_servers\": [\"dns.example.org\"]}}"))
        .contains("no IPv4 address of a name server");
    String inside =
        SPEC.replace(
                "{\"network\": \"private\"}", "{\"create\": {\"external_network\": \"public\"}}")
            .replace(
                "{\"type\": \"floating_address\", \"external_network\": \"public\"}",
                "{\"type\": \"server_address\"}");
    Answer answer = api.post("demo", "/api/v1/clusters", inside);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("leads nowhere from outside");
  }

  private String refused(String networking) {
    Answer answer =
        api.post(
            "demo", "/api/v1/clusters", SPEC.replace("{\"network\": \"private\"}", networking));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    return answer.text();
  }

  @Test
  void aTemplateFillsWhatIsLeftOut() {
    api.aTemplate("demo");
    Answer answer =
        api.post(
            "demo",
            "/api/v1/clusters",
            """
            {"template": "k8s", "node_groups": [
              {"name": "control-plane", "role": "control-plane"}, {"name": "worker"}]}
            """);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode spec =
        api.get("demo", "/api/v1/clusters/" + answer.json().get("id").asText()).json().get("spec");
    assertThat(spec.at("/kubernetes_version").asText()).isEqualTo("1.34.4");
    assertThat(spec.at("/node_groups/1/flavor").asText()).isEqualTo("m1.medium");
    assertThat(spec.at("/endpoint/external_network").asText()).isEqualTo("ext-1");
    assertThat(spec.at("/key_pair").asText()).isEqualTo("caisson");
  }

  @Test
  void allProblemsAreToldAtOnceEachWithItsPath() {
    Answer answer =
        api.post(
            "demo",
            "/api/v1/clusters",
            """
            {"name": "9", "kubernetes_version": "1.99.0", "nodes": 3, "template": "nope",
             "node_groups": [
               {"name": "control-plane", "role": "control-plane", "flavor": "m1.tiny",
                "image": "ubuntu", "count": 2},
               {"name": "worker", "flavor": "nope", "image": 7, "count": "three", "size": 1},
               {"name": "w", "role": "boss", "flavor": "m1.medium", "image": "ubuntu",
                "count": 99999999999}],
             "networking": {"network": "private", "pod_cidr": "10.0.0.0/16"},
             "endpoint": {"type": "cloud"}, "timeouts": {"create": "soon"}}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    List<String> paths = new ArrayList<>();
    answer.json().get("errors").forEach(one -> paths.add(one.get("path").asText()));
    assertThat(paths)
        .contains(
            "name",
            "kubernetes_version",
            "nodes",
            "template",
            "node_groups[0].count",
            "node_groups[0].flavor",
            "node_groups[1].flavor",
            "node_groups[1].image",
            "node_groups[1].count",
            "node_groups[1].size",
            "node_groups[2].role",
            "node_groups[2].count",
            "networking.pod_cidr",
            "endpoint.type",
            "timeouts.create");
    assertThat(api.store.living()).isEmpty();
    assertThat(api.identity.credentials).isEmpty();
  }

  @Test
  void absurdSizesAreRefused() {
    String groups = "{\"name\": \"w\"},".repeat(300);
    Answer many =
        api.post("demo", "/api/v1/clusters", "{\"node_groups\": [%s {}]}".formatted(groups));
    assertThat(many.status()).isEqualTo(400);
    assertThat(many.json().get("detail").asText()).contains("node_groups: has 301 entries");
    Answer wide =
        api.post(
            "demo",
            "/api/v1/clusters",
            SPEC.replace("\"count\": 2", "\"count\": 100000").replace("\"max\": 4", "\"max\": 9"));
    assertThat(wide.json().get("detail").asText()).contains("100000 machines; 0 to 5000");
    assertThat(api.post("demo", "/api/v1/clusters", "[]").status()).isEqualTo(400);
    assertThat(api.post("demo", "/api/v1/clusters", "{").status()).isEqualTo(400);
    assertThat(api.post("reader", "/api/v1/clusters", SPEC).status()).isEqualTo(403);
  }

  @Test
  void aDryRunSaysWhatWouldBeMadeAndChangesNothing() {
    Answer answer = api.post("demo", "/api/v1/clusters?dry_run=true", SPEC);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode plan = answer.json();
    assertThat(plan.get("changes").asText()).isEqualTo("a cluster of 3 machines");
    assertThat(plan.at("/machines/joining").toString())
        .isEqualTo("[\"control-plane-1\",\"worker-1\",\"worker-2\"]");
    assertThat(plan.get("resources").toString()).contains("server/worker-2", "floating-ip/api");
    assertThat(plan.at("/quotas/cores/needed").asInt()).isEqualTo(6);
    assertThat(api.store.living()).isEmpty();
    assertThat(api.identity.credentials).isEmpty();
    String wrong = SPEC.replace("m1.medium", "nope");
    assertThat(api.post("demo", "/api/v1/clusters?dry_run=true", wrong).status()).isEqualTo(400);
    assertThat(api.post("demo", "/api/v1/clusters?dry_run=perhaps", SPEC).status()).isEqualTo(400);
  }

  @Test
  void aRequestWithAKeyIsCarriedOutOnce() {
    Answer first = keyed("k1", SPEC);
    Answer again = keyed("k1", SPEC);
    assertThat(first.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(api.store.living()).hasSize(1);
    Answer other = keyed("k1", SPEC.replace("prod", "test"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(keyed("k2", SPEC).json().get("id")).isNotEqualTo(first.json().get("id"));
    assertThat(keyed("a b", SPEC).status()).isEqualTo(400);
  }

  @Test
  void aRefusedRequestGivesItsKeyBack() {
    assertThat(keyed("k1", SPEC.replace("ubuntu", "nope")).status()).isEqualTo(400);
    assertThat(keyed("k1", SPEC).status()).isEqualTo(202);
  }

  @Test
  void listsArePaged() {
    for (String name : List.of("a", "b", "c")) {
      api.post("demo", "/api/v1/clusters", SPEC.replace("prod", name));
      api.clock.advance(Duration.ofSeconds(1));
    }
    JsonNode first = api.get("demo", "/api/v1/clusters?limit=2").json();
    assertThat(names(first)).containsExactly("a", "b");
    String next = first.get("next").asText();
    api.send("DELETE", "demo", "/api/v1/clusters/b", "");
    JsonNode second = api.get("demo", "/api/v1/clusters?limit=2&cursor=" + next).json();
    assertThat(names(second)).containsExactly("c");
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(api.get("demo", "/api/v1/clusters?cursor=%21").status()).isEqualTo(400);
    assertThat(api.get("demo", "/api/v1/clusters?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aRequestWhoseAnswerWasLostIsAnsweredByWhatItMade() {
    Answer first = keyed("k1", SPEC);
    RequestStore.Key key = new RequestStore.Key("project-demo", "user-demo", "k1");
    Claim held = api.requests.claim(key, Claim.of("", UUID.randomUUID().toString(), now()));
    api.requests.withdraw(key, held);
    api.requests.claim(key, Claim.of(held.fingerprint(), held.subject(), now()));
    assertThat(keyed("k1", SPEC).json()).isEqualTo(first.json());
    assertThat(api.store.living()).hasSize(1);
  }

  @Test
  void aRequestThatCameToNothingIsCarriedOutWhenNobodyIsAtItAnyMore() {
    keyed("k1", SPEC);
    RequestStore.Key key = new RequestStore.Key("project-demo", "user-demo", "k1");
    Claim held = api.requests.claim(key, Claim.of("", UUID.randomUUID().toString(), now()));
    api.requests.withdraw(key, held);
    api.requests.claim(key, Claim.of(held.fingerprint(), UUID.randomUUID().toString(), now()));
    assertThat(keyed("k1", SPEC).status()).isEqualTo(409);
    api.clock.advance(Duration.ofMinutes(3));
    assertThat(keyed("k1", SPEC).status()).isEqualTo(202);
    assertThat(api.store.living()).hasSize(2);
  }

  private Instant now() {
    return api.clock.instant();
  }

  private Answer keyed(String key, String body) {
    HttpRequest request =
        api.request("demo", "/api/v1/clusters")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return api.send(request);
  }

  private static List<String> names(JsonNode list) {
    List<String> names = new ArrayList<>();
    list.get("clusters").forEach(one -> names.add(one.get("name").asText()));
    return names;
  }
}
