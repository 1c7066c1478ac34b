package io.caisson.service.api.magnum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Endpoint;
import io.caisson.domain.cluster.Endpoint.Keeper;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.Placement;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.service.api.FailingStore;
import io.caisson.service.store.StoreUnavailable;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClustersTest {
  private final FailingStore failing = new FailingStore();
  private final ApiFixture api = new ApiFixture(failing.store());
  private String template = "";

  @BeforeEach
  void make() {
    template = api.aTemplate("demo");
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void anAcceptedClusterIsDurableAndTheEngineIsWoken() {
    String id = api.aCluster("demo", template, "one");
    Cluster cluster = api.store.load(new ClusterId(id)).orElseThrow();
    assertThat(api.woken).containsExactly(cluster.id());
    assertThat(api.identity.credentials).containsValue("caisson-" + id);
    assertThat(cluster.head().project()).isEqualTo("project-demo");
    ClusterSpec spec = cluster.spec();
    assertThat(spec.kubernetesVersion()).isEqualTo("1.34.4");
    assertThat(spec.groups())
        .extracting(group -> group.name() + " " + group.count())
        .containsExactly("control-plane 1", "worker 2");
    assertThat(spec.groups().getFirst().flavor().id()).isEqualTo("f-medium");
    assertThat(spec.networking().network()).isEqualTo("net-1");
    assertThat(spec.endpoint()).isEqualTo(new Endpoint.FloatingAddress("ext-1"));
    assertThat(spec.keyPair()).contains("caisson");
    assertThat(spec.timeouts().create()).isEqualTo(Duration.ofMinutes(60));
  }

  static Stream<Arguments> endpoints() {
    Endpoint first = new Endpoint.FloatingAddress("ext-1");
    Endpoint shared = new Endpoint.VirtualAddress(Keeper.KEEPALIVED, Optional.of("ext-1"));
    Endpoint inside = new Endpoint.VirtualAddress(Keeper.KEEPALIVED, Optional.empty());
    return Stream.of(
        Arguments.of("\"master_count\": 1", first),
        Arguments.of("\"floating_ip_enabled\": false", new Endpoint.ServerAddress()),
        Arguments.of("\"master_lb_enabled\": true", shared),
        Arguments.of("\"master_lb_enabled\": true, \"floating_ip_enabled\": false", inside),
        Arguments.of("\"master_count\": 3", shared),
        Arguments.of("\"master_count\": 3, \"floating_ip_enabled\": false", inside),
        Arguments.of("\"master_count\": 3, \"master_lb_enabled\": false", first),
        Arguments.of(
            "\"master_lb_enabled\": true, " + label("api_address_keeper", "kube-vip"),
            new Endpoint.VirtualAddress(Keeper.KUBE_VIP, Optional.of("ext-1"))),
        Arguments.of(
            "\"master_lb_enabled\": true, " + label("octavia_provider", "ovn"),
            new Endpoint.LoadBalancer(
                new Kind(Optional.of("ovn"), Optional.empty()),
                Optional.empty(),
                Optional.of("ext-1"))),
        Arguments.of(
            "\"master_count\": 3, \"floating_ip_enabled\": false, "
                + label("api_address_keeper", "octavia"),
            new Endpoint.LoadBalancer(Kind.USUAL, Optional.empty(), Optional.empty())),
        Arguments.of(
            "\"master_count\": 3, " + label("api_name", "api.example.org"),
            new Endpoint.Name("api.example.org")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void magnumsWordsSayWhereTheApiIsReached(String more, Endpoint endpoint) {
    Answer answer =
        api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\", %s}".formatted(more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("uuid").asText();
    assertThat(api.store.load(new ClusterId(id)).orElseThrow().spec().endpoint())
        .isEqualTo(endpoint);
    assertThat(answer.json().path("warnings")).isEmpty();
    JsonNode shown = api.get("demo", "/v1/clusters/" + id).json();
    assertThat(shown.get("floating_ip_enabled").asBoolean())
        .isEqualTo(endpoint.externalNetwork().isPresent());
    assertThat(shown.get("master_lb_enabled").asBoolean())
        .isEqualTo(
            endpoint instanceof Endpoint.VirtualAddress
                || endpoint instanceof Endpoint.LoadBalancer);
  }

  @Test
  void aTemplateCanAskForASharedAddress() {
    Answer made =
        api.post(
            "demo",
            "/v1/clustertemplates",
            """
            {"name": "shared", "coe": "kubernetes", "image_id": "ubuntu", "flavor_id": "m1.medium",
             "external_network_id": "public", "fixed_network": "private",
             "master_lb_enabled": true}
            """);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    String id = api.aCluster("demo", "shared", "one");
    assertThat(api.store.load(new ClusterId(id)).orElseThrow().spec().endpoint())
        .isEqualTo(new Endpoint.VirtualAddress(Keeper.KEEPALIVED, Optional.of("ext-1")));
  }

  @Test
  void aClusterShowsEveryAttributeThatClientsRead() {
    String id = api.aCluster("demo", template, "one");
    JsonNode shown = api.get("demo", "/v1/clusters/one").json();
    assertThat(shown.properties().stream().map(Map.Entry::getKey))
        .contains(
            "uuid",
            "links",
            "name",
            "cluster_template_id",
            "keypair",
            "node_count",
            "master_count",
            "docker_volume_size",
            "labels",
            "merge_labels",
            "flavor_id",
            "master_flavor_id",
            "create_timeout",
            "stack_id",
            "cluster_id",
            "status",
            "health_status",
            "discovery_url",
            "fixed_network",
            "fixed_subnet",
            "floating_ip_enabled",
            "master_lb_enabled",
            "status_reason",
            "health_status_reason",
            "api_address",
            "coe_version",
            "container_version",
            "project_id",
            "user_id",
            "node_addresses",
            "master_addresses",
            "created_at",
            "updated_at",
            "labels_overridden",
            "labels_added",
            "labels_skipped");
    assertThat(shown.get("status").asText()).isEqualTo("CREATE_IN_PROGRESS");
    assertThat(shown.get("stack_id").asText()).isEqualTo(id);
    assertThat(shown.get("cluster_id").asText()).isEqualTo(id);
    assertThat(shown.get("api_address").isNull()).isTrue();
    assertThat(shown.get("health_status").isNull()).isTrue();
    assertThat(shown.get("health_status_reason").toString()).isEqualTo("{}");
    assertThat(shown.get("create_timeout").isInt()).isTrue();
    assertThat(shown.get("flavor_id").asText()).isEqualTo("m1.medium");
    assertThat(shown.get("coe_version").asText()).isEqualTo("v1.34.4");
    assertThat(shown.has("faults")).isFalse();
  }

  @Test
  void textsAndNullsAreTakenAsNumbersBooleansAndNothing() {
    Answer answer =
        api.post(
            "demo",
            "/clusters/",
            """
            {"name": null, "cluster_template_id": "k8s", "node_count": "3", "master_count": "1",
             "create_timeout": "", "keypair": "", "discovery_url": null, "labels": null,
             "merge_labels": "False", "floating_ip_enabled": "", "docker_volume_size": null,
             "flavor_id": "f-medium"}
            """);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode shown = api.get("demo", "/v1/clusters/" + answer.json().get("uuid").asText()).json();
    assertThat(shown.get("node_count").asInt()).isEqualTo(3);
    assertThat(shown.get("flavor_id").asText()).isEqualTo("f-medium");
    assertThat(shown.get("name").asText()).startsWith("cluster-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|false|{'kube_tag':'v1.34.4'}|{}|{}|{}",
        "{'kube_tag':'v1.35.1'}|false|{'kube_tag':'v1.35.1'}|{}|{'kube_tag':'v1.34.4'}|{}",
        "{'a':1}|false|{'a':'1'}|{'a':'1'}|{}|{'kube_tag':'v1.34.4'}",
        "{'a':true}|true|{'a':'true','kube_tag':'v1.34.4'}|{'a':'true'}|{}|{}",
      })
  void labelsAreMergedAsMagnumDoes(
      String own, boolean merge, String all, String added, String overridden, String skipped) {
    Answer answer =
        api.post(
            "demo",
            "/v1/clusters",
            "{\"cluster_template_id\": \"k8s\", \"labels\": %s, \"merge_labels\": %s}"
                .formatted(own.replace('\'', '"'), merge));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    JsonNode shown = api.get("demo", "/v1/clusters/" + answer.json().get("uuid").asText()).json();
    assertThat(shown.get("labels").toString()).isEqualTo(all.replace('\'', '"'));
    assertThat(shown.get("labels_added").toString()).isEqualTo(added.replace('\'', '"'));
    assertThat(shown.get("labels_overridden").toString()).isEqualTo(overridden.replace('\'', '"'));
    assertThat(shown.get("labels_skipped").toString()).isEqualTo(skipped.replace('\'', '"'));
  }

  @Test
  void aLabelWithoutEffectIsAWarningInTheAnswer() {
    Answer answer =
        api.post(
            "demo",
            "/v1/clusters",
            "{\"cluster_template_id\": \"k8s\", \"labels\": {\"kube_tga\": \"v1.34.4\"}}");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().at("/warnings/0/path").asText()).isEqualTo("labels.kube_tga");
  }

  @Test
  void aNetworkIsMadeIfNoneIsNamed() {
    Answer template =
        api.post(
            "demo",
            "/v1/clustertemplates",
            """
            {"name": "alone", "coe": "kubernetes", "image_id": "ubuntu", "flavor_id": "m1.medium",
             "external_network_id": "public", "dns_nameserver": "192.0.2.53, 192.0.2.54",
             "labels": {"fixed_subnet_cidr": "10.8.0.0/24"}}
            """);
    assertThat(template.status()).as(template.text()).isEqualTo(201);
    Answer answer = api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"alone\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().path("warnings")).isEmpty();
    String id = answer.json().get("uuid").asText();
    ClusterSpec.Networking made =
        api.store.load(new ClusterId(id)).orElseThrow().spec().networking();
    assertThat(made.subnet().cidr()).isEqualTo("10.8.0.0/24");
    assertThat(made.create())
        .contains(new ClusterSpec.NewNetwork("ext-1", List.of("192.0.2.53", "192.0.2.54")));
    JsonNode shown = api.get("demo", "/v1/clusters/" + id).json();
    assertThat(shown.get("fixed_network").isNull()).isTrue();
    Answer inside =
        api.post(
            "demo",
            "/v1/clusters",
            "{\"cluster_template_id\": \"alone\", \"floating_ip_enabled\": false}");
    assertThat(inside.status()).isEqualTo(400);
    assertThat(inside.title())
        .contains("floating_ip_enabled: an address of a network that is made");
  }

  @Test
  void aLabelSaysHowMachinesStandToEachOther() {
    String labels = "\"labels\": {\"nodes_affinity_policy\": \"anti-affinity\"}";
    assertThat(placements("\"master_count\": 3"))
        .containsExactly(Optional.of(Placement.SOFT_ANTI_AFFINITY), Optional.empty());
    assertThat(placements(labels))
        .containsExactly(
            Optional.of(Placement.ANTI_AFFINITY), Optional.of(Placement.ANTI_AFFINITY));
    assertThat(placements("\"master_count\": 3, " + labels.replace("anti-affinity", "none")))
        .containsExactly(Optional.empty(), Optional.empty());
  }

  private List<Optional<Placement>> placements(String wish) {
    Answer answer =
        api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\", %s}".formatted(wish));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(answer.json().path("warnings")).isEmpty();
    String id = answer.json().get("uuid").asText();
    return api.store.load(new ClusterId(id)).orElseThrow().spec().groups().stream()
        .map(group -> group.options().placement())
        .toList();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        bad("\"master_count\": 2", "master_count: 2 control-plane machines: an even number"),
        bad("\"master_count\": 9", "master_count: 9 control-plane machines: more than 7"),
        bad("\"master_count\": 0", "master_count: 0 machines; a cluster needs at least one"),
        bad("\"node_count\": -1", "node_count: -1 machines; 0 to 5000"),
        bad("\"node_count\": 1000000000", "node_count: 1000000000 machines; 0 to 5000"),
        bad("\"node_count\": 10000000000", "node_count: '10000000000' is no whole number"),
        bad("\"node_count\": 1.5", "node_count: '1.5' is no whole number"),
        bad("\"node_count\": true", "node_count: must be a whole number"),
        bad("\"node_count\": []", "node_count: must be a whole number"),
        bad("\"node_count\": 254", "fixed_subnet: the subnet's pools have 253 addresses"),
        bad("\"name\": \"" + "x".repeat(300) + "\"", "name: has 300 characters"),
        bad("\"name\": \"a\\\"b\"", "must begin with a letter"),
        bad("\"name\": \"a\\nb\"", "must begin with a letter"),
        bad("\"name\": \"\\ud83d\\ude80\"", "must begin with a letter"),
        bad("\"name\": \"a\\ud800\"", "cannot be stored"),
        bad("\"flavor_id\": \"nope\"", "flavor_id: the project has no flavor 'nope'"),
        bad("\"master_flavor_id\": \"m1.tiny\"", "kubeadm refuses a control plane with less"),
        bad("\"fixed_network\": \"nope\"", "fixed_network: the project has no network 'nope'"),
        bad("\"fixed_network\": \"double\"", "fixed_subnet: network 'double' has 2 IPv4 subnets"),
        bad("\"fixed_subnet\": \"other\"", "has no IPv4 subnet with the id 'other'"),
        bad("\"create_timeout\": -5", "create_timeout: -300 seconds"),
        bad("\"create_timeout\": 99999", "create_timeout: "),
        bad("\"docker_volume_size\": -5", "-5 GiB; 1 to 65536 are possible"),
        bad(
            label("nodes_affinity_policy", "apart"),
            "labels.nodes_affinity_policy: must be one of [none, anti-affinity,"),
        bad(label("boot_volume_size", "big"), "labels.boot_volume_size: is no whole number"),
        bad(
            label("api_address_keeper", "vrrpd") + ", \"master_lb_enabled\": true",
            "api_address_keeper: is none of keepalived, kube-vip and octavia"),
        bad(label("octavia_provider", "ovn"), "octavia_provider: names who keeps"),
        bad(
            "\"master_lb_enabled\": true, \"labels\": {\"octavia_provider\": \"ovn\","
                + " \"api_address_keeper\": \"kube-vip\"}",
            "labels.octavia_provider: asks for a load balancer, and"),
        bad(
            "\"master_lb_enabled\": true, " + label("octavia_provider", "a b"),
            "'a b' is not the name of one"),
        bad(label("api_address_keeper", "kube-vip"), "api_address_keeper: names who keeps"),
        bad(label("api_name", "10.0.0.1"), "labels.api_name: '10.0.0.1' is no DNS name"),
        bad(
            label("api_name", "api.example.org") + ", \"master_lb_enabled\": true",
            "exclude each other"),
        bad(
            label("api_name", "api.example.org") + ", \"floating_ip_enabled\": true",
            "floating_ip_enabled: the API is reached by the name"),
        bad(
            "\"master_count\": 3, \"master_lb_enabled\": false, \"floating_ip_enabled\": false",
            "floating_ip_enabled: the address of one server can serve only one"),
        bad("\"discovery_url\": \"http://x\"", "discovery_url: a discovery service is not"),
        bad(
            "\"labels\": {\"kube_tag\": \"v1.20.1\"}",
            "labels.kube_tag: upstream has given up Kubernetes 1.20"),
        bad("\"labels\": {\"kube_tag\": \"latest\"}", "labels.kube_tag: 'latest' is no version"),
        bad(
            label("flannel_network_cidr", "10.0.0.0/16"),
            "labels.flannel_network_cidr: 10.0.0.0/16 overlaps"),
        bad(label("flannel_network_cidr", "10.100.0.0/24"), "has room for 1 nodes"),
        bad(label("service_cluster_ip_range", "x"), "labels.service_cluster_ip_range: 'x' is no"),
        bad(label("max_node_count", "x"), "labels.max_node_count: is no whole number"),
        bad(label("min_node_count", "2"), "node_count: 1 machines are not"),
        bad("\"labels\": \"nonsense\"", "labels: must be an object of texts"),
        bad("\"status\": \"CREATE_COMPLETE\", \"uuid\": \"x\"", "uuid: cannot be set"),
        bad("\"colour\": \"red\"", "colour: unknown attribute"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refusals")
  void aBadClusterIsRefusedPreciselyAndLeavesNothing(String more, String words) {
    Answer answer =
        api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\", %s}".formatted(more));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.title()).contains(words);
    assertThat(api.store.living()).isEmpty();
    assertThat(api.identity.credentials).isEmpty();
    assertThat(api.woken).isEmpty();
  }

  @Test
  void severalProblemsAreToldTogether() {
    Answer answer =
        api.post(
            "demo",
            "/v1/clusters",
            """
            {"cluster_template_id": "k8s", "name": "1", "master_count": 4, "flavor_id": "nope",
             "fixed_network": "nope", "keypair": "nope", "labels": {"kube_tag": "x"}, "y": 1}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.title())
        .contains(
            "name: ",
            "y: unknown",
            "labels.kube_tag: ",
            "master_count: ",
            "flavor_id: ",
            "fixed_network: ",
            "keypair: ");
  }

  @Test
  void anUnknownTemplateIs404SinceVersion10AndA400Before() {
    String body = "{\"cluster_template_id\": \"nope\"}";
    assertThat(api.post("demo", "/v1/clusters", body).status()).isEqualTo(400);
    Answer latest =
        api.send(
            api.request("demo", "/v1/clusters")
                .header("OpenStack-API-Version", "container-infra latest")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    assertThat(latest.status()).isEqualTo(404);
    assertThat(latest.title()).isEqualTo("ClusterTemplate nope could not be found");
    assertThat(api.post("demo", "/v1/clusters", "{}").title()).contains("cluster_template_id");
  }

  @Test
  void anUnknownKeyPairIs404() {
    Answer answer =
        api.post(
            "demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\", \"keypair\": \"nope\"}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.title()).isEqualTo("keypair: the project has no key pair 'nope'");
  }

  @Test
  void aTokenThatCanMakeNoCredentialIsToldTheCure() {
    Answer answer = api.post("app-demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.title()).contains("log in with a password");
    assertThat(api.store.living()).isEmpty();
  }

  @Test
  void aCloudThatAnswersNonsenseIs503AndLeavesNothing() {
    api.fail(new CloudFault.Broken(200, "the answer is no JSON: <html>"));
    Answer answer = api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.title()).contains("nothing was changed, try again", "<html>");
    assertThat(api.store.living()).isEmpty();
  }

  @Test
  void aStoreThatRefusesLeavesNoCredential() {
    failing.failNextCreation(new IllegalStateException("no room"));
    Answer answer = api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.title()).doesNotContain("no room");
    assertThat(api.identity.credentials).isEmpty();
  }

  @Test
  void aStoreWhoseAnswerIsLostLeavesTheCredentialToTheClusterThatMayExist() {
    failing.failNextCreation(new StoreUnavailable("cut", new IOException("cut")));
    Answer answer = api.post("demo", "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(api.identity.credentials).hasSize(1);
  }

  @Test
  void aFatalHoldIsACreateFailedWithItsReasonAndFaults() {
    String id = api.aCluster("demo", template, "one");
    Cluster cluster = api.store.load(new ClusterId(id)).orElseThrow();
    api.store.commit(
        cluster,
        Optional.empty(),
        List.of(
            new ClusterRecord.HoldPlaced(
                new Hold("image", "image is gone. Put it back.", true, api.clock.instant()))));
    JsonNode shown = api.get("demo", "/v1/clusters/" + id).json();
    assertThat(shown.get("status").asText()).isEqualTo("CREATE_FAILED");
    assertThat(shown.get("status_reason").asText()).isEqualTo("image is gone; Put it back");
    assertThat(shown.get("faults").toString())
        .isEqualTo("{\"default-master\":\"image is gone; Put it back\"}");
  }

  @Test
  void nothingIsInProgressForEver() {
    String id = api.aCluster("demo", template, "one");
    api.clock.advance(Duration.ofMinutes(61));
    assertThat(api.get("demo", "/v1/clusters/" + id).json().get("status").asText())
        .isEqualTo("CREATE_FAILED");
  }

  @Test
  void deletingIsAcceptedAtAnyMomentAndTwice() {
    String id = api.aCluster("demo", template, "one");
    api.woken.clear();
    assertThat(api.send("DELETE", "demo", "/v1/clusters/" + id, "").status()).isEqualTo(204);
    assertThat(api.send("DELETE", "demo", "/v1/clusters/one", "").status()).isEqualTo(204);
    assertThat(api.woken).hasSize(1);
    assertThat(api.get("demo", "/v1/clusters/" + id).json().get("status").asText())
        .isEqualTo("DELETE_IN_PROGRESS");
    Cluster cluster = api.store.load(new ClusterId(id)).orElseThrow();
    api.store.commit(
        cluster,
        Optional.empty(),
        List.of(new ClusterRecord.ClusterGone("nothing is left", api.clock.instant())));
    assertThat(api.get("demo", "/v1/clusters/" + id).status()).isEqualTo(404);
    assertThat(api.send("DELETE", "demo", "/v1/clusters/" + id, "").status()).isEqualTo(404);
    assertThat(api.get("demo", "/v1/clusters").json().get("clusters")).isEmpty();
  }

  @Test
  void anotherProjectsClusterIsNotThere() {
    String id = api.aCluster("demo", template, "one");
    for (String path :
        List.of("/v1/clusters/" + id, "/v1/clusters/one", "/v1/certificates/" + id)) {
      Answer foreign = api.get("other", path);
      assertThat(foreign.status()).as(path).isEqualTo(404);
      assertThat(foreign.text()).doesNotContain("demo");
    }
    String unknown = "11111111-2222-3333-4444-555555555555";
    assertThat(refusal("other", id)).isEqualTo(refusal("other", unknown));
    assertThat(api.send("DELETE", "other", "/v1/clusters/" + id, "").status()).isEqualTo(404);
    assertThat(api.get("other", "/v1/clusters").json().get("clusters")).isEmpty();
    assertThat(api.get("admin", "/v1/clusters").json().get("clusters")).hasSize(1);
    assertThat(api.get("demo", "/v1/clusters/" + id).json().get("status").asText())
        .isEqualTo("CREATE_IN_PROGRESS");
  }

  /** Without what is of this request alone. */
  private String refusal(String token, String id) {
    return api.get(token, "/v1/clusters/" + id)
        .text()
        .replace(id, "X")
        .replaceFirst("req-[0-9a-f-]{36}", "R");
  }

  @Test
  void aReaderLooksOnly() {
    String id = api.aCluster("demo", template, "one");
    assertThat(api.get("reader", "/v1/clusters/" + id).status()).isEqualTo(200);
    assertThat(api.send("DELETE", "reader", "/v1/clusters/" + id, "").status()).isEqualTo(403);
    Answer refused = api.post("reader", "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.title()).contains("role 'member' is needed");
    assertThat(api.get("nobody", "/v1/clusters").status()).isEqualTo(403);
  }

  @Test
  void twoClustersOfOneNameAreToldApartByTheirIds() {
    String first = api.aCluster("demo", template, "same");
    api.aCluster("demo", template, "same");
    assertThat(api.get("demo", "/v1/clusters/same").status()).isEqualTo(409);
    assertThat(api.get("demo", "/v1/clusters/" + first).status()).isEqualTo(200);
  }

  @Test
  void listsAreCutSortedAndFollowed() {
    List<String> ids =
        Stream.of("c", "a", "b").map(name -> api.aCluster("demo", template, name)).toList();
    JsonNode first = api.get("demo", "/v1/clusters/?limit=2").json();
    assertThat(names(first)).containsExactly("c", "a");
    String next = first.get("next").asText();
    assertThat(next)
        .isEqualTo(
            api.uri("/v1/clusters?sort_key=id&sort_dir=asc&limit=2&marker=" + ids.get(1))
                .toString());
    JsonNode rest = api.get("demo", next.substring(next.indexOf("/v1/"))).json();
    assertThat(names(rest)).containsExactly("b");
    assertThat(rest.has("next")).isFalse();
    assertThat(names(api.get("demo", "/v1/clusters?sort_key=name").json()))
        .containsExactly("a", "b", "c");
    assertThat(names(api.get("demo", "/v1/clusters/detail?sort_key=name&sort_dir=desc").json()))
        .containsExactly("c", "b", "a");
    assertThat(first.at("/clusters/0").has("api_address")).isFalse();
    assertThat(api.get("demo", "/v1/clusters/detail").json().at("/clusters/0").has("api_address"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,400,no positive number",
    "limit=-1,400,no positive number",
    "limit=x,400,no positive number",
    "marker=x,400,is no UUID",
    "marker=11111111-2222-3333-4444-555555555555,404,could not be found",
    "sort_dir=up,400,neither asc nor desc",
    "sort_key=labels,400,cannot sort by",
    "sort_key=nope,400,cannot sort by",
    "colour=red,400,Unknown argument"
  })
  void aBadQueryIsRefused(String query, int status, String words) {
    api.aCluster("demo", template, "one");
    Answer answer = api.get("demo", "/v1/clusters?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.title()).contains(words);
  }

  private static List<String> names(JsonNode list) {
    return list.get("clusters").findValuesAsText("name");
  }

  private static Arguments bad(String more, String words) {
    return Arguments.of(more, words);
  }

  private static String label(String key, String value) {
    return "\"labels\": {\"%s\": \"%s\"}".formatted(key, value);
  }
}
