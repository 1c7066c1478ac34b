package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.LoadBalancer;
import io.caisson.spi.cloud.LoadBalancer.Status;
import io.caisson.spi.cloud.LoadBalancerOrder;
import io.caisson.spi.cloud.LoadBalancerOrder.Front;
import io.caisson.spi.cloud.LoadBalancerOrder.Kind;
import io.caisson.spi.cloud.LoadBalancerPart;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PoolMember;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OctaviaLoadBalancersTest {
  private static final OwnerMark MARK = new OwnerMark("here", "c1", "load-balancer/api", 1);
  private static final String ALL = "/load-balancer/v2.0/lbaas/loadbalancers";
  private static final String MEMBERS = "/load-balancer/v2.0/lbaas/pools/p1/members";
  private static final PoolMember MEMBER = new PoolMember("cp-1", "10.0.0.5", "sub", 6443);
  private static final MockResponse BUSY =
      refusal(409, "Load Balancer lb1 is immutable and cannot be updated.");

  private final ScriptedCloud script = new ScriptedCloud();
  private final LoadBalancers balancers = script.cloud().loadBalancers();

  @AfterEach
  void stop() {
    script.close();
  }

  private static MockResponse refusal(int status, String words) {
    return ScriptedCloud.json(
        status, "{\"faultcode\": \"Client\", \"faultstring\": \"%s\"}".formatted(words));
  }

  private static MockResponse shown(String status) {
    return ScriptedCloud.json(
        200,
        """
        {"loadbalancer": {"id": "lb1", "name": "api", "provisioning_status": "%s",
          "description": "%s", "vip_address": "10.0.0.3", "vip_port_id": "port-1",
          "pools": [{"id": "p1"}], "tags": []}}
        """
            .formatted(status, MARK.text()));
  }

  private JsonNode ordered(Kind kind) throws IOException {
    script.on("POST " + ALL, ScriptedCloud.json(201, "{\"loadbalancer\": {\"id\": \"lb1\"}}"));
    balancers.createLoadBalancer(
        new LoadBalancerOrder(MARK, "api", new Front("sub", Optional.of("10.0.0.3")), kind));
    String body = Objects.requireNonNull(script.last().getBody()).utf8();
    return new JsonMapper().readTree(body).path("loadbalancer");
  }

  @Test
  void itIsOrderedBareWithItsMark() throws IOException {
    JsonNode bare = ordered(new Kind(Optional.empty(), Optional.of("zone-1")));
    assertThat(bare.path("description").asText()).isEqualTo(MARK.text());
    assertThat(bare.at("/tags/0").asText()).isEqualTo(MARK.text());
    assertThat(bare.path("vip_subnet_id").asText()).isEqualTo("sub");
    assertThat(bare.path("vip_address").asText()).isEqualTo("10.0.0.3");
    assertThat(bare.path("availability_zone").asText()).isEqualTo("zone-1");
    assertThat(bare.has("provider")).isFalse();
    assertThat(bare.has("listeners")).isFalse();
    assertThat(ordered(new Kind(Optional.of("ovn"), Optional.empty())).path("provider").asText())
        .isEqualTo("ovn");
  }

  /** What is asked for by a part of a load balancer that is shown so. */
  private JsonNode asked(LoadBalancerPart.Kind kind, String shown, String path) throws IOException {
    script
        .on("GET " + ALL + "/lb1", ScriptedCloud.json(200, shown))
        .on("GET /load-balancer/v2.0/lbaas/pools/p1", ScriptedCloud.json(200, "{\"pool\": {}}"))
        .on("POST /load-balancer/v2.0/lbaas/" + path, ScriptedCloud.json(201, "{}"));
    balancers.addPart("lb1", new LoadBalancerPart(kind, "api", 6443));
    assertThat(script.asked()).last().isEqualTo("POST /load-balancer/v2.0/lbaas/" + path);
    String body = Objects.requireNonNull(script.last().getBody()).utf8();
    return new JsonMapper().readTree(body).elements().next();
  }

  private static String parts(String provider, String listeners, String pools) {
    return """
    {"loadbalancer": {"id": "lb1", "provider": "%s", "listeners": [%s], "pools": [%s]}}
    """
        .formatted(provider, listeners, pools);
  }

  @Test
  void itsPartsAreOrderedEachForTheOneBefore() throws IOException {
    JsonNode listener =
        asked(LoadBalancerPart.Kind.LISTENER, parts("amphora", "", ""), "listeners");
    assertThat(listener.path("loadbalancer_id").asText()).isEqualTo("lb1");
    assertThat(listener.path("protocol").asText()).isEqualTo("TCP");
    assertThat(listener.path("protocol_port").asInt()).isEqualTo(6443);
    assertThat(listener.path("timeout_client_data").asInt()).isEqualTo(3_600_000);
    JsonNode pool =
        asked(LoadBalancerPart.Kind.POOL, parts("amphora", "{\"id\": \"l1\"}", ""), "pools");
    assertThat(pool.path("listener_id").asText()).isEqualTo("l1");
    assertThat(pool.path("lb_algorithm").asText()).isEqualTo("ROUND_ROBIN");
    JsonNode monitor =
        asked(
            LoadBalancerPart.Kind.MONITOR,
            parts("amphora", "{\"id\": \"l1\"}", "{\"id\": \"p1\"}"),
            "healthmonitors");
    assertThat(monitor.path("pool_id").asText()).isEqualTo("p1");
    assertThat(monitor.path("type").asText()).isEqualTo("TCP");
  }

  @Test
  void ovnIsAskedForNothingThatItRefuses() throws IOException {
    JsonNode listener = asked(LoadBalancerPart.Kind.LISTENER, parts("ovn", "", ""), "listeners");
    assertThat(listener.has("timeout_client_data")).isFalse();
    JsonNode pool =
        asked(LoadBalancerPart.Kind.POOL, parts("ovn", "{\"id\": \"l1\"}", ""), "pools");
    assertThat(pool.path("lb_algorithm").asText()).isEqualTo("SOURCE_IP_PORT");
  }

  @Test
  void aPartThatIsThereIsNotOrderedAgainAndOneWhosePlaceIsNotThereIsBusy() {
    script
        .on(
            "GET " + ALL + "/lb1",
            ScriptedCloud.json(200, parts("amphora", "{\"id\": \"l1\"}", "{\"id\": \"p1\"}")))
        .on("GET " + ALL + "/lb2", ScriptedCloud.json(200, parts("amphora", "", "")))
        .on(
            "GET /load-balancer/v2.0/lbaas/pools/p1",
            ScriptedCloud.json(200, "{\"pool\": {\"healthmonitor_id\": \"h1\"}}"));
    for (LoadBalancerPart.Kind kind : LoadBalancerPart.Kind.values()) {
      balancers.addPart("lb1", new LoadBalancerPart(kind, "api", 6443));
    }
    assertThat(script.asked()).noneMatch(asked -> asked.startsWith("POST"));
    assertThatThrownBy(
            () ->
                balancers.addPart(
                    "lb2", new LoadBalancerPart(LoadBalancerPart.Kind.POOL, "api", 6443)))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.fault()).isInstanceOf(CloudFault.Conflict.class))
        .hasMessageContaining("has no listeners yet");
    assertThat(balancers.members("lb2")).isEmpty();
  }

  @Test
  void itsStateIsToldAndOneThatIsDeletedIsAbsent() {
    script.on("GET " + ALL + "/lb1", shown("PENDING_UPDATE"), shown("ERROR"), shown("DELETED"));
    assertThat(balancers.loadBalancer("lb1"))
        .contains(
            new LoadBalancer(
                "lb1",
                "api",
                Status.CHANGING,
                Optional.of("10.0.0.3"),
                Optional.of("port-1"),
                Optional.of(MARK)));
    assertThat(balancers.loadBalancer("lb1").orElseThrow().status()).isEqualTo(Status.ERROR);
    assertThat(balancers.loadBalancer("lb1")).isEmpty();
  }

  @Test
  void deletingOneThatGoesAlreadySucceedsAndOneThatIsBusyDoesNot() {
    script
        .on("DELETE " + ALL + "/lb1", BUSY)
        .on("GET " + ALL + "/lb1", shown("PENDING_DELETE"), shown("PENDING_UPDATE"));
    balancers.deleteLoadBalancer("lb1");
    assertThat(script.asked()).first().isEqualTo("DELETE " + ALL + "/lb1?cascade=true");
    assertThatThrownBy(() -> balancers.deleteLoadBalancer("lb1"))
        .isInstanceOfSatisfying(
            CloudException.class,
            e -> assertThat(e.fault()).isInstanceOf(CloudFault.Conflict.class));
  }

  @Test
  void aMemberIsAddedToItsPoolOnceAndOneThatIsThereIsNoFailure() {
    script
        .on("GET " + ALL + "/lb1", shown("ACTIVE"))
        .on(
            "POST " + MEMBERS,
            ScriptedCloud.json(201, "{\"member\": {\"id\": \"m1\"}}"),
            refusal(
                409,
                "Another member on this pool is already using ip 10.0.0.5 on protocol_port 6443"),
            BUSY);
    balancers.addMember("lb1", MEMBER);
    balancers.addMember("lb1", MEMBER);
    assertThatThrownBy(() -> balancers.addMember("lb1", MEMBER))
        .isInstanceOf(CloudException.class)
        .hasMessageContaining("immutable");
    assertThat(script.asked()).filteredOn(("POST " + MEMBERS)::equals).hasSize(3);
  }

  @Test
  void aMemberIsRemovedByItsAddress() {
    script
        .on("GET " + ALL + "/lb1", shown("ACTIVE"))
        .on(
            "GET " + MEMBERS,
            ScriptedCloud.json(
                200,
                """
                {"members": [{"id": "m2", "address": "10.0.0.6", "protocol_port": 6443}]}
                """),
            ScriptedCloud.json(
                200,
                """
                {"members": [{"id": "m1", "address": "10.0.0.5", "protocol_port": 6443}]}
                """))
        .on("DELETE " + MEMBERS + "/m1", ScriptedCloud.json(204, ""));
    balancers.removeMember("lb1", "10.0.0.5");
    assertThat(script.asked()).noneMatch(asked -> asked.startsWith("DELETE"));
    balancers.removeMember("lb1", "10.0.0.5");
    assertThat(script.asked()).last().isEqualTo("DELETE " + MEMBERS + "/m1");
    balancers.removeMember("lb2", "10.0.0.5");
  }

  @Test
  void itsQuotaIsToldWithWhatIsThere() {
    script
        .on("GET /network/v2.0/quotas/p1/details.json", ScriptedCloud.json(200, "{\"quota\": {}}"))
        .on(
            "GET /load-balancer/v2.0/lbaas/quotas/p1",
            ScriptedCloud.json(200, "{\"quota\": {\"load_balancer\": 5, \"pool\": 10}}"))
        .on("GET " + ALL, ScriptedCloud.json(200, "{\"loadbalancers\": [{\"id\": \"lb1\"}]}"));
    assertThat(script.cloud().facts().quotas())
        .containsExactly(new QuotaFact("load_balancers", 5, 1));
  }
}
