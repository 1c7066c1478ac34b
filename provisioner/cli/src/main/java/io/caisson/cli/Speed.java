package io.caisson.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How fast machines are replaced, on the command line. */
final class Speed {
  @Option(
      names = "--max-surge",
      paramLabel = "N|N%",
      description = "How many machines more than desired a group may have meanwhile (else 1).")
  private Optional<String> surge = Optional.empty();

  @Option(
      names = "--max-unavailable",
      paramLabel = "N|N%",
      description = "How many of the desired machines may be missing meanwhile (else 0).")
  private Optional<String> unavailable = Optional.empty();

  void into(ObjectNode body) {
    surge.ifPresent(text -> body.withObject("/pace").put("max_surge", text));
    unavailable.ifPresent(text -> body.withObject("/pace").put("max_unavailable", text));
  }
}
