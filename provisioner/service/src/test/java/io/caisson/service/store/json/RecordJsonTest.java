package io.caisson.service.store.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Wait;
import io.caisson.service.store.AnyValue;
import io.caisson.service.store.Message;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RecordJsonTest {
  private static final int VALUES = 200;
  private final RecordJson json = new RecordJson();

  @TestFactory
  Stream<DynamicTest> everyTypeSurvivesARoundTrip() {
    Set<Class<?>> types = new LinkedHashSet<>();
    Stream.of(Cluster.class, ClusterRecord.class, JournalEntry.class, Message.class, Problem.class)
        .forEach(root -> collect(root, types));
    assertThat(types).hasSizeGreaterThan(50);
    return types.stream()
        .map(type -> dynamicTest(type.getSimpleName(), () -> survivesARoundTrip(type)));
  }

  private <T> void survivesARoundTrip(Class<T> type) {
    AnyValue any = new AnyValue(type.getName().hashCode());
    for (int i = 0; i < VALUES; i++) {
      T value = any.of(type);
      assertThat(json.read(type, json.write(type, value))).isEqualTo(value);
    }
  }

  private static void collect(Type type, Set<Class<?>> into) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(one -> collect(one, into));
    } else if (type instanceof Class<?> plain
        && (plain.isRecord() || plain.isSealed())
        && into.add(plain)) {
      if (plain.isSealed()) {
        Arrays.stream(plain.getPermittedSubclasses()).forEach(one -> collect(one, into));
      } else {
        Arrays.stream(plain.getRecordComponents())
            .map(RecordComponent::getGenericType)
            .forEach(one -> collect(one, into));
      }
    }
  }

  @Test
  void aCaseOfASealedTypeCarriesItsSimpleName() {
    assertThat(json.write(Outcome.class, new Outcome.Done(Optional.of("id-1"))))
        .isEqualTo("{\"@type\":\"Done\",\"ref\":\"id-1\"}");
  }

  @Test
  void aRecordWithATextFormIsThatText() {
    assertThat(json.write(MachineId.class, new MachineId("worker", 3))).isEqualTo("\"worker-3\"");
  }

  @Test
  void whatARecordComputesIsNotWritten() {
    Resource resource = Resource.planned(ResourceKey.parse("server/worker-1"));
    assertThat(json.write(Resource.class, resource))
        .isEqualTo(
            "{\"key\":\"server/worker-1\",\"stage\":\"ABSENT\",\"ref\":null,\"detail\":null,"
                + "\"attempt\":null,\"misses\":0}");
  }

  @Test
  void fieldsOfANewerServiceAreIgnored() {
    String row =
        "{\"reason\":\"r\",\"subject\":\"cluster\",\"colour\":{\"deep\":[1]},"
            + "\"since\":\"2026-01-01T00:00:00Z\",\"deadline\":\"2026-01-01T00:00:01Z\"}";
    Instant since = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(json.read(Wait.class, row))
        .isEqualTo(new Wait("cluster", "r", since, since.plusSeconds(1)));
  }

  @Test
  void missingListsMapsTextsAndOptionalsAreEmpty() {
    String row =
        "{\"kubernetesVersion\":\"1.34.4\",\"networking\":{\"subnet\":{}},"
            + "\"endpoint\":{\"@type\":\"ServerAddress\"},\"timeouts\":{\"create\":\"PT1H\"}}";
    ClusterSpec spec = json.read(ClusterSpec.class, row);
    assertThat(spec.groups()).isEmpty();
    assertThat(spec.labels()).isEmpty();
    assertThat(spec.keyPair()).isEmpty();
    assertThat(spec.osProfile()).isEmpty();
    assertThat(spec.networking().subnet().pools()).isEmpty();
  }

  @Test
  void anythingElseThatIsMissingIsAnError() {
    assertThatThrownBy(() -> json.read(Wait.class, "{\"subject\":\"cluster\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("since");
  }

  @Test
  void aStageOfBeforeIsReadAsTheOneBeforeIt() {
    String told =
        "{\"@type\":\"GuestTold\",\"machine\":\"worker-1\",\"guest\":{\"stage\":\"PREPARED\","
            + "\"at\":\"2026-01-01T00:00:00Z\",\"text\":\"\",\"attempt\":1}}";
    assertThat(json.read(Message.class, told))
        .isEqualTo(
            new Message.GuestTold(
                new MachineId("worker", 1),
                new Machine.Guest(
                    Machine.Stage.BUNDLE_RECEIVED,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    "",
                    Optional.of(1))));
  }

  @Test
  void anUnknownCaseIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> json.read(Outcome.class, "{\"@type\":\"Vanished\"}"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Vanished");
  }

  @Test
  void textsThatNoDatabaseTakesAreRefusedWithTheirPlace() {
    Problem nul = new Problem("name", "a\u0000b");
    assertThatThrownBy(() -> json.write(Problem.class, nul))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("text")
        .hasMessageContaining("character 2 of a text is U+0000");
    assertThatThrownBy(() -> json.write(Problem.class, new Problem("\ud83d", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+D83D");
  }

  @Test
  void keysAreCheckedToo() {
    ClusterSpec spec = new AnyValue(1).of(ClusterSpec.class);
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("\u0000", "");
    ClusterSpec bad =
        new ClusterSpec(
            spec.kubernetesVersion(),
            spec.groups(),
            spec.networking(),
            spec.endpoint(),
            spec.keyPair(),
            spec.osProfile(),
            spec.timeouts(),
            labels);
    assertThatThrownBy(() -> json.write(ClusterSpec.class, bad))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void componentsThatAreLeftOutAreReadAsEmpty() {
    RecordJson partly = json.without(Cluster.class, "machines", "version");
    Cluster cluster = new AnyValue(3).of(Cluster.class);
    String written = partly.write(Cluster.class, cluster);
    assertThat(written).doesNotContain("\"machines\"", "\"version\":");
    Cluster read = json.read(Cluster.class, written);
    assertThat(read.machines()).isEmpty();
    assertThat(read.version()).isZero();
    assertThat(read.resources()).isEqualTo(cluster.resources());
  }

  @Test
  void aListIsReadWithItsElements() {
    Machine machine = new AnyValue(4).of(Machine.class);
    String one = json.write(Machine.class, machine);
    assertThat(json.readList(Machine.class, "[" + one + "," + one + "]"))
        .isEqualTo(List.of(machine, machine));
  }
}
