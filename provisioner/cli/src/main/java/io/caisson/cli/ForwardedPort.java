package io.caisson.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port of this host that {@code kubectl port-forward} leads to one in the cluster. */
final class ForwardedPort implements AutoCloseable {
  private static final Pattern LEADS = Pattern.compile("Forwarding from (127\\.0\\.0\\.1:\\d+) .*");

  private final Process process;
  private final String address;

  private ForwardedPort(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /**
   * @param command the whole command line of kubectl, which chooses the port
   */
  static ForwardedPort open(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = said.readLine();
      Matcher leads = LEADS.matcher(line == null ? "" : line);
      if (!leads.matches()) {
        process.destroy();
        throw failed("no port is forwarded: " + line);
      }
      return new ForwardedPort(process, leads.group(1));
    } catch (IOException broken) {
      throw failed("no port is forwarded: " + broken.getMessage());
    }
  }

  /** Host and port. */
  String address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static CommandFailed failed(String why) {
    return new CommandFailed(CommandFailed.Exit.FAILED, why);
  }
}
