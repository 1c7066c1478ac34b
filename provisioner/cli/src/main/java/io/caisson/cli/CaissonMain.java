package io.caisson.cli;

import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code caisson}: the root of all commands. */
@Command(
    name = "caisson",
    mixinStandardHelpOptions = true,
    version = "caisson 0.1.0",
    description = "Turns an IaaS into a Kubernetes service.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      DownCommand.class,
      DoctorCommand.class,
      ClusterCommand.class,
      BenchCommand.class,
      NodeGroupCommand.class,
      NodeCommand.class,
      UpgradeCommand.class,
      TemplateCommand.class,
      OperationCommand.class,
      MachineCommand.class,
      HostCommand.class,
      QuotaCommand.class,
      Elsewhere.Serve.class,
      Elsewhere.Database.class,
      Elsewhere.Simulator.class,
      Elsewhere.Simulate.class,
      GenerateCompletion.class,
      HelpCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  done",
      "  1  it failed; the message says why",
      "  2  the command line or the environment is wrong",
      "  3  there is no such thing",
      "  4  the credential is missing or refused",
      "  5  the service or the cloud does not answer",
      "  6  the time was over"
    })
public final class CaissonMain {
  private CaissonMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    CommandLine line = new CommandLine(new CaissonMain()).setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, _) -> {
          if (exception instanceof CommandFailed failed) {
            PrintWriter err = command.getErr();
            err.println("caisson: " + failed.getMessage());
            err.flush();
            return failed.exit().code();
          }
          throw exception;
        });
    return line.execute(arguments);
  }
}
