package io.caisson.lives.app;

import java.io.PrintWriter;

/** How far it is: a line that changes on a terminal, otherwise a line for each tenth. */
final class Progress {
  private static final int TENTHS = 10;

  private final PrintWriter out;
  private final int all;
  private final boolean terminal;

  Progress(PrintWriter out, int all, boolean terminal) {
    this.out = out;
    this.all = all;
    this.terminal = terminal;
  }

  void ended(int lives, int broken) {
    boolean tenth = (long) lives * TENTHS / all != (lives - 1L) * TENTHS / all;
    if (terminal) {
      out.printf("\r%d of %d lives, %d broken%s", lives, all, broken, lives == all ? "\n" : "");
      out.flush();
    } else if (tenth && all >= TENTHS) {
      out.printf("%d of %d lives, %d broken%n", lives, all, broken);
      out.flush();
    }
  }
}
