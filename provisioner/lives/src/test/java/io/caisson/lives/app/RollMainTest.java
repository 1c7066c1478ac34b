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

class RollMainTest {
  private static final Roll.Moves ONCE = new Roll.Moves(1, 1);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void eachSurgeIsARollOfItsOwnWithItsFiguresAndConditions() throws Exception {
    assertThat(played(1.04, ONCE, List.of(), "--nodes", "10", "--surge", "2,5", "-o", "json"))
        .isZero();
    JsonNode said = new ObjectMapper().readTree(out.toString());
    assertThat(said.path("figures")).hasSize(6);
    JsonNode first = said.path("figures").path(0);
    assertThat(first.path("name").asText())
        .isEqualTo("virtual-roll: 10 by 2, 93.6 s ÷ 5 rounds of 18.0 s");
    assertThat(first.path("value").asDouble()).isEqualTo(1.04);
    assertThat(first.path("bound").asDouble()).isEqualTo(1.05);
    assertThat(said.path("conditions").path("virtual-roll 10 by 5").asText())
        .contains("VM 10 s", "CPU-seconds", "load");
  }

  @Test
  void aBoundThatIsBrokenIsTheExitCode() {
    assertThat(played(1.06, ONCE, List.of(), "--surge", "2")).isEqualTo(1);
    assertThat(out.toString()).containsPattern("18.0 s +1.060 +≤ +1.05 +NO");
    assertThat(played(1, new Roll.Moves(1.1, 2), List.of(), "--surge", "2")).isEqualTo(1);
    assertThat(played(1, ONCE, List.of("web-1 has 3"), "--surge", "2")).isEqualTo(1);
    assertThat(err.toString()).contains("web-1 has 3");
  }

  @ParameterizedTest
  @CsvSource({
    "--nodes, 0, '0 nodes'",
    "--surge, 1001, 'a surge of 1001'",
    "--surge, all, all",
    "--pods, 0, '0 pods'",
    "-o, yaml, table and json"
  })
  void whatIsWrongIsToldAndNothingIsRolled(String option, String value, String words) {
    assertThat(run(new RollMain(RollMainTest::never), option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(words);
    assertThat(out.toString()).isEmpty();
  }

  private static Roll.Report never(Roll.Size size) {
    throw new IllegalStateException("rolled " + size);
  }

  private int played(double ratio, Roll.Moves moves, List<String> broken, String... arguments) {
    return run(
        new RollMain(
            size -> {
              Duration critical =
                  Duration.ofSeconds(18L * Math.ceilDiv(size.nodes(), size.surge()));
              Duration took = Duration.ofMillis(Math.round(critical.toMillis() * ratio));
              return new Roll.Report(size, took, critical, moves, broken, 7, "");
            }),
        arguments);
  }

  private int run(RollMain command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
