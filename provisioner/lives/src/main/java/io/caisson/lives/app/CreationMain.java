package io.caisson.lives.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.caisson.lives.Roll;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caisson bench virtual-create}: makes a big cluster in virtual time. */
@Command(
    name = "caisson bench virtual-create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Make a cluster of one control plane and many workers in virtual time, by the service's own"
          + " planner and calls, in a cloud that begins to make only so many servers a second; say"
          + " how long it takes beside its critical path.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every bound is kept", "1:one is not", "2:the command line is wrong"})
public final class CreationMain implements Callable<Integer> {
  private static final int MOST = 5000;
  private static final int FASTEST = 1000;

  private final BiFunction<Integer, Integer, Roll.Creation> creation;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--creates",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many servers a second the cloud begins to make (default: ${DEFAULT-VALUE}).")
  private int creates;

  @Mixin private final Printing printing = new Printing();

  CreationMain(BiFunction<Integer, Integer, Roll.Creation> creation) {
    this.creation = creation;
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CreationMain(Roll::creation)).execute(arguments));
  }

  @Override
  public Integer call() throws JsonProcessingException {
    within("--workers", workers, MOST);
    within("--creates", creates, FASTEST);
    printing.check();
    Spent spent = Spent.now();
    Roll.Creation made = creation.apply(workers, creates);
    made.broken().stream().limit(20).forEach(spec.commandLine().getErr()::println);
    List<VirtualFigure> figures = VirtualFigure.of(workers, creates, made);
    VirtualFigure.print(
        spec.commandLine().getOut(),
        figures,
        Map.of("virtual-create", spent.told(made.decisions())),
        printing.isJson());
    return figures.stream().allMatch(VirtualFigure::kept) ? 0 : 1;
  }

  private void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw printing.wrong("%s is %d: 1 to %d are possible".formatted(option, value, most));
    }
  }
}
