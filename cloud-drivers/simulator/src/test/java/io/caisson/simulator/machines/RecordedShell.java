package io.caisson.simulator.machines;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Writes down what would have been run. A machine that was started ends when it is killed. */
final class RecordedShell implements Shell {
  private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
  private final Map<String, Started> running = new ConcurrentHashMap<>();

  @Override
  public void run(List<String> command) throws IOException {
    commands.add(shortened(command));
    String verb = command.get(1);
    if (verb.equals("stop") || verb.equals("destroy")) {
      end(command.get(2));
    }
  }

  @Override
  public void start(List<String> command, Consumer<String> output, Runnable ended) {
    running.put(command.get(2), new Started(output, ended));
    commands.add(shortened(command));
  }

  /** The machine's own end, or that of its power. */
  void end(String name) {
    Started started = running.remove(name);
    if (started != null) {
      started.ended().run();
    }
  }

  void print(String name, String text) {
    Started started = running.get(name);
    if (started == null) {
      throw new IllegalStateException(name + " does not run");
    }
    started.output().accept(text);
  }

  /** The next commands, by script, verb and first argument. */
  List<String> next(int count) throws InterruptedException {
    List<String> some = new ArrayList<>();
    while (some.size() < count) {
      String one = commands.poll(20, TimeUnit.SECONDS);
      if (one == null) {
        throw new AssertionError("only " + some);
      }
      some.add(one);
    }
    return some;
  }

  private static String shortened(List<String> command) {
    String script = command.getFirst().replaceAll(".*/", "");
    return String.join(" ", script, command.get(1), command.get(2));
  }

  private record Started(Consumer<String> output, Runnable ended) {}
}
