package io.caisson.service.store;

import static io.caisson.service.store.SampleClusters.NOW;
import static io.caisson.service.store.SampleClusters.cluster;
import static io.caisson.service.store.SampleClusters.gone;
import static io.caisson.service.store.SampleClusters.moved;
import static io.caisson.service.store.SampleClusters.planned;
import static io.caisson.service.store.SampleClusters.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Wait;
import io.caisson.service.store.ClusterStore.Holder;
import io.caisson.service.store.ClusterStore.Line;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.ClusterStore.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of clusters does. */
public interface ClusterStoreContract {
  SealedSecrets SECRETS = new SealedSecrets("sealed".getBytes(StandardCharsets.UTF_8));
  Duration LEASE = Duration.ofSeconds(30);

  /** The store under test; empty when a test begins. */
  ClusterStore store();

  /** Lets so much time pass by the store's own clock. */
  void timePasses(Duration time);

  private Cluster created() {
    return created(cluster("project-1"));
  }

  private Cluster created(Cluster cluster) {
    store().create(cluster, SECRETS);
    return cluster;
  }

  private Cluster loaded(ClusterId id) {
    return store().load(id).orElseThrow();
  }

  private Cluster commit(Cluster loaded, ClusterRecord... records) {
    return store().commit(loaded, Optional.empty(), List.of(records));
  }

  private Ownership owned(Cluster cluster, String replica) {
    return store().own(cluster.id(), replica, LEASE).orElseThrow();
  }

  private List<String> texts(ClusterId id) {
    return store().journal(id, 0, 1_000).stream().map(line -> line.entry().text()).toList();
  }

