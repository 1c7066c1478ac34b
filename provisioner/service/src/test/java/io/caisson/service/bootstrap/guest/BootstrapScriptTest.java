package io.caisson.service.bootstrap.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapScriptTest {
  private static final String SCRIPT =
      Path.of("src/main/resources/io/caisson/service/bootstrap/guest", GuestUserData.SCRIPT)
          .toString();

  @ParameterizedTest
  @ValueSource(strings = {"sh", "dash", "bash"})
  void shellsCanReadIt(String shell) throws Exception {
    assumeTrue(ForeignTool.present(shell), shell + " is not installed");
    assertThat(ForeignTool.run(shell, "-n", SCRIPT)).isEqualTo(new ForeignTool.Outcome(0, ""));
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    assumeTrue(ForeignTool.present("shellcheck"), "shellcheck is not installed");
    assertThat(ForeignTool.run("shellcheck", "-s", "sh", SCRIPT))
        .isEqualTo(new ForeignTool.Outcome(0, ""));
  }
}
