package io.caisson.simulator.app;

import io.caisson.simulator.model.Guests;
import io.caisson.spi.net.Handshakes;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** {@code simulator [OPTIONS]}: runs a data centre until it is ended. */
public final class SimulatorMain {
  static final int USAGE = 2;
  static final int FAILED = 1;

  private SimulatorMain() {}

  /** Exit codes: 0 ended by a signal, 1 cannot start, 2 wrong options. */
  public static void main(String[] arguments) {
    Handshakes.quicken();
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> endAndWait(end, ended), "simulator-end");
    Runtime.getRuntime().addShutdownHook(hook);
    int code = run(arguments, System.out, System.err, end);
    ended.countDown();
    if (code != 0) {
      System.exit(code);
    }
  }

  /** What it has started ends before it. */
  private static void endAndWait(CountDownLatch end, CountDownLatch ended) {
    end.countDown();
    try {
      ended.await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param end reached when the simulator shall stop
   */
  static int run(String[] arguments, PrintStream out, PrintStream err, CountDownLatch end) {
    SimulatorOptions options;
    Guests.Factory guests;
    try {
      Arguments parsed = Arguments.parse(arguments);
      if (parsed.help()) {
        out.print(Arguments.USAGE);
        return 0;
      }
      options = parsed.options();
      guests = parsed.guests();
    } catch (IllegalArgumentException wrong) {
      err.println("simulator: " + wrong.getMessage());
      err.println("Try --help.");
      return USAGE;
    }
    try (Simulator simulator = Simulator.start(options, guests)) {
      announce(simulator, options, out);
      end.await();
      return 0;
    } catch (IllegalStateException | UncheckedIOException | IOException cannot) {
      err.println("simulator: cannot start: " + cannot.getMessage());
      return FAILED;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private static void announce(Simulator simulator, SimulatorOptions options, PrintStream out)
      throws IOException {
    out.println("OpenStack: " + simulator.variable("OS_AUTH_URL"));
    out.println("Administration: " + simulator.variable("SIMULATOR_ADMIN_URL"));
    if (options.envFile().isPresent()) {
      EnvFile.write(options.envFile().get(), simulator.environment());
      out.println("Credentials: source " + options.envFile().get());
    } else {
      out.println("Credentials: give --env-file FILE to have them written");
    }
    out.println("Ready.");
  }
}
