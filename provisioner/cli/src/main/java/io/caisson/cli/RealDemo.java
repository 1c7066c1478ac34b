package io.caisson.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * {@code caisson demo --real}, from outside: builds what machines are made of, makes the data
 * centre's network namespace, lets the demo run in it, and takes everything away again.
 *
 * <p>The demo is the same program once more, because a process cannot move all of its threads into
 * a namespace, and because nothing of the demo then listens on this host's own interfaces.
 */
final class RealDemo {
  private final MachineBed bed;
  private final List<MachineBed> beds;
  private final Screen screen;

  /**
   * @param beds of the first version and of those that follow it
   */
  RealDemo(List<MachineBed> beds, Screen screen) {
    this.bed = beds.getFirst();
    this.beds = List.copyOf(beds);
    this.screen = screen;
  }

  /**
   * @param arguments of the demo that runs inside
   * @param keep whether everything stays
   */
  int run(List<String> arguments, boolean keep) {
    checkNeeds();
    if (!beds.stream().allMatch(MachineBed::isBuilt)) {
      screen.say("building what machines are made of (once; up to 20 minutes) in " + bed.home());
    }
    if (bed.show(MachineBed.build(beds)) != 0) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "the build failed");
    }
    beds.forEach(
        one ->
            screen.say(
                "the machines' image with Kubernetes %s is there".formatted(one.kubernetes())));
    if (bed.show(bed.centre("up")) != 0) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "no data centre could be made");
    }
    CountDownLatch ended = new CountDownLatch(1);
    Process demo = start(arguments);
    Thread clean = new Thread(() -> interrupted(demo, ended));
    Runtime.getRuntime().addShutdownHook(clean);
    int exit = await(demo);
    boolean stays = keep && exit == 0;
    boolean nothingLeft = stays || takeAway();
    ended.countDown();
    return exit == 0 && !nothingLeft ? CommandFailed.Exit.FAILED.code() : exit;
  }

  private void checkNeeds() {
    List<HostNeeds.Need> missing =
        new HostNeeds(HostNeeds.thisHost(), bed).all().stream().filter(n -> !n.met()).toList();
    missing.forEach(need -> screen.print("missing: %s: %s".formatted(need.what(), need.cure())));
    if (!missing.isEmpty()) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE,
          "this host cannot run real machines yet; see also: caisson doctor --real");
    }
  }

  private Process start(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Playground.launcher(), "demo"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(bed.inside(command)).inheritIO();
    builder.environment().put("KBED_CENTRE", bed.centre());
    builder.environment().put("KBED_HOME", bed.home().toString());
    try {
      return builder.start();
    } catch (IOException failed) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "cannot enter the data centre: " + failed.getMessage());
    }
  }

  private static int await(Process demo) {
    try {
      return demo.waitFor();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return CommandFailed.Exit.FAILED.code();
    }
  }

  private boolean takeAway() {
    screen.say("taking the data centre away; what is left of it on this host:");
    boolean clean = bed.show(bed.centre("down")) == 0;
    screen.say(clean ? "nothing is left" : "something is left behind");
    return clean;
  }

  /** Ends the demo, and lets {@link #run} take everything away before this process ends. */
  private static void interrupted(Process demo, CountDownLatch ended) {
    demo.destroy();
    try {
      ended.await();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
