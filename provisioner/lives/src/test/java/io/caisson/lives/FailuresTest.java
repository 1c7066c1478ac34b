package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plays what can go wrong, and holds {@code docs/failures.md} to what was read then. */
class FailuresTest {
  private static final String HEAD =
      """
      # What fails, what you read, what happens next

      Each row is one life of a cluster of one control plane and two workers in virtual time, played by `FailuresTest` with the real
      planner, looks and calls on the simulated data centre. What you read is the status and reason that both APIs give, or what a
      machine or resource waits for (`caisson cluster show`), or a line of the journal. `-Dfailures=write` writes this page anew.

      | what broke | what you read | what happened next |
      |---|---|---|
      """;

  @Test
  void theTableOfFailuresIsTrue() {
    List<String> rows = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Failure failure : Failure.all()) {
      try {
        rows.add(row(failure));
      } catch (AssertionError | RuntimeException unlike) {
        wrong.add(failure.broke() + ": " + unlike);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(25);
    String page = HEAD + String.join("", rows);
    if (KnownFailures.writes()) {
      KnownFailures.writeFirst(page);
    }
    assertThat(KnownFailures.first())
        .as("docs/failures.md; -Dfailures=write writes it, and the difference is to be read")
        .isEqualTo(page);
  }

  private static String row(Failure failure) {
    Patient one = new Patient();
    failure.play().accept(one);
    return "| %s | %s | %s |%n"
        .formatted(failure.broke(), KnownFailures.cell(one.read(failure.reads())), one.next());
  }
}
