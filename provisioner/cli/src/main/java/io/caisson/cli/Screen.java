package io.caisson.cli;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells a person what happens: a bar where there is a terminal, plain lines elsewhere. */
final class Screen {
  private final PrintStream out;
  private final Instant begun;
  private final Clock clock;
  private final boolean terminal;

  Screen(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
    this.begun = clock.instant();
    this.terminal = System.console() != null && System.console().isTerminal();
  }

  /** A line with the seconds since the beginning. */
  void say(String text) {
    long tenths = Duration.between(begun, clock.instant()).toMillis() / 100;
    out.printf("%3d.%ds  %s%n", tenths / 10, tenths % 10, text);
    out.flush();
  }

  void print(String text) {
    out.println(text);
    out.flush();
  }

  /** Shows how far something is, until it is closed. */
  Bar bar(String task, int total) {
    return terminal ? new Drawn(task, total) : new Silent();
  }

  /** How far something is. */
  interface Bar extends AutoCloseable {
    void to(int done, String note);

    @Override
    void close();
  }

  private static final class Silent implements Bar {
    @Override
    public void to(int done, String note) {}

    @Override
    public void close() {}
  }

  private static final class Drawn implements Bar {
    private final ProgressBar bar;

    Drawn(String task, int total) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .hideEta()
              .build();
    }

    @Override
    public void to(int done, String note) {
      bar.stepTo(done);
      bar.setExtraMessage(note);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
