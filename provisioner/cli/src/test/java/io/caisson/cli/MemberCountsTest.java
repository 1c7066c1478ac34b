package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberCountsTest {
  @Test
  void oddNumbersUpToSevenAreTakenInTheirOrder() {
    assertThat(MemberCounts.of(1, "3, 5,7,1").then()).isEqualTo(List.of(3, 5, 7, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "3,4,5; 4 is even",
        "0; 0 is not from 1 to 7",
        "3,9; 9 is not from 1 to 7",
        "''; '' is no number",
        "3,; '' is no number",
        "-3; '-3' is no number",
        "three; 'three' is no number",
        "99999999999; '99999999999' is no number",
        "1,3; 1 after 1 is no change",
        "3,5,5; 5 after 5 is no change"
      })
  void othersAreRefusedWithTheReason(String text, String reason) {
    assertThatThrownBy(() -> MemberCounts.of(1, text))
        .isInstanceOfSatisfying(
            CommandFailed.class,
            refused -> assertThat(refused.exit()).isEqualTo(CommandFailed.Exit.USAGE))
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--real --members 3,4",
        "--real --members=",
        "--members 3",
        "--real --endpoint address --members 3",
        "--upgrade 1.35.4"
      })
  void theDemoRefusesThemBeforeAnythingStarts(String arguments) {
    assertThat(CaissonMain.run(("demo " + arguments).split(" "))).isEqualTo(2);
  }
}
