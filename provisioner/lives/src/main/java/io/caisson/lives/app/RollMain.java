package io.caisson.lives.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.caisson.lives.Roll;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caisson bench virtual-roll}: rolls big clusters in virtual time. */
@Command(
    name = "caisson bench virtual-roll",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Replace all workers of a cluster in virtual time, by the service's own planner, drain and"
          + " calls, while applications with disruption budgets run on them; say how much longer it"
          + " takes than clouds, nodes and pods need at the least, how often pods moved, and"
          + " whether a budget was violated.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every bound is kept", "1:one is not", "2:the command line is wrong"})
public final class RollMain implements Callable<Integer> {
  private final Function<Roll.Size, Roll.Report> roll;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many workers (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--surge",
      paramLabel = "N[,N...]",
      split = ",",
      defaultValue = "10,50,100",
      description =
          "How many are made beside the old ones; each is a roll of its own"
              + " (default: ${DEFAULT-VALUE}).")
  private List<Integer> surges = List.of();

  @Option(
      names = "--pods",
      paramLabel = "N",
      defaultValue = "10",
      description = "How many on each worker (default: ${DEFAULT-VALUE}).")
  private int pods;

  @Option(names = "--journal", description = "Print what was recorded of each roll, in order.")
  private boolean journal;

  @Mixin private final Printing printing = new Printing();

  RollMain(Function<Roll.Size, Roll.Report> roll) {
    this.roll = roll;
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new RollMain(Roll::of)).execute(arguments));
  }

  @Override
  public Integer call() throws JsonProcessingException {
    printing.check();
    List<VirtualFigure> figures = new ArrayList<>();
    Map<String, String> conditions = new LinkedHashMap<>();
    for (Roll.Size size : sizes()) {
      Spent spent = Spent.now();
      Roll.Report report = roll.apply(size);
      conditions.put(
          "virtual-roll %d by %d".formatted(nodes, size.surge()), spent.told(report.decisions()));
      figures.addAll(VirtualFigure.of(report));
      say(report);
    }
    VirtualFigure.print(spec.commandLine().getOut(), figures, conditions, printing.isJson());
    return figures.stream().allMatch(VirtualFigure::kept) ? 0 : 1;
  }

  private void say(Roll.Report report) {
    PrintWriter err = spec.commandLine().getErr();
    report.broken().stream().limit(20).forEach(err::println);
    if (journal) {
      err.print(report.journal());
    }
    err.flush();
  }

  private List<Roll.Size> sizes() {
    List<Roll.Size> sizes = new ArrayList<>();
    for (int surge : surges) {
      try {
        sizes.add(new Roll.Size(nodes, surge, pods));
      } catch (IllegalArgumentException refused) {
        throw printing.wrong(String.valueOf(refused.getMessage()));
      }
    }
    return sizes;
  }
}
