package io.caisson.service.store.postgres;

import static io.caisson.service.store.SampleClusters.moved;
import static io.caisson.service.store.SampleClusters.planned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.MachineState;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStoreContract;
import io.caisson.service.store.SampleClusters;
import io.caisson.service.store.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresClusterStoreTest implements ClusterStoreContract {
  private static final Set<String> READS = Set.of("load", "clusters");

  private final Thread tester = Thread.currentThread();
  private TestDatabase database;
  private ClusterStore store;

  @BeforeAll
  void startPostgres() {
    database = new TestDatabase();
    store = readTwice(new PostgresClusterStore(database.source()));
  }

  /** What is read by a store that knows clusters is what one reads that has never known any. */
  private ClusterStore readTwice(ClusterStore knowing) {
    ClusterStore ignorant = new PostgresClusterStore(database.source(), 0);
    return (ClusterStore)
        Proxy.newProxyInstance(
            ClusterStore.class.getClassLoader(),
            new Class<?>[] {ClusterStore.class},
            (_, method, arguments) -> {
              try {
                Object result = method.invoke(knowing, arguments);
                if (READS.contains(method.getName()) && Thread.currentThread() == tester) {
                  assertThat(method.invoke(ignorant, arguments)).isEqualTo(result);
                }
                return result;
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  @AfterAll
  void stopPostgres() {
    database.close();
  }

  @BeforeEach
  void emptyTables() {
    database.empty();
  }

  @Override
  public ClusterStore store() {
    return store;
  }

  @Override
  public void timePasses(Duration time) {
    database.timePasses(time);
  }

  private Cluster created() {
    Cluster cluster = SampleClusters.cluster("project-1");
    store.create(cluster, SECRETS);
    return cluster;
  }

  @Test
  void oneChangedMachineOfFiveThousandIsOneRow() {
    Cluster big = store.commit(created(), Optional.empty(), planned(1, 5_000));
    store.commit(big, Optional.empty(), List.of(moved(7, MachineState.READY, "Ready")));
    assertThat(
            database
                .sql()
                .fetch("select count(*) || ' ' || min(id) from machine group by xmin")
                .getValues(0, String.class))
        .containsExactlyInAnyOrder("1 worker-7", "4999 worker-1");
    assertThat(store.load(big.id()).orElseThrow().machines()).hasSize(5_000);
  }

  @Test
  void onlyWhatHasChangedIsReadAgain() {
    Cluster one = created();
    Cluster other = created();
    PostgresClusterStore knowing = new PostgresClusterStore(database.source());
    List<Cluster> first = knowing.clusters(Optional.empty());
    store.commit(one, Optional.empty(), List.of(planned(1)));
    List<Cluster> second = knowing.clusters(Optional.empty());
    int place = first.indexOf(other);
    assertThat(second.get(place)).isSameAs(first.get(place));
    assertThat(second.get(1 - place).machines()).hasSize(1);
    assertThat(knowing.load(other.id()).orElseThrow()).isSameAs(first.get(place));
  }

  @Test
  void aRestoredDatabaseIsBelieved() {
    Cluster cluster = created();
    Cluster lost = store.commit(cluster, Optional.empty(), List.of(planned(1)));
    database.sql().execute("update cluster set version = 1");
    database.sql().execute("delete from machine");
    Cluster restored = store.load(cluster.id()).orElseThrow();
    assertThat(restored.machines()).isEmpty();
    ClusterStore another = new PostgresClusterStore(database.source());
    Cluster now = another.commit(restored, Optional.empty(), List.of(planned(2)));
    assertThat(now.version()).isEqualTo(lost.version());
    assertThat(store.load(cluster.id())).contains(now);
  }

  @Test
  void aLostReplyToACommitIsNotRetried() {
    Cluster cluster = created();
    ClusterStore behindABadLine = new PostgresClusterStore(losingOneCommitReply());
    assertThatThrownBy(() -> behindABadLine.commit(cluster, Optional.empty(), List.of(planned(1))))
        .isInstanceOf(StoreUnavailable.class);
    Cluster now = store.load(cluster.id()).orElseThrow();
    assertThat(now.version()).isEqualTo(2);
    assertThat(now.machines()).hasSize(1);
    assertThat(store.journal(cluster.id(), 0, 10)).hasSize(2);
  }

  private DataSource losingOneCommitReply() {
    AtomicBoolean lost = new AtomicBoolean();
    return proxy(
        DataSource.class,
        database.source(),
        (name, result) ->
            name.equals("getConnection")
                ? proxy(
                    Connection.class,
                    (Connection) result,
                    (inner, answer) -> {
                      if (inner.equals("commit") && lost.compareAndSet(false, true)) {
                        throw new SQLException("An I/O error occurred", "08006");
                      }
                      return answer;
                    })
                : result);
  }

  private interface After {
    Object then(String method, Object result) throws SQLException;
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return after.then(method.getName(), method.invoke(target, arguments));
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            }));
  }

  @Test
  void aKilledDatabaseIsUnavailableAndThenServesWhatWasCommitted() {
    Cluster cluster = created();
    Cluster next = store.commit(cluster, Optional.empty(), planned(1, 50));
    ProcessHandle killed = database.server().process();
    killed.destroyForcibly();
    assertThatThrownBy(
            () -> {
              while (true) {
                store.load(cluster.id());
              }
            })
        .isInstanceOf(StoreUnavailable.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(StoreUnavailable.class)
        .untilAsserted(() -> assertThat(store.load(cluster.id())).contains(next));
    await().untilAsserted(() -> assertThat(database.server().process()).isNotEqualTo(killed));
  }

  @Test
  void aStoreWithoutADatabaseIsUnavailable() {
    DatabaseAddress nowhere =
        new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x", Optional.empty(), Optional.empty());
    try (var pool = ConnectionPool.open(nowhere, 1)) {
      pool.setConnectionTimeout(500); // nobody comes later either
      assertThatThrownBy(() -> new PostgresClusterStore(pool).living())
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(() -> Migrations.apply(pool)).isInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void migrationsCanBeAppliedAgain() {
    Cluster cluster = created();
    Migrations.apply(database.source());
    assertThat(store.load(cluster.id())).isPresent();
  }
}
