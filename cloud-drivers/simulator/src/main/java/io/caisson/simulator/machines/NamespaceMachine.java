package io.caisson.simulator.machines;

import io.caisson.simulator.model.GuestSide;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance's machine. All of its methods block, and are called one at a time.
 *
 * <p>The cloud is told when it went off by itself, and only then: each power-on has a number, and
 * the end of a run that is no longer wanted says nothing.
 */
final class NamespaceMachine {
  private static final Logger LOG = LoggerFactory.getLogger(NamespaceMachine.class);

  private final String id;
  private final String name;
  private final Bed bed;
  private final Shell shell;
  private final GuestSide cloud;
  private volatile int wanted;
  private int runs;

  NamespaceMachine(String id, String name, MachineFleet.Surroundings around) {
    this.id = id;
    this.name = name;
    this.bed = around.bed();
    this.shell = around.shell();
    this.cloud = around.cloud();
  }

  /** Boots it; the settings count for its first boot, afterwards its disk has them. */
  void powerOn(MachineSettings settings) {
    attempt(bed.kill(name)); // a run before this one leaves nothing behind
    int run = ++runs;
    wanted = run;
    try {
      shell.start(bed.run(name, settings), text -> cloud.appendConsole(id, text), () -> ended(run));
    } catch (IOException broken) {
      cloud.appendConsole(id, "this machine cannot start: " + broken.getMessage() + "\n");
      ended(run);
    }
  }

  void powerOff() {
    wanted = 0;
    attempt(bed.kill(name));
  }

  void freeze() {
    attempt(bed.freeze(name));
  }

  void cut() {
    attempt(bed.cut(name));
  }

  void mend() {
    attempt(bed.mend(name));
  }

  void destroy() {
    wanted = 0;
    attempt(bed.destroy(name));
  }

  private void ended(int run) {
    if (wanted == run) {
      cloud.powerOff(id);
    }
  }

  private void attempt(java.util.List<String> command) {
    try {
      shell.run(command);
    } catch (IOException failed) {
      LOG.warn("{}", failed.getMessage());
    }
  }
}
