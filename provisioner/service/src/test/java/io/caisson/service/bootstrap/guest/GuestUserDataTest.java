package io.caisson.service.bootstrap.guest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Golden;
import io.caisson.service.bootstrap.Samples;
import io.caisson.service.bootstrap.node.OsProfile;
import io.caisson.service.bootstrap.node.OsProfiles;
import io.caisson.spi.cloud.ServerOrder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class GuestUserDataTest {
  private static final String USER_DATA = userData("debian-12");

  @Test
  void isExactlyThis() {
    Golden.assertEqual("user-data.yaml", USER_DATA);
  }

  /** Their profiles differ in what the bundle holds, not in how the bundle is fetched. */
  @Test
  void isTheSameForAllThatRunCloudInit() {
    assertThat(
            OsProfiles.all().stream()
                .filter(os -> os.form() == OsProfile.Form.CLOUD_CONFIG)
                .map(os -> userData(os.name())))
        .hasSize(9)
        .containsOnly(USER_DATA);
  }

  @Test
  void flatcarsIsExactlyThis() {
    Golden.assertEqual("user-data-flatcar.json", userData("flatcar"));
  }

  @Test
  void flatcarsFilesAreThoseOfCloudInitWithTheScriptWhereFlatcarLetsItBeWritten() throws Exception {
    JsonNode ignition = new ObjectMapper().readTree(userData("flatcar"));
    Map<String, String> files = new TreeMap<>();
    for (JsonNode file : ignition.at("/storage/files")) {
      String source = file.at("/contents/source").asText().substring("data:;base64,".length());
      files.put(file.path("path").asText(), new String(Base64.getDecoder().decode(source), UTF_8));
    }
    assertThat(files.keySet())
        .containsExactly(
            "/etc/caisson/bootstrap.conf",
            "/etc/caisson/ca.pem",
            "/etc/hostname",
            "/opt/bin/caisson-bootstrap");
    assertThat(files).containsEntry("/etc/hostname", "blue-worker-1\n");
    assertThat(USER_DATA.replaceAll("(?m)^ +", ""))
        .contains(files.getOrDefault("/opt/bin/caisson-bootstrap", "?").replaceAll("(?m)^ +", ""));
    assertThat(ignition.at("/systemd/units/0/contents").asText())
        .contains("ExecStart=/opt/bin/caisson-bootstrap\n");
  }

  @Test
  void leavesRoomBelowTheCloudsLimit() {
    assertThat(USER_DATA.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(16_000);
  }

  @Test
  void readsBackAsOneDocumentOfTheGuestProtocol() {
    Map<String, Object> read = new Yaml().load(USER_DATA);
    assertThat(read.keySet())
        .containsExactly("hostname", "preserve_hostname", "write_files", "runcmd");
    assertThat(read.get("runcmd")).isEqualTo(List.of(List.of("/usr/local/sbin/caisson-bootstrap")));
    assertThat(USER_DATA).startsWith("#cloud-config\n");
  }

  @Test
  void cloudInitFindsNothingWrongWithIt(@TempDir Path folder) throws Exception {
    assumeTrue(ForeignTool.present("cloud-init"), "cloud-init is not installed");
    Path file = Files.writeString(folder.resolve("user-data"), USER_DATA);

    ForeignTool.Outcome outcome =
        ForeignTool.run("cloud-init", "schema", "--config-file", file.toString());

    assertThat(outcome.text()).contains("Valid cloud-config").doesNotContainIgnoringCase("warn");
    assertThat(outcome.exit()).isZero();
  }

  @Test
  void cloudInitWouldFindSomethingWrong(@TempDir Path folder) throws Exception {
    assumeTrue(ForeignTool.present("cloud-init"), "cloud-init is not installed");
    String wrong = USER_DATA.replace("permissions: '0600'", "permissions: [6]");
    Path file = Files.writeString(folder.resolve("user-data"), wrong);

    assertThat(ForeignTool.run("cloud-init", "schema", "--config-file", file.toString()).exit())
        .isNotZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no",
        "0644",
        "12:30:45",
        "~",
        "# x",
        "a: b",
        "- x",
        "\"",
        "'",
        "\t x \n\n y: [\n",
        "trailing \nspace",
        "\n\nleading",
        "  indented\nfirst line",
        "no end of line\nat the end",
        "\u0085\u00A0\u2028",
        "\uD83D\uDE00 \u7E41\n\u9AD4",
        "---\n...\n---\n",
        "%TAG !\n&a *b !c",
        "\r\n windows \r\n"
      })
  void anyTextReadsBackAsItself(String text) {
    CloudConfig config =
        new CloudConfig(
            text, List.of(new GuestFile("/x", 0600, text)), List.of(List.of(text, text)));
    Map<String, Object> read = new Yaml().load(config.text());
    assertThat(read.get("hostname")).isEqualTo(text);
    assertThat(read.get("runcmd")).isEqualTo(List.of(List.of(text, text)));
    assertThat(read.get("write_files"))
        .isEqualTo(
            List.of(
                Map.of(
                    "path", "/x", "owner", "root:root", "permissions", "0600", "content", text)));
  }

  @Test
  void aTextThatYamlCannotHoldIsRefused() {
    CloudConfig config = new CloudConfig("n\u0000", List.of(), List.of());
    assertThatIllegalArgumentException().isThrownBy(config::text).withMessageContaining("YAML");
  }

  @Test
  void whatCloudsDoNotTakeIsRefusedWithBothFigures() {
    String big = "x".repeat(ServerOrder.USER_DATA_LIMIT);
    assertThat(GuestUserData.checked(big)).isEqualTo(big);
    assertThatIllegalStateException()
        .isThrownBy(() -> GuestUserData.checked(big + "\u00e9"))
        .withMessage("the user-data has 48,002 bytes; clouds take at most 48,000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://x:1", "https://x:1/path", "https://x\nCAISSON_MACHINE=y", "https://x;y"})
  void anAddressThatAShellCouldMisreadIsRefused(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.access(new URI(url.replace("\n", "%0A"))));
  }

  @Test
  void noTextOfTheseRecordsHoldsTheSecret() {
    GuestAccess access = Samples.access(URI.create("https://192.0.2.1:9443"));
    assertThat(access.toString()).doesNotContain(Samples.SECRET.text());
    assertThat(new GuestFile("/x", 0600, access.configuration()).toString())
        .doesNotContain(Samples.SECRET.text());
  }

  private static String userData(String profile) {
    return GuestUserData.of(
        OsProfiles.named(profile),
        "blue-worker-1",
        Samples.access(URI.create("https://192.0.2.1:9443")));
  }
}
