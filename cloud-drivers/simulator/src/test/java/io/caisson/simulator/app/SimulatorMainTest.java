package io.caisson.simulator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.simulator.model.Guests;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpSaysEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("--tenant-cidr", "--env-file");
  }

  @Test
  void aWrongOptionIsNamed() {
    assertThat(run("--colour", "red")).isEqualTo(SimulatorMain.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("unknown option: --colour");
  }

  @Test
  void aWrongValueIsNamedWithItsOption() {
    assertThat(run("--vm-delay", "soon")).isEqualTo(SimulatorMain.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("--vm-delay").contains("'soon'");
    assertThat(run("--tenant-cidr", "127.48.0.1/12")).isEqualTo(SimulatorMain.USAGE);
    assertThat(run("--port", "99999")).isEqualTo(SimulatorMain.USAGE);
    assertThat(run("--external-cidr", "127.48.5.0/24")).isEqualTo(SimulatorMain.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("overlap");
  }

  @Test
  void theFileHoldsAllThatAClientNeedsAndIsItsOwnersOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("env");
    int code =
        run("--port", "0", "--seed", "3", "--password", "it's", "--env-file", file.toString());
    assertThat(code).isZero();
    assertThat(Files.readString(file))
        .contains("export OS_AUTH_URL='http://127.0.0.1:", "export OS_PASSWORD='it'\\''s'")
        .contains("ADMIN_OS_PASSWORD=", "OTHER_OS_PROJECT_NAME='other'", "CAISSON_KEYPAIR=")
        .contains("OS_IDENTITY_API_VERSION='3'", "SIMULATOR_ADMIN_URL=");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("it's").endsWith("Ready.\n");
  }

  @Test
  void faultsCanBeSetFromOutside() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorOptions.usual(), (_, _) -> Guests.none())) {
      URI faults = URI.create(simulator.variable("SIMULATOR_ADMIN_URL") + "/faults");
      String rule = "{\"kind\":\"status\",\"code\":503,\"service\":\"identity\",\"times\":1}";
      assertThat(send(faults, rule).statusCode()).isEqualTo(201);
      URI auth = URI.create(simulator.variable("OS_AUTH_URL"));
      assertThat(send(auth, "{}").statusCode()).isEqualTo(503);
      assertThat(simulator.faults().rules().get("fault-1")).extracting("hits").isEqualTo(1);
      assertThat(send(faults, "{\"kind\":\"flood\"}").body()).contains("no such kind of fault");
    }
  }

  private static HttpResponse<String> send(URI to, String body) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(to).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private int run(String... arguments) {
    CountDownLatch end = new CountDownLatch(0);
    return SimulatorMain.run(arguments, new PrintStream(out), new PrintStream(err), end);
  }
}
