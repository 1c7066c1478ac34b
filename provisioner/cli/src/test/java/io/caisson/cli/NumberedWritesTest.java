package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class NumberedWritesTest {
  private static final int WRITES = 6;

  @Test
  void whatWasAcknowledgedAndIsThereIsKept() throws InterruptedException {
    Ledger ledger = new Ledger(_ -> true);
    NumberedWrites.Verdict verdict = written(ledger).verdict(ledger);
    assertThat(verdict.good()).isTrue();
    assertThat(verdict.acknowledged()).isGreaterThanOrEqualTo(WRITES);
    assertThat(verdict.text()).endsWith("read back as they were written (0 tries failed)");
  }

  @Test
  void aTryThatFailedIsNotMissed() throws InterruptedException {
    Ledger ledger = new Ledger(number -> number % 2 == 0);
    NumberedWrites.Verdict verdict = written(ledger).verdict(ledger);
    assertThat(verdict.good()).isTrue();
    assertThat(verdict.refused()).isGreaterThanOrEqualTo(WRITES / 2);
    assertThat(verdict.acknowledged()).isEqualTo(ledger.entries.size());
  }

  @Test
  void whatWasAcknowledgedAndIsGoneIsLost() throws InterruptedException {
    Ledger ledger = new Ledger(_ -> true);
    NumberedWrites writes = written(ledger);
    ledger.entries.remove("ledger-3");
    NumberedWrites.Verdict verdict = writes.verdict(ledger);
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.text()).endsWith("; lost: [3]");
  }

  @Test
  void whatIsNotAsItWasWrittenIsLost() throws InterruptedException {
    Ledger ledger = new Ledger(_ -> true);
    NumberedWrites writes = written(ledger);
    ledger.entries.put("ledger-2", Map.of("number", "5"));
    assertThat(writes.verdict(ledger).lost()).isEqualTo(Set.of(2));
  }

  @Test
  void nothingAcknowledgedProvesNothing() throws InterruptedException {
    Ledger ledger = new Ledger(_ -> false);
    assertThat(written(ledger).verdict(ledger).good()).isFalse();
  }

  /** Some of them, and no more are coming. */
  private static NumberedWrites written(Ledger ledger) throws InterruptedException {
    NumberedWrites writes = new NumberedWrites(ledger, Duration.ofNanos(1));
    try (writes) {
      writes.start();
      ledger.tries.await();
    }
    return writes;
  }

  /** An API that takes some of the ConfigMaps. */
  private static final class Ledger implements ClusterApi {
    private final Map<String, Object> entries = new ConcurrentSkipListMap<>();
    private final CountDownLatch tries = new CountDownLatch(WRITES);
    private final Predicate<Integer> taken;

    Ledger(Predicate<Integer> taken) {
      this.taken = taken;
    }

    @Override
    public void create(String path, Object object) {
      JsonNode entry = Http.JSON.valueToTree(object);
      tries.countDown();
      if (!taken.test(entry.at("/data/number").asInt())) {
        throw new CommandFailed(CommandFailed.Exit.UNREACHABLE, "no answer");
      }
      entries.put(entry.at("/metadata/name").asText(), entry.path("data"));
    }

    @Override
    public JsonNode get(String path) {
      ObjectNode list = Http.JSON.createObjectNode();
      var items = list.putArray("items");
      entries.forEach(
          (name, data) -> {
            ObjectNode one = items.addObject();
            one.putObject("metadata").put("name", name);
            one.set("data", Http.JSON.valueToTree(data));
          });
      return list;
    }
  }
}
