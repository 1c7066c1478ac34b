package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.Server.Status;
import io.caisson.spi.cloud.ServerGroup;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Disks;
import io.caisson.spi.cloud.ServerOrder.Guest;
import io.caisson.spi.cloud.ServerOrder.Placement;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NovaComputeTest {
  private static final String SERVERS = "POST /compute/v2.1/servers";
  private static final ServerOrder ORDER =
      new ServerOrder(
          new OwnerMark("here", "c1", "server/w-1", 2),
          "w-1",
          "flavor-1",
          Disks.ofImage("image-1"),
          List.of("port-1", "port-2"),
          new Guest(Optional.of("key"), "#cloud-config\n# wörd\n"),
          Placement.in(Optional.of("az1")));

  private final ScriptedCloud script = new ScriptedCloud();
  private final Cloud cloud = script.cloud();

  @AfterEach
  void stop() {
    script.close();
  }

  @Test
  void anOrderSaysAllInOneRequest() throws Exception {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    assertThat(cloud.compute().createServer(ORDER)).isEqualTo("s1");
    JsonNode server = body().path("server");
    assertThat(server.path("name").asText()).isEqualTo("w-1");
    assertThat(server.path("flavorRef").asText()).isEqualTo("flavor-1");
    assertThat(server.path("imageRef").asText()).isEqualTo("image-1");
    assertThat(server.path("key_name").asText()).isEqualTo("key");
    assertThat(server.path("availability_zone").asText()).isEqualTo("az1");
    assertThat(server.path("networks").findValuesAsText("port"))
        .containsExactly("port-1", "port-2");
    assertThat(server.at("/metadata/caisson.resource").asText()).isEqualTo("server/w-1");
    assertThat(Base64.getDecoder().decode(server.path("user_data").asText()))
        .isEqualTo(ORDER.guest().userData().getBytes(StandardCharsets.UTF_8));
    assertThat(server.has("config_drive")).isFalse();
    assertThat(script.asked()).containsExactly(SERVERS);
  }

  @Test
  void aRootVolumeComesFirstAndNoVolumeGoesWithItsServer() throws Exception {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    cloud.compute().createServer(ORDER.with(Disks.ofVolume("root").and(List.of("data"))));
    JsonNode server = body().path("server");
    assertThat(server.path("imageRef").asText("absent")).isEmpty();
    JsonNode devices = server.path("block_device_mapping_v2");
    assertThat(devices.findValuesAsText("uuid")).containsExactly("root", "data");
    assertThat(devices.findValuesAsText("source_type")).containsExactly("volume", "volume");
    assertThat(devices.findValuesAsText("boot_index")).containsExactly("0", "-1");
    assertThat(devices.findValuesAsText("delete_on_termination")).containsExactly("false", "false");
  }

  @Test
  void theFlavorsDiskIsNamedAsTheRootIfThereAreVolumesToo() throws Exception {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    cloud.compute().createServer(ORDER.with(Disks.ofImage("image-1").and(List.of("data"))));
    JsonNode devices = body().at("/server/block_device_mapping_v2");
    assertThat(body().at("/server/imageRef").asText()).isEqualTo("image-1");
    assertThat(devices.findValuesAsText("destination_type")).containsExactly("local", "volume");
    assertThat(devices.findValuesAsText("delete_on_termination")).containsExactly("true", "false");
  }

  @Test
  void theGroupOfAServerIsAHintBesideIt() throws Exception {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    cloud.compute().createServer(ORDER.with(Placement.ANYWHERE.among("g1")));
    assertThat(body().at("/os:scheduler_hints/group").asText()).isEqualTo("g1");
  }

  @ParameterizedTest
  @CsvSource({"2.63, /server_group/policies/0", "2.64, /server_group/policy"})
  void anOldNovaIsGivenAListOfOnePolicy(String theirs, String where) throws Exception {
    script
        .on("GET /compute/v2.1/", ScriptedCloud.json(200, ScriptedCloud.versions(theirs)))
        .on(
            "POST /compute/v2.1/os-server-groups",
            ScriptedCloud.json(200, "{\"server_group\": {\"id\": \"g1\"}}"));
    cloud.compute().createServerGroup(ORDER.mark(), ServerGroup.Policy.SOFT_ANTI_AFFINITY);
    assertThat(body().at(where).asText()).isEqualTo("soft-anti-affinity");
  }

  @Test
  void aCloudWithoutMetadataServiceGetsAConfigDrive() throws Exception {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    OpenStackCloud.connect(
            script.endpoint().withConfigDrive(), ScriptedCloud.MEMBER, CloudLimits.USUAL)
        .compute()
        .createServer(ORDER);
    assertThat(body().at("/server/config_drive").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2.93, 2.93", "2.100, 2.93", "2.60, 2.60", "2.1, 2.1"})
  void theNewestVersionThatBothKnowIsAskedFor(String theirs, String asked) {
    script
        .on("GET /compute/v2.1/", ScriptedCloud.json(200, ScriptedCloud.versions(theirs)))
        .on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    cloud.compute().createServer(ORDER);
    assertThat(script.last().getHeaders().get("OpenStack-API-Version"))
        .isEqualTo("compute " + asked);
  }

  @Test
  void aNovaWithoutMicroversionsIsAskedForNone() {
    script
        .on("GET /compute/v2.1/", ScriptedCloud.json(200, ScriptedCloud.versions("")))
        .on(SERVERS, ScriptedCloud.json(202, "{\"server\": {\"id\": \"s1\"}}"));
    cloud.compute().createServer(ORDER);
    assertThat(script.last().getHeaders().get("OpenStack-API-Version")).isNull();
  }

  @Test
  void whatNovaQuotesOfTheUserDataIsBlackened() {
    String quoted =
        Base64.getEncoder()
            .encodeToString(ORDER.guest().userData().getBytes(StandardCharsets.UTF_8));
    script.on(
        SERVERS,
        ScriptedCloud.json(
            400,
            "{\"badRequest\": {\"code\": 400, \"message\": \"Value: " + quoted + " is bad\"}}"));
    assertThat(fault()).isEqualTo(new CloudFault.Invalid("Value: *** is bad"));
  }

  @Test
  void anAnswerWithoutAnIdIsBrokenAndInDoubt() {
    script.on(SERVERS, ScriptedCloud.json(202, "{\"server\": {}}"));
    assertThat(fault().inDoubt()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ACTIVE, , ACTIVE",
    "ACTIVE, deleting, DELETING",
    "BUILD, spawning, BUILD",
    "HARD_REBOOT, reboot_started_hard, REBOOT",
    "PAUSED, , SHUTOFF",
    "SHELVED_OFFLOADED, , SHUTOFF",
    "SOFT_DELETED, , DELETING",
    "UNKNOWN, , OTHER",
    "A_STATE_TO_COME, , OTHER"
  })
  void aStateIsToldInOurWords(String status, String task, Status expected) {
    String taskState = task == null ? "null" : "\"" + task + "\"";
    show(
        "\"status\": \"%s\", \"OS-EXT-STS:task_state\": %s, \"name\": \"w-1\""
            .formatted(status, taskState));
    assertThat(shown().status()).isEqualTo(expected);
  }

  @Test
  void aServerInAnErrorTellsTheCloudsWords() {
    show(
        "\"status\": \"ERROR\", \"fault\": {\"code\": 500, \"message\": \"No valid host was"
            + " found.\"}");
    assertThat(shown().fault()).contains("No valid host was found.");
  }

  /** As Python's hashlib.sha224 makes it of p1compute-1. */
  @Test
  void aHostIsKnownByWhatNovaMakesOfItsNameAndTheProject() {
    String id = "173383144a628d3b80a2c785f4418dcbace745f5cfb041b84d66a435";
    show("\"status\": \"ACTIVE\", \"hostId\": \"%s\"".formatted(id));
    assertThat(shown().hostId()).contains(id);
    assertThat(cloud.compute().hostId("compute-1")).isEqualTo(id);
    show("\"status\": \"BUILD\", \"hostId\": \"\"");
    assertThat(shown().hostId()).isEmpty();
  }

  @Test
  void aServerOfACellThatIsDownIsThereAndProvesNothing() {
    show("\"status\": \"UNKNOWN\", \"tenant_id\": \"p1\"");
    assertThat(shown())
        .isEqualTo(
            new Server(
                "s1",
                "",
                Status.OTHER,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                script.clock.instant()));
  }

  @Test
  void aHypervisorWithoutConsolesHasAnEmptyOne() {
    script.on(
        "POST /compute/v2.1/servers/s1/action",
        ScriptedCloud.json(501, "{\"notImplemented\": {\"message\": \"no consoles\"}}"));
    assertThat(cloud.compute().console("s1", 5)).isEmpty();
  }

  @Test
  void anIdThatIsNoneIsNotSent() {
    CloudException thrown =
        catchThrowableOfType(
            CloudException.class, () -> cloud.compute().deleteServer("../flavors"));
    assertThat(thrown.fault()).isInstanceOf(CloudFault.Invalid.class);
    assertThat(script.asked()).isEmpty();
  }

  private void show(String fields) {
    script.on(
        "GET /compute/v2.1/servers/s1",
        ScriptedCloud.json(
            200,
            "{\"server\": {\"id\": \"s1\", \"created\": \"2026-11-20T18:00:00Z\", %s}}"
                .formatted(fields)));
  }

  private Server shown() {
    return cloud.compute().server("s1").orElseThrow();
  }

  private CloudFault fault() {
    CloudException thrown =
        catchThrowableOfType(CloudException.class, () -> cloud.compute().createServer(ORDER));
    assertThat(thrown).isNotNull();
    assertThat(thrown.toString()).doesNotContain("w\\u00f6rd", "token-1");
    return thrown.fault();
  }

  private JsonNode body() throws Exception {
    ByteString body = script.last().getBody();
    assertThat(body).isNotNull();
    return new ObjectMapper().readTree(body.utf8());
  }
}
