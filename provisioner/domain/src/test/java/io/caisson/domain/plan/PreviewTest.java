package io.caisson.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Role;
import io.caisson.spi.cloud.Facts.QuotaFact;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PreviewTest {
  @Test
  void aCreationIsWhatThePlannerThenMakes() {
    Bench bench = new Bench(2);
    Preview preview = Preview.of(bench.cluster, bench.now);
    assertThat(preview.needed()).containsEntry("instances", 3L).containsEntry("ports", 3L);
    assertThat(preview.leaving()).isEmpty();
    bench.untilQuiet();
    assertThat(preview.joining().stream().map(Machine::id))
        .containsExactlyElementsOf(bench.cluster.machines().keySet());
    TreeSet<ResourceKey> made = new TreeSet<>(preview.resources());
    assertThat(made).isSubsetOf(bench.cluster.resources().keySet());
    assertThat(made.stream().filter(key -> key.kind() == ResourceKey.Kind.SERVER)).hasSize(3);
  }

  @Test
  void aResizeTellsWhoComesAndWhoGoes() {
    Bench bench = new Bench(2);
    bench.untilQuiet();
    bench.resize(1);
    Preview less = Preview.of(bench.cluster, bench.now);
    assertThat(less.leaving()).hasToString("[worker-2]");
    assertThat(less.needed()).isEmpty();
    bench.resize(4);
    Preview more = Preview.of(bench.cluster, bench.now);
    assertThat(more.joining().stream().map(one -> one.id().toString()))
        .containsExactly("worker-3", "worker-4");
    assertThat(more.joining()).allMatch(one -> one.role() == Role.WORKER);
    assertThat(more.lacking(List.of(new QuotaFact("instances", 4, 3))))
        .singleElement()
        .asString()
        .contains("instances: 2 needed, 1 free");
  }
}
