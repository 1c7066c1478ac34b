package io.caisson.simulator.machines;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands as processes of this host.
 *
 * @param centre what they find as {@code KBED_CENTRE}
 */
record ProcessShell(String centre) implements Shell {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessShell.class);

  @Override
  public void run(List<String> command) throws IOException {
    Process process = begin(command);
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            "%s: exit status %d: %s".formatted(String.join(" ", command), code, printed.strip()));
      }
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException(String.join(" ", command) + " was interrupted", interrupted);
    }
  }

  @Override
  public void start(List<String> command, Consumer<String> output, Runnable ended)
      throws IOException {
    Process process = begin(command);
    // not a virtual one: a read from a pipe holds its carrier for as long as the machine is silent
    Thread.ofPlatform()
        .daemon()
        .name("console-" + command.get(2))
        .start(() -> read(process, output, ended));
  }

  private static void read(Process process, Consumer<String> output, Runnable ended) {
    try (Reader reader = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      char[] some = new char[4096];
      for (int count = reader.read(some); count >= 0; count = reader.read(some)) {
        output.accept(new String(some, 0, count));
      }
    } catch (IOException closed) {
      LOG.debug("a console was closed", closed);
    } finally {
      ended.run();
    }
  }

  private Process begin(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KBED_CENTRE", centre);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
