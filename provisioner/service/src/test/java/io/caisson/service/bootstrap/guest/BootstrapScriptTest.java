package io.caisson.service.bootstrap.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that machines run. */
class BootstrapScriptTest {
  private static final Path FOLDER = Path.of("src/main/resources/io/caisson/service/bootstrap");

  static Stream<String> scripts() {
    return Stream.of(
            "guest/" + GuestUserData.SCRIPT, "node/caisson-prepare.sh", "node/caisson-api-ready.sh")
        .map(name -> FOLDER.resolve(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void shellsCanReadThem(String shell) throws Exception {
    assumeTrue(ForeignTool.present(shell), shell + " is not installed");
    for (String script : scripts().toList()) {
      assertThat(ForeignTool.run(shell, "-n", script)).isEqualTo(new ForeignTool.Outcome(0, ""));
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void shellcheckFindsNothing(String script) throws Exception {
    assumeTrue(ForeignTool.present("shellcheck"), "shellcheck is not installed");
    assertThat(ForeignTool.run("shellcheck", "-s", "sh", script))
        .isEqualTo(new ForeignTool.Outcome(0, ""));
  }
}
