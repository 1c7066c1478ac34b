package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleExcerptTest {
  @Test
  void itHasTheLastLinesAndTheFaultsBefore() {
    String console =
        "[    0.0] Linux version 6.1\n"
            + "caisson: no answer yet: connection refused\n"
            + lines(20)
            + "host login: ";
    assertThat(ConsoleExcerpt.of(console).lines())
        .startsWith("caisson: no answer yet: connection refused", "line 13")
        .endsWith("line 19", "host login:")
        .hasSize(9);
  }

  @Test
  void itIsNeverLong() {
    String long1 = "error " + "x ".repeat(5_000);
    assertThat(ConsoleExcerpt.of((long1 + "\n").repeat(3) + lines(50) + long1).length())
        .isLessThanOrEqualTo(ConsoleExcerpt.LIMIT);
  }

  @Test
  void whatOnlyATerminalUnderstandsIsLeftOut() {
    assertThat(
            ConsoleExcerpt.of(
                "\u001b[0;1;31m[FAILED]\u001b[0m x\u001b[K\r\r\n\u001b]0;t\u0007y\u0000\u0008"))
        .isEqualTo("[FAILED] x\ny");
  }

  @Test
  void whatTheGuestSaysWhyComesFirst() {
    String log =
        lines(30)
            + "2026-01-01T00:00:00Z why: the disk is full\n"
            + "2026-01-01T00:00:00Z FAILED: kubeadm init ended with exit status 1\n";
    assertThat(ConsoleExcerpt.verdict(log))
        .startsWith("the disk is full\nkubeadm init ended with exit status 1\nline 24\n");
  }

  @Test
  void aVerdictWithoutFormIsTheExcerpt() {
    assertThat(ConsoleExcerpt.verdict("out of luck\n")).isEqualTo("out of luck");
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "line " + number + "\n")
        .collect(Collectors.joining());
  }
}
