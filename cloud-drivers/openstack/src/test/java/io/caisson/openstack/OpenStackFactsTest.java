package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenStackFactsTest {
  private static final String DETAIL = "GET /compute/v2.1/os-quota-sets/p1/detail";
  private static final String NETWORK = "GET /network/v2.0/quotas/p1/details.json";
  private static final MockResponse FORBIDDEN =
      ScriptedCloud.json(403, "{\"forbidden\": {\"message\": \"Policy doesn't allow it.\"}}");

  private final ScriptedCloud script = new ScriptedCloud();
  private final Facts facts = script.cloud().facts();

  @AfterEach
  void stop() {
    script.close();
  }

  private static MockResponse images(String... names) {
    return ScriptedCloud.json(
        200,
        Stream.of(names)
            .map(
                n ->
                    "{\"id\": \"id-%s\", \"name\": \"%s\", \"status\": \"active\"}".formatted(n, n))
            .collect(Collectors.joining(", ", "{\"images\": [", "]}")));
  }

  @Test
  void aPlainNameNarrowsTheListAndIsComparedAllTheSame() {
    script.on("GET /image/v2/images", images("ubuntu-2"));
    assertThat(facts.image("ubuntu")).isEmpty();
    assertThat(script.asked()).containsExactly("GET /image/v2/images?limit=2&name=ubuntu");
  }

  @Test
  void aNameThatGlanceWouldTakeForAnOperatorIsComparedHere() {
    script.on("GET /image/v2/images", images("in:ubuntu"));
    assertThat(facts.image("in:ubuntu")).isPresent();
    assertThat(script.asked()).containsExactly("GET /image/v2/images?limit=2");
  }

  @Test
  void anImageThatIsQueuedIsNotActive() {
    script.on(
        "GET /image/v2/images",
        ScriptedCloud.json(
            200,
            """
            {"images": [{"id": "i1", "name": "new", "status": "queued", "min_disk": 20,
              "min_ram": 2048, "os_distro": "ubuntu", "os_version": "24.04", "architecture": "x86_64",
              "visibility": "community", "os_hidden": false}]}
            """));
    assertThat(facts.image("new"))
        .hasValueSatisfying(
            image -> {
              assertThat(image.active()).isFalse();
              assertThat(image.minDiskGib()).isEqualTo(20);
              assertThat(image.minRamMib()).isEqualTo(2048);
              assertThat(image.system().text()).isEqualTo("ubuntu 24.04");
              assertThat(image.architecture()).contains("x86_64");
            });
  }

  @Test
  void anIdGoesBeforeAName() {
    script.on(
        "GET /compute/v2.1/flavors/detail",
        ScriptedCloud.json(
            200,
            """
            {"flavors": [
              {"id": "1", "name": "2", "ram": 1, "vcpus": 1, "disk": 1},
              {"id": "2", "name": "x", "ram": 2, "vcpus": 2, "disk": 0}]}
            """),
        ScriptedCloud.json(200, "{\"flavors\": []}"));
    assertThat(facts.flavor("2")).contains(new Facts.Flavor("2", "x", 2, 2, 0));
  }

  @Test
  void aZoneThatIsDownIsNotOffered() {
    script.on(
        "GET /compute/v2.1/os-availability-zone",
        ScriptedCloud.json(
            200,
            """
            {"availabilityZoneInfo": [
              {"zoneName": "b", "zoneState": {"available": true}},
              {"zoneName": "a", "zoneState": {"available": true}},
              {"zoneName": "c", "zoneState": {"available": false}}]}
            """));
    assertThat(facts.zones()).containsExactly("a", "b");
  }

  @Test
  void anAnswerWithoutZonesIsNotACloudWithoutZones() {
    script.on(
        "GET /compute/v2.1/os-availability-zone", ScriptedCloud.json(200, "{\"status\": \"ok\"}"));
    assertThatThrownBy(facts::zones).isInstanceOf(CloudException.class);
  }

  @Test
  void whoMayNotReadQuotaDetailsReadsTheLimits() {
    script
        .on(DETAIL, FORBIDDEN)
        .on(
            "GET /compute/v2.1/limits",
            ScriptedCloud.json(
                200,
                """
                {"limits": {"rate": [], "absolute": {
                  "maxTotalInstances": 10, "totalInstancesUsed": 3,
                  "maxTotalCores": -1, "totalCoresUsed": 6,
                  "maxTotalRAMSize": 51200, "totalRAMUsed": 12288}}}
                """))
        .on(
            NETWORK,
            ScriptedCloud.json(
                200, "{\"quota\": {\"port\": {\"limit\": 50, \"used\": 4, \"reserved\": 1}}}"));
    assertThat(facts.quotas())
        .containsExactly(
            new QuotaFact("instances", 10, 3),
            new QuotaFact("cores", -1, 6),
            new QuotaFact("ram", 51200, 12288),
            new QuotaFact("ports", 50, 5));
  }

  @Test
  void whatOneServiceHidesIsLeftOutAndNotGuessed() {
    script
        .on(
            DETAIL,
            ScriptedCloud.json(
                200,
                """
                {"quota_set": {"id": "p1",
                  "instances": {"limit": 10, "in_use": 1, "reserved": 1},
                  "cores": {"limit": 20, "in_use": 2, "reserved": 0},
                  "ram": {"limit": 51200, "in_use": 4096, "reserved": 0}}}
                """))
        .on(NETWORK, FORBIDDEN);
    assertThat(facts.quotas())
        .containsExactly(
            new QuotaFact("instances", 10, 2),
            new QuotaFact("cores", 20, 2),
            new QuotaFact("ram", 51200, 4096));
  }

  @Test
  void quotasThatNobodyShowsAreDenied() {
    script.on(DETAIL, FORBIDDEN).on("GET /compute/v2.1/limits", FORBIDDEN).on(NETWORK, FORBIDDEN);
    assertThatThrownBy(facts::quotas)
        .isInstanceOfSatisfying(
            CloudException.class, e -> assertThat(e.fault()).isInstanceOf(CloudFault.Denied.class));
  }
}