  private static <T> List<T> together(int times, Callable<T> action) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result :
          threads.invokeAll(IntStream.range(0, times).mapToObj(_ -> action).toList())) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException failed) {
      throw new AssertionError(failed);
    }
  }

  private static boolean succeeds(Runnable action) {
    try {
      action.run();
      return true;
    } catch (StaleCluster refused) {
      return false;
    }
  }

  // clusters

  @Test
  default void aNewClusterIsLoadedAsItWasCreated() {
    Cluster cluster = created();
    assertThat(store().load(cluster.id())).contains(cluster);
    assertThat(store().secrets(cluster.id())).contains(SECRETS);
  }

  @Test
  default void anUnknownClusterIsNotThere() {
    ClusterId id = new ClusterId(UUID.randomUUID().toString());
    assertThat(store().load(id)).isEmpty();
    assertThat(store().secrets(id)).isEmpty();
    assertThat(store().journal(id, 0, 10)).isEmpty();
    assertThat(store().inbox(id)).isEmpty();
    assertThat(store().own(id, "a", LEASE)).isEmpty();
    assertThatThrownBy(() -> commit(cluster("project-1"))).isInstanceOf(StaleCluster.class);
  }

  @Test
  default void anIdIsTakenOnlyOnceByConcurrentCreates() {
    Cluster cluster = cluster("project-1");
    List<Boolean> results = together(8, () -> succeeds(() -> store().create(cluster, SECRETS)));
    assertThat(results).containsOnlyOnce(true);
    assertThat(store().living()).containsExactly(cluster.id());
  }

  @Test
  default void manyConcurrentCreatesAllArrive() {
    List<ClusterId> ids = together(40, () -> created().id());
    assertThat(store().living()).containsExactlyElementsOf(ids.stream().sorted().toList());
  }

  @Test
  default void aProjectSeesOnlyItsOwnClustersOldestFirst() {
    Cluster young = created(cluster("project-1", "young", NOW.plusSeconds(60)));
    Cluster old = created(cluster("project-1", "old", NOW));
    Cluster foreign = created(cluster("project-2", "old", NOW.plusSeconds(1)));
    assertThat(store().clusters(Optional.of("project-1"))).containsExactly(old, young);
    assertThat(store().clusters(Optional.of("project-2"))).containsExactly(foreign);
    assertThat(store().clusters(Optional.of("project-1' or '1'='1"))).isEmpty();
    assertThat(store().clusters(Optional.empty())).containsExactly(old, foreign, young);
  }

  @Test
  default void hostileTextsSurvive() {
    String all = String.join("|", AnyValue.HOSTILE_TEXTS);
    Cluster cluster = created(cluster(all, all, NOW));
    Cluster next = commit(cluster, planned(1), moved(1, MachineState.FAILED, all));
    assertThat(loaded(cluster.id())).isEqualTo(next);
    assertThat(store().clusters(Optional.of(all))).containsExactly(next);
    assertThat(texts(cluster.id())).contains("Failed: " + all);
  }

  @Test
  default void aTextThatCannotBeStoredIsRefusedClearlyAndChangesNothing() {
    Cluster cluster = created();
    assertThatThrownBy(() -> commit(cluster, planned(1), moved(1, MachineState.FAILED, "a\u0000b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+0000");
    assertThatThrownBy(() -> store().create(cluster("project-1", "\u0000", NOW), SECRETS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().post(cluster.id(), told(1, Machine.Stage.FAILED, "\ud83d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("U+D83D");
    assertThat(loaded(cluster.id())).isEqualTo(cluster);
    assertThat(store().living()).containsExactly(cluster.id());
    assertThat(store().inbox(cluster.id())).isEmpty();
  }

  // commits

  @Test
  default void aCommitGivesTheNextVersionAndIsLoaded() {
    Cluster cluster = created();
    Cluster next = commit(cluster, planned(1), planned(2));
    assertThat(next.version()).isEqualTo(cluster.version() + 1);
    assertThat(next.machines()).hasSize(2);
    assertThat(loaded(cluster.id())).isEqualTo(next);
  }

  @Test
  default void aCommitOfAnOlderVersionIsRefused() {
    Cluster cluster = created();
    Cluster next = commit(cluster, planned(1));
    assertThatThrownBy(() -> commit(cluster, planned(2)))
        .isInstanceOf(StaleCluster.class)
        .hasMessageContaining(cluster.id().toString())
        .hasMessageContaining("version 2, not 1");
    assertThat(loaded(cluster.id())).isEqualTo(next);
  }

  @Test
  default void oneOfManyConcurrentCommitsWins() {
    Cluster cluster = created();
    List<Boolean> results = together(16, () -> succeeds(() -> commit(cluster, planned(1))));
    assertThat(results).containsOnlyOnce(true);
    assertThat(loaded(cluster.id()).version()).isEqualTo(2);
    assertThat(texts(cluster.id())).filteredOn(text -> text.startsWith("Planned")).hasSize(1);
  }

  @Test
  default void commitsThatAreRepeatedAfterARaceAllArrive() {
    ClusterId id = created().id();
    together(
        8,
        () -> {
          boolean done = false;
          while (!done) {
            Cluster now = loaded(id);
            int number = now.machines().size() + 1;
            done = succeeds(() -> commit(now, planned(number)));
          }
          return done;
        });
    assertThat(loaded(id).machines().keySet())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 8).mapToObj(n -> new MachineId("worker", n)).toList());
  }

  @Test
  default void aRefusedCommitLeavesNothingBehind() {
    Cluster cluster = created();
    commit(cluster, planned(1));
    List<String> before = texts(cluster.id());
    assertThat(succeeds(() -> commit(cluster, planned(2), gone()))).isFalse();
    assertThat(texts(cluster.id())).isEqualTo(before);
    assertThat(store().secrets(cluster.id())).contains(SECRETS);
    assertThat(loaded(cluster.id()).gone()).isEmpty();
  }

  @Test
  default void machinesAndResourcesAreChangedAndForgotten() {
    Cluster cluster = created();
    ResourceKey server = ResourceKey.parse("server/worker-1");
    Cluster made =
        commit(
            cluster,
            planned(1),
            planned(2),
            new ClusterRecord.ResourceSeen(server, "id-1", Optional.of("10.0.0.1"), NOW));
    Cluster less =
        commit(
            made,
            moved(2, MachineState.READY, "its Node is Ready"),
            new ClusterRecord.ResourceForgotten(server),
            new ClusterRecord.MachineForgotten(new MachineId("worker", 1), NOW));
    assertThat(loaded(cluster.id())).isEqualTo(less);
    assertThat(less.machines()).containsOnlyKeys(new MachineId("worker", 2));
    assertThat(less.resources()).doesNotContainKey(server);
  }

  @Test
  default void holdsWaitsAndDatesSurvive() {
    Cluster cluster = created();
    Cluster next =
        commit(
            cluster,
            new ClusterRecord.HoldPlaced(new Hold("quota", "cores: 4 needed, 2 free", false, NOW)),
            new ClusterRecord.WaitNoted(new Wait("worker-1", "boots", NOW, NOW.plusSeconds(9))),
            new ClusterRecord.CreationCompleted(NOW),
            new ClusterRecord.DeletionRequested("user-1", NOW));
    assertThat(loaded(cluster.id())).isEqualTo(next);
    assertThat(next.holds()).containsKey("quota");
    assertThat(next.completed()).contains(NOW);
  }

  @Test
  default void aThousandMachinesAreKept() {
    Cluster cluster = created();
    Cluster big = store().commit(cluster, Optional.empty(), planned(1, 1_000));
    Cluster next = commit(big, moved(500, MachineState.READY, "its Node is Ready"));
    assertThat(loaded(cluster.id())).isEqualTo(next);
    assertThat(next.machines()).hasSize(1_000);
    assertThat(store().clusters(Optional.of("project-1"))).containsExactly(next);
  }

  // ownership

  @Test
  default void whoTakesAClusterRaisesEpochAndVersion() {
    Cluster cluster = created();
    assertThat(owned(cluster, "a")).isEqualTo(new Ownership(cluster.id(), "a", 1));
    assertThat(loaded(cluster.id()).version()).isEqualTo(cluster.version() + 1);
  }

  @Test
  default void theOwnerKeepsEpochAndVersionWhenItRenews() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    timePasses(LEASE.minusSeconds(5));
    assertThat(owned(cluster, "a")).isEqualTo(first);
    timePasses(LEASE.minusSeconds(5));
    assertThat(store().own(cluster.id(), "b", LEASE)).isEmpty();
    assertThat(loaded(cluster.id()).version()).isEqualTo(cluster.version() + 1);
  }

  @Test
  default void nobodyTakesAClusterFromALivingOwner() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    assertThat(store().own(cluster.id(), "b", LEASE)).isEmpty();
    Cluster now = loaded(cluster.id());
    assertThat(store().commit(now, Optional.of(first), List.of(planned(1))).machines()).hasSize(1);
  }

  @Test
  default void aRunOutLeaseIsTakenOverByExactlyOne() {
    Cluster cluster = created();
    owned(cluster, "a");
    timePasses(LEASE.plusSeconds(1));
    List<Optional<Ownership>> results =
        together(8, () -> store().own(cluster.id(), UUID.randomUUID().toString(), LEASE));
    assertThat(results).filteredOn(Optional::isPresent).hasSize(1);
    assertThat(results.stream().flatMap(Optional::stream).map(Ownership::epoch))
        .containsExactly(2L);
    assertThat(loaded(cluster.id()).version()).isEqualTo(cluster.version() + 2);
  }

  @Test
  default void anOwnerWhoseTimeHasRunOutCannotCommit() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    Cluster now = loaded(cluster.id());
    timePasses(LEASE.plusSeconds(1));
    assertThatThrownBy(() -> store().commit(now, Optional.of(first), List.of(planned(1))))
        .isInstanceOf(StaleCluster.class)
        .hasMessageContaining("a does not own it in epoch 1");
    assertThat(owned(cluster, "a")).isEqualTo(first);
    assertThat(store().commit(now, Optional.of(first), List.of(planned(1))).machines()).hasSize(1);
  }

  @Test
  default void anOwnerOfAnOlderEpochCannotCommit() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    timePasses(LEASE.plusSeconds(1));
    owned(cluster, "b");
    timePasses(LEASE.plusSeconds(1));
    Ownership third = owned(cluster, "a");
    assertThat(third.epoch()).isEqualTo(3);
    Cluster now = loaded(cluster.id());
    assertThat(succeeds(() -> store().commit(now, Optional.of(first), List.of()))).isFalse();
    assertThat(succeeds(() -> store().commit(now, Optional.of(third), List.of()))).isTrue();
  }

  @Test
  default void aTakeOverMakesWhatWasLoadedBeforeStale() {
    Cluster cluster = created();
    owned(cluster, "a");
    Cluster before = loaded(cluster.id());
    timePasses(LEASE.plusSeconds(1));
    owned(cluster, "b");
    assertThat(succeeds(() -> commit(before, planned(1)))).isFalse();
  }

  @Test
  default void anybodyMayCommitWithoutOwnershipWhileSomebodyOwns() {
    Cluster cluster = created();
    Ownership owner = owned(cluster, "a");
    Cluster deleting =
        commit(loaded(cluster.id()), new ClusterRecord.DeletionRequested("user-1", NOW));
    assertThat(succeeds(() -> store().commit(deleting, Optional.of(owner), List.of()))).isTrue();
  }

  @Test
  default void aReplicaRenewsAllThatItOwnsAndLearnsWhatItHasLost() {
    Cluster kept = created();
    Cluster lost = created(cluster("project-1"));
    Cluster others = created(cluster("project-1"));
    Ownership mine = owned(kept, "a");
    owned(lost, "a");
    owned(others, "b");
    timePasses(LEASE);
    owned(lost, "b");
    Cluster before = loaded(kept.id());

    assertThat(store().renew("a", LEASE)).containsExactly(mine);
    assertThat(store().own(kept.id(), "b", LEASE)).isEmpty();
    assertThat(loaded(kept.id()).version()).isEqualTo(before.version());
    assertThat(store().own(others.id(), "a", LEASE)).isPresent();
  }

  @Test
  default void aReplicaSeesHowItStandsToEveryCluster() {
    Cluster mine = created();
    Cluster others = created(cluster("project-1"));
    Cluster free = created(cluster("project-1"));
    Cluster lapsed = created(cluster("project-1"));
    owned(lapsed, "b");
    timePasses(LEASE);
    owned(mine, "a");
    owned(others, "b");
    store().post(mine.id(), told(1, Machine.Stage.BOOTED, ""));

    assertThat(store().standings("a"))
        .containsExactlyInAnyOrder(
            new Standing(mine.id(), Holder.ME, 1 + mine.version(), true),
            new Standing(others.id(), Holder.ANOTHER, 1 + others.version(), false),
            new Standing(free.id(), Holder.NOBODY, free.version(), false),
            new Standing(lapsed.id(), Holder.NOBODY, 1 + lapsed.version(), false));
  }

  @Test
  default void aReleasedClusterIsTakenAtOnceInANewEpoch() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    store().release(first);
    Cluster now = loaded(cluster.id());
    assertThat(succeeds(() -> store().commit(now, Optional.of(first), List.of()))).isFalse();
    assertThat(owned(cluster, "b").epoch()).isEqualTo(2);
  }

  @Test
  default void aReleaseByAFormerOwnerDoesNothing() {
    Cluster cluster = created();
    Ownership first = owned(cluster, "a");
    timePasses(LEASE.plusSeconds(1));
    Ownership second = owned(cluster, "b");
    store().release(first);
    assertThat(store().own(cluster.id(), "c", LEASE)).isEmpty();
    assertThat(owned(cluster, "b")).isEqualTo(second);
  }

  // journal

  @Test
  default void theJournalIsReadInPages() {
    Cluster cluster = created();
    store().commit(cluster, Optional.empty(), planned(1, 9));
    List<Line> whole = store().journal(cluster.id(), 0, 100);
    List<Line> pages = new ArrayList<>();
    for (List<Line> page = store().journal(cluster.id(), 0, 3);
        !page.isEmpty();
        page = store().journal(cluster.id(), pages.getLast().sequence(), 3)) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      pages.addAll(page);
    }
    assertThat(whole).hasSize(10);
    assertThat(pages).isEqualTo(whole);
    assertThat(whole.stream().map(Line::sequence)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  default void theLinesOfAMachineAreThoseOfItselfAndOfWhatItHas() {
    Cluster cluster = commit(created(), planned(1), planned(11));
    MachineId machine = new MachineId("worker", 1);
    for (String key : List.of("port/worker-1.0", "server/worker-1", "server/worker-11")) {
      cluster =
          commit(
              cluster,
              new ClusterRecord.ResourceSeen(
                  ResourceKey.parse(key), "id", Optional.empty(), SampleClusters.NOW));
    }
    assertThat(store().journalOf(cluster.id(), machine, 10).stream())
        .extracting(line -> line.entry().subject())
        .containsExactly("worker-1", "port/worker-1.0", "server/worker-1");
    assertThat(store().journalOf(cluster.id(), machine, 2))
        .isEqualTo(store().journalOf(cluster.id(), machine, 10).subList(1, 3));
  }

  @Test
  default void aLineSaysWhatWhenAndAtWhichVersion() {
    Cluster cluster = created();
    Cluster next = commit(cluster, planned(1));
    Line last = store().journal(cluster.id(), 0, 100).getLast();
    assertThat(last.cluster()).isEqualTo(cluster.id());
    assertThat(last.entry())
        .isEqualTo(
            new JournalEntry(
                next.version(),
                NOW,
                "worker-1",
                "Planned as worker machine kube-worker-1 with address 10.0.0.1."));
  }

  @Test
  default void aLineIsNotRepeatedUntilItsSubjectSaysSomethingElse() {
    Cluster cluster = created();
    Cluster now = commit(cluster, planned(1), planned(2));
    for (String reason : List.of("x", "x", "y", "x")) {
      now =
          commit(now, moved(1, MachineState.BOOTING, reason), moved(2, MachineState.BOOTING, "x"));
    }
    assertThat(store().journal(cluster.id(), 0, 100).stream().map(Line::entry))
        .filteredOn(entry -> entry.text().startsWith("Booting"))
        .extracting(entry -> entry.subject() + " " + entry.text())
        .containsExactly(
            "worker-1 Booting: x",
            "worker-2 Booting: x",
            "worker-1 Booting: y",
            "worker-1 Booting: x");
  }

  @Test
  default void aLineIsNotRepeatedWithinOneCommit() {
    Cluster cluster = created();
    commit(cluster, planned(1), planned(1));
    assertThat(texts(cluster.id())).filteredOn(text -> text.startsWith("Planned")).hasSize(1);
  }

  @Test
  default void journalsAreKeptApart() {
    Cluster one = created();
    Cluster other = created();
    commit(one, planned(1));
    assertThat(store().journal(other.id(), 0, 100)).hasSize(1);
  }

  // inbox

  @Test
  default void messagesKeepTheirOrder() {
    Cluster cluster = created();
    List<Message> sent =
        IntStream.rangeClosed(1, 20)
            .mapToObj(number -> told(number, Machine.Stage.BOOTED, "log " + number))
            .toList();
    sent.forEach(message -> store().post(cluster.id(), message));
    assertThat(store().inbox(cluster.id()).stream().map(Posted::message))
        .containsExactlyElementsOf(sent);
  }

  @Test
  default void takenMessagesAreForgottenHoweverOftenTheyAreTaken() {
    Cluster cluster = created();
    Cluster other = created();
    store().post(cluster.id(), told(1, Machine.Stage.BOOTED, ""));
    store().post(cluster.id(), told(2, Machine.Stage.BOOTED, ""));
    List<Posted> seen = store().inbox(cluster.id());
    store().post(cluster.id(), told(3, Machine.Stage.BOOTED, ""));
    store().taken(other.id(), seen);
    assertThat(store().inbox(cluster.id())).hasSize(3);
    store().taken(cluster.id(), seen);
    store().taken(cluster.id(), seen);
    store().taken(cluster.id(), List.of());
    assertThat(store().inbox(cluster.id()).stream().map(Posted::message))
        .containsExactly(told(3, Machine.Stage.BOOTED, ""));
  }

  @Test
  default void concurrentMessagesAllArrive() {
    Cluster cluster = created();
    together(
        30,
        () -> {
          store().post(cluster.id(), told(1, Machine.Stage.BOOTED, "log"));
          return true;
        });
    assertThat(store().inbox(cluster.id()).stream().map(Posted::sequence))
        .hasSize(30)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  default void aMessageDoesNotMakeAClusterStale() {
    Cluster cluster = created();
    store().post(cluster.id(), told(1, Machine.Stage.BOOTED, ""));
    assertThat(succeeds(() -> commit(cluster, planned(1)))).isTrue();
  }

  @Test
  default void aMessageToAnUnknownOrGoneClusterIsDropped() {
    Cluster unknown = cluster("project-1");
    store().post(unknown.id(), told(1, Machine.Stage.BOOTED, ""));
    assertThat(store().inbox(unknown.id())).isEmpty();
    Cluster cluster = created();
    commit(cluster, gone());
    store().post(cluster.id(), told(1, Machine.Stage.BOOTED, ""));
    assertThat(store().inbox(cluster.id())).isEmpty();
  }

  // secrets and the end

  @Test
  default void secretsAreReplacedOnlyIfTheyAreStillTheSame() {
    Cluster cluster = created();
    SealedSecrets next = new SealedSecrets(new byte[] {1, 2, 3});
    assertThat(store().reseal(cluster.id(), next, SECRETS)).isFalse();
    assertThat(store().reseal(cluster.id(), SECRETS, next)).isTrue();
    assertThat(store().secrets(cluster.id())).contains(next);
    assertThat(loaded(cluster.id())).isEqualTo(cluster);
  }

  @Test
  default void aGoneClusterLeavesATombstoneAndItsJournal() {
    Cluster cluster = created();
    Cluster full = commit(cluster, planned(1));
    store().post(cluster.id(), told(1, Machine.Stage.BOOTED, ""));
    Cluster tombstone = commit(full, gone());
    assertThat(loaded(cluster.id())).isEqualTo(tombstone);
    assertThat(tombstone.gone()).contains(NOW);
    assertThat(tombstone.machines()).isEmpty();
    assertThat(tombstone.resources()).isEmpty();
    assertThat(store().living()).isEmpty();
    assertThat(store().clusters(Optional.of("project-1"))).isEmpty();
    assertThat(store().inbox(cluster.id())).isEmpty();
    assertThat(texts(cluster.id())).last().isEqualTo("Gone: nothing is left");
  }

  @Test
  default void secretsGoWithTheirCluster() {
    Cluster cluster = created();
    commit(cluster, gone());
    assertThat(store().secrets(cluster.id())).isEmpty();
    assertThat(store().reseal(cluster.id(), SECRETS, SECRETS)).isFalse();
  }

  @Test
  default void aGoneClusterIsNotChangedNorOwnedAgain() {
    Cluster cluster = created();
    Cluster tombstone = commit(cluster, gone());
    assertThatThrownBy(() -> commit(tombstone, planned(1)))
        .isInstanceOf(StaleCluster.class)
        .hasMessageContaining("gone");
    assertThat(store().own(cluster.id(), "a", LEASE)).isEmpty();
    assertThat(succeeds(() -> store().create(cluster, SECRETS))).isFalse();
  }

  @Test
  default void aTombstoneIsForgottenAfterItsTime() {
    Cluster cluster = created();
    Cluster living = created();
    commit(cluster, gone());
    assertThat(store().forgetGone(Duration.ofDays(30))).isZero();
    timePasses(Duration.ofDays(29));
    assertThat(store().forgetGone(Duration.ofDays(30))).isZero();
    assertThat(store().load(cluster.id())).isPresent();
    timePasses(Duration.ofDays(2));
    assertThat(store().forgetGone(Duration.ofDays(30))).isEqualTo(1);
    assertThat(store().load(cluster.id())).isEmpty();
    assertThat(store().journal(cluster.id(), 0, 10)).isEmpty();
    assertThat(store().living()).containsExactly(living.id());
  }

  // quotas

  private static ProjectQuota quota(Integer clusters, Integer nodes) {
    return new ProjectQuota(
        "project-1",
        new ProjectQuota.Limits(Optional.of(clusters), Optional.of(nodes), Optional.empty()));
  }

  @Test
  default void aProjectHasTheLimitsThatWereSetLast() {
    assertThat(store().quota("project-1").limits()).isEqualTo(ProjectQuota.Limits.NONE);
    store().limit(quota(1, 1));
    store().limit(quota(2, 9));
    assertThat(store().quota("project-1")).isEqualTo(quota(2, 9));
    assertThat(store().quotas()).containsExactly(quota(2, 9));
  }

  @Test
  default void nothingIsKeptOfAClusterThatItsProjectMayNotHave() {
    store().limit(quota(1, 5));
    created();
    Cluster second = cluster("project-1");
    assertThatThrownBy(() -> created(second))
        .isInstanceOf(OverQuota.class)
        .hasMessageContaining("1 more clusters needed, 1 of 1 used")
        .hasMessageContaining("3 more nodes needed, 3 of 5 used");
    assertThat(store().load(second.id())).isEmpty();
    created(cluster("project-2"));
  }

  @Test
  default void aChangeThatTakesMoreThanIsLeftIsRefusedAndOneThatTakesLessIsNot() {
    Cluster cluster = created();
    store().limit(quota(1, 4));
    assertThatThrownBy(() -> commit(cluster, workers(cluster, 4)))
        .isInstanceOf(OverQuota.class)
        .hasMessageContaining("2 more nodes needed, 3 of 4 used");
    assertThat(loaded(cluster.id())).isEqualTo(cluster);
    Cluster grown = commit(cluster, workers(cluster, 3));
    store().limit(quota(0, 1));
    assertThat(commit(grown, workers(grown, 1)).spec().groups().getLast().count()).isOne();
  }

  @Test
  default void theEngineIsNotHeldByQuotas() {
    Cluster cluster = created();
    Ownership owner = owned(cluster, "replica-a");
    store().limit(quota(0, 0));
    store().commit(loaded(cluster.id()), Optional.of(owner), planned(1, 9));
    assertThat(loaded(cluster.id()).machines()).hasSize(9);
  }

  @Test
  default void aClusterCountsUntilItIsGone() {
    store().limit(quota(1, 3));
    Cluster cluster = created();
    commit(cluster, gone());
    created();
  }

  @Test
  default void ofManyAtOnceOnlyThosePassThatFit() {
    for (int round = 1; round <= 5; round++) {
      String project = "project-" + round;
      store().limit(new ProjectQuota(project, quota(3, 100).limits()));
      CyclicBarrier start = new CyclicBarrier(8);
      List<Boolean> kept =
          together(
              8,
              () -> {
                Cluster one = cluster(project);
                start.await();
                return fits(() -> created(one));
              });
      assertThat(kept).filteredOn(one -> one).hasSize(3);
      assertThat(store().clusters(Optional.of(project))).hasSize(3);
    }
  }

  private static boolean fits(Runnable action) {
    try {
      action.run();
      return true;
    } catch (OverQuota refused) {
      return false;
    }
  }

  private static ClusterRecord workers(Cluster cluster, int count) {
    NodeGroup group = cluster.spec().groups().getLast().withCount(count);
    return new ClusterRecord.Revised(
        new Revision(cluster.revision().number() + 1, cluster.spec().with(group), "ann", NOW));
  }
}
