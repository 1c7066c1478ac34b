package io.caisson.simulator.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessShellTest {
  private final ProcessShell shell = new ProcessShell("caisson-test");

  @Test
  void whatAProcessPrintsComesBeforeItsEnd() throws Exception {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    CountDownLatch ended = new CountDownLatch(1);
    shell.start(List.of("sh", "-c", "echo in $KBED_CENTRE"), seen::add, ended::countDown);
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(String.join("", seen)).isEqualTo("in caisson-test\n");
  }

  @Test
  void aFailureSaysWhatWasPrinted() {
    assertThatThrownBy(() -> shell.run(List.of("sh", "-c", "echo no such machine; exit 3")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("exit status 3: no such machine");
  }

  /** A virtual thread that reads from a pipe holds its carrier, and nothing else would run. */
  @Test
  void silentConsolesHoldNobodyUp() throws Exception {
    int many = 2 * Runtime.getRuntime().availableProcessors();
    CountDownLatch ended = new CountDownLatch(many);
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    for (int i = 0; i < many; i++) {
      shell.start(List.of("sleep", "600", "0"), text -> {}, ended::countDown);
    }
    List<ProcessHandle> silent =
        ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
    try {
      CountDownLatch done = new CountDownLatch(2);
      Lane lane = new Lane();
      lane.add(done::countDown);
      Thread.ofVirtual().start(done::countDown);
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      silent.forEach(ProcessHandle::destroy);
    }
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }
}
