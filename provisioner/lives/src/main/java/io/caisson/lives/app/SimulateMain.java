package io.caisson.lives.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.caisson.lives.Faults;
import io.caisson.lives.Life;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code caisson simulate}: lets clusters live in virtual time and judges them. */
@Command(
    name = "caisson simulate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Let clusters live whole lives in virtual time, by the service's own planner and engine,"
          + " while calls fail, answers are lost and the service is killed; an oracle that sees all"
          + " says whether a promise was broken.",
      "",
      "The same seed is the same life, on every machine.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no promise was broken",
      "1:one was; its seed and what it was are printed",
      "2:the command line is wrong"
    })
public final class SimulateMain implements Callable<Integer> {
  private static final int MOST_THREADS = 256;

  private final BiFunction<Long, Faults, Life.Report> life;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many lives (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--from",
      paramLabel = "SEED",
      defaultValue = "0",
      description = "The first one's seed (default: ${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--faults",
      paramLabel = "PROFILE",
      defaultValue = "all",
      converter = Named.class,
      description =
          "What of that which the seeds draw goes wrong: all, none, calls, kills or pauses"
              + " (default: ${DEFAULT-VALUE}).")
  private Faults faults = Faults.ALL;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many lives at the same time (default: one for each processor).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--journal",
      description = "Print all that was recorded and that happened in each life, in order.")
  private boolean journal;

  @Mixin private final Printing printing = new Printing();

  SimulateMain(BiFunction<Long, Faults, Life.Report> life) {
    this.life = life;
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SimulateMain(Life::live)).execute(arguments));
  }

  @Override
  public Integer call() throws JsonProcessingException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Lives lives = new Lives(seed -> life.apply(seed, faults), threads);
    long begun = System.nanoTime();
    double spent = CoreTime.seconds();
    Outcome outcome =
        lives.live(
            from,
            seeds,
            new Progress(err, seeds, isWatched()),
            journal ? report -> out.print(report.journal()) : _ -> {});
    double seconds = (System.nanoTime() - begun) / 1e9;
    double perCore = seeds / (CoreTime.seconds() - spent) * 60;
    if (printing.isJson()) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(outcome.json(from, faults, perCore)));
    } else {
      print(out, outcome, seconds, perCore);
    }
    out.flush();
    return outcome.broken().isEmpty() ? 0 : 1;
  }

  /** By somebody at a terminal. */
  private static boolean isWatched() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private void check() {
    if (seeds < 1) {
      throw printing.wrong("--seeds is %d: at least one life is needed".formatted(seeds));
    }
    if (from > Long.MAX_VALUE - seeds) {
      throw printing.wrong("--from is %d: the last seed would be too big".formatted(from));
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw printing.wrong(
          "--threads is %d: 1 to %d are possible".formatted(threads, MOST_THREADS));
    }
    printing.check();
  }

  private void print(PrintWriter out, Outcome outcome, double seconds, double perCore) {
    outcome.hits().counts().forEach((what, count) -> out.printf("%9d  %s%n", count, what));
    outcome
        .broken()
        .forEach((seed, what) -> what.forEach(one -> out.printf("seed %d: %s%n", seed, one)));
    out.printf(
        Locale.ROOT,
        "%d lives (seeds %d to %d, faults: %s) in %.1f s, %.0f a minute on %d threads, %.0f in a"
            + " minute of one core: %s%n",
        seeds,
        from,
        from + seeds - 1,
        faults,
        seconds,
        seeds / seconds * 60,
        threads,
        perCore,
        outcome.broken().isEmpty()
            ? "no promise was broken"
            : "promises were broken in " + outcome.broken().size());
    outcome.broken().keySet().stream()
        .findFirst()
        .ifPresent(
            seed ->
                out.printf(
                    "The first of them again, with its journal: ./caisson simulate --seeds 1 --from"
                        + " %d --faults %s --journal%n",
                    seed, faults));
  }

  /** A profile by its name in small letters. */
  private static final class Named implements ITypeConverter<Faults> {
    @Override
    public Faults convert(String name) {
      for (Faults one : Faults.values()) {
        if (one.toString().equals(name)) {
          return one;
        }
      }
      throw new CommandLine.TypeConversionException(
          "'%s' is no profile: all, none, calls, kills and pauses are".formatted(name));
    }
  }
}
