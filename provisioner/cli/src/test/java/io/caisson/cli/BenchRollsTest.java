package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchRollsTest {
  private static final List<String> MACHINES = List.of("c-0", "w-3", "w-4");
  private static final List<String> REPLACED = List.of("w-1", "w-2");

  @Test
  void nothingIsWrongWhereEveryMachineHasItsServer() {
    assertThat(BenchRolls.wrong(List.of("w-4", "c-0", "w-3"), MACHINES, REPLACED)).isEmpty();
  }

  @Test
  void aSecondServerOfAMachineIsWrong() {
    assertThat(BenchRolls.wrong(List.of("c-0", "w-3", "w-4", "w-4"), MACHINES, REPLACED))
        .containsExactly("w-4");
  }

  @Test
  void aMachineWithoutServerIsWrong() {
    assertThat(BenchRolls.wrong(List.of("c-0", "w-3"), MACHINES, REPLACED)).containsExactly("w-4");
  }

  @Test
  void aServerThatWasToLeaveIsWrong() {
    assertThat(BenchRolls.wrong(List.of("c-0", "w-3", "w-4", "w-9"), MACHINES, REPLACED))
        .containsExactly("w-9");
  }

  @Test
  void aMachineThatWasNotReplacedIsWrong() {
    assertThat(
            BenchRolls.wrong(List.of("c-0", "w-3", "w-1"), List.of("c-0", "w-3", "w-1"), REPLACED))
        .containsExactly("w-1");
  }
}
