package io.caisson.lives.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.lives.Faults;
import io.caisson.lives.Hits;
import io.caisson.lives.Life;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class SimulateMainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @EnumSource
  void livesAreLivedAndCounted(Faults faults) throws Exception {
    assertThat(real("--seeds", "2", "--faults", faults.toString(), "-o", "json")).isZero();
    JsonNode said = new ObjectMapper().readTree(out.toString());
    assertThat(said.path("faults").asText()).isEqualTo(faults.toString());
    assertThat(said.path("broken").size()).isZero();
    assertThat(said.path("hits").path("life ended").asInt()).isEqualTo(2);
    assertThat(said.path("lives_per_core_minute").asInt()).isPositive();
  }

  @Test
  void aBrokenPromiseIsToldWithItsSeedAndHowToSeeItAgain() {
    assertThat(played("--seeds", "20", "--from", "5", "--faults", "kills")).isEqualTo(1);
    assertThat(out.toString())
        .contains("seed 11: two servers", "in a minute of one core", "promises were broken in 1")
        .contains("simulate --seeds 1 --from 11 --faults kills --journal");
    assertThat(err.toString()).contains("20 of 20 lives, 1 broken");
  }

  @Test
  void journalsComeInTheOrderOfTheSeeds() {
    played("--seeds", "40", "--threads", "3", "--journal");
    assertThat(out.toString().lines().filter(line -> line.startsWith("journal of ")))
        .containsExactlyElementsOf(
            IntStream.range(0, 40).mapToObj(seed -> "journal of " + seed).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "--seeds, 0, at least one life",
    "--seeds, many, 'many'",
    "--from, 9223372036854775807, too big",
    "--faults, rain, is no profile",
    "--threads, 0, 1 to 256",
    "-o, yaml, table and json"
  })
  void whatIsWrongIsToldAndNothingIsLived(String option, String value, String words) {
    assertThat(played(option, value)).isEqualTo(2);
    assertThat(err.toString()).contains(words);
    assertThat(out.toString()).isEmpty();
  }

  private int real(String... arguments) {
    return run(new SimulateMain(Life::live), arguments);
  }

  private int played(String... arguments) {
    return run(new SimulateMain((seed, _) -> report(seed)), arguments);
  }

  private static Life.Report report(long seed) {
    List<String> broken = seed == 11 ? List.of("two servers") : List.of();
    return new Life.Report(
        seed, broken, false, Duration.ZERO, new Hits(), "journal of %d\n".formatted(seed));
  }

  private int run(SimulateMain command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
