package io.caisson.simulator.machines;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Runs commands of the host. */
interface Shell {
  /**
   * Runs it to its end.
   *
   * @throws IOException with what it printed, if it fails
   */
  void run(List<String> command) throws IOException;

  /**
   * Starts it, and returns.
   *
   * @param output given what it prints, as it comes
   * @param ended run once, after the last output
   */
  void start(List<String> command, Consumer<String> output, Runnable ended) throws IOException;
}
