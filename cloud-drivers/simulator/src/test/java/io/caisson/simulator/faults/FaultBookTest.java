package io.caisson.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.simulator.faults.FaultRule.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FaultBookTest {
  private final FaultBook book = new FaultBook(new Random(1));

  @Test
  void aRuleMeetsOnlyWhatItNames() {
    book.add(
        FaultRule.always(new Fault.CutBefore())
            .at(Where.of("compute", "POST|DELETE", "/v2.1/servers.*")));
    assertThat(book.meet("compute", "DELETE", "/v2.1/servers/1")).hasSize(1);
    assertThat(book.meet("compute", "GET", "/v2.1/servers/1")).isEmpty();
    assertThat(book.meet("network", "POST", "/v2.1/servers")).isEmpty();
  }

  @Test
  void aRuleWithACountEndsAndItsHitsAreTold() {
    String id = book.add(new FaultRule(new Fault.LostReply(), Where.everywhere(), 2, 1));
    for (int i = 0; i < 5; i++) {
      book.meet("compute", "GET", "/");
    }
    assertThat(book.rules().get(id)).extracting("hits").isEqualTo(2);
  }

  @Test
  void chanceComesFromTheSeed() {
    assertThat(pattern(5)).isEqualTo(pattern(5)).contains(true, false);
    assertThat(pattern(5)).isNotEqualTo(pattern(6));
  }

  @Test
  void faultsInsideAreFoundByTheServersName() {
    book.add(
        FaultRule.always(new Fault.BootFailure("no power")).at(Where.of(".*", ".*", "worker-.*")));
    assertThat(book.bootFailure("worker-1")).contains("no power");
    assertThat(book.bootFailure("control-1")).isEmpty();
    book.add(FaultRule.always(new Fault.ListLag("port", Duration.ofSeconds(3))));
    assertThat(book.listLag("port")).hasSeconds(3);
    assertThat(book.listLag("server")).isZero();
  }

  private static List<Boolean> pattern(long seed) {
    FaultBook book = new FaultBook(new Random(seed));
    book.add(new FaultRule(new Fault.CutBefore(), Where.everywhere(), -1, 0.5));
    List<Boolean> pattern = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pattern.add(!book.meet("compute", "GET", "/").isEmpty());
    }
    return pattern;
  }
}
