package io.caisson.lives.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.lives.Roll;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CreationMainTest {
  private static final Duration CRITICAL = Duration.ofSeconds(40);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void figuresComeWithTheirBoundsAndConditions() throws Exception {
    assertThat(run(44, List.of(), "--workers", "320", "-o", "json")).isZero();
    JsonNode said = new ObjectMapper().readTree(out.toString());
    JsonNode first = said.path("figures").path(0);
    assertThat(first.path("name").asText())
        .isEqualTo("virtual-create: 1 + 320, 20 servers/s, 44.0 s ÷ critical path of 40.0 s");
    assertThat(first.path("value").asDouble()).isEqualTo(1.1);
    assertThat(first.path("bound").asDouble()).isEqualTo(1.1);
    assertThat(said.at("/conditions/virtual-create").asText()).contains("VM 10 s", "9 decisions");
  }

  @Test
  void aBoundThatIsBrokenIsTheExitCode() {
    assertThat(run(45, List.of())).isEqualTo(1);
    assertThat(out.toString()).contains("NO");
    assertThat(run(40, List.of("worker-1 is there twice"))).isEqualTo(1);
    assertThat(err.toString()).contains("worker-1 is there twice");
  }

  @ParameterizedTest
  @CsvSource({
    "--workers, 0, '--workers is 0: 1 to 5000'",
    "--creates, 1001, '--creates is 1001: 1 to 1000'",
    "--creates, all, all",
    "-o, yaml, table and json"
  })
  void whatIsWrongIsToldAndNothingIsMade(String option, String value, String words) {
    CreationMain never =
        new CreationMain(
            (workers, creates) -> {
              throw new IllegalStateException("made " + workers);
            });
    assertThat(run(never, option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(words);
    assertThat(out.toString()).isEmpty();
  }

  private int run(int seconds, List<String> broken, String... arguments) {
    Roll.Creation made = new Roll.Creation(Duration.ofSeconds(seconds), CRITICAL, broken, 9);
    return run(new CreationMain((_, _) -> made), arguments);
  }

  private int run(CreationMain command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
