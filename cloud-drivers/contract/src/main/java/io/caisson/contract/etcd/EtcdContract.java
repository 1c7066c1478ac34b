package io.caisson.contract.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every case leaves the members as they were: three voters that are well. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public interface EtcdContract {
  long NOBODY = 0x1234_5678_9abc_def0L;

  /** Of a machine that never starts. */
  String NEW_PEER = "https://127.255.255.250:2380";

  /** A loaded machine; a member that was stopped needed two minutes there to be back. */
  Duration PATIENCE = Duration.ofMinutes(5);

  /** The same one each time. */
  EtcdUnderTest cluster();

  @AfterEach
  default void nothingIsLeftOfTheCase() {
    find(m -> m.peerUrls().contains(NEW_PEER)).ifPresent(m -> members().remove(m.id()));
    until(all -> all.size() == 3 && all.stream().allMatch(EtcdMember::healthy));
  }

  @AfterAll
  default void closeTheCluster() {
    cluster().close();
  }

  @Test
  default void everyMemberIsSeenAndTellsItsStatus() {
    List<EtcdMember> all = members().members();

    assertThat(all).hasSize(3).allMatch(EtcdMember::healthy).noneMatch(EtcdMember::learner);
    assertThat(all).extracting(EtcdMember::id).doesNotHaveDuplicates().doesNotContain(0L);
    assertThat(all).extracting(EtcdMember::name).doesNotHaveDuplicates().doesNotContain("");
    assertThat(all)
        .allSatisfy(
            member -> {
              assertThat(member.peerUrls()).singleElement().asString().matches("https://.+:2380");
              assertThat(member.clientUrls()).singleElement().asString().matches("https://.+:2379");
              EtcdMember.Status status = member.status().orElseThrow();
              assertThat(status.version()).matches("3\\.\\d+\\.\\d+");
              assertThat(status.databaseBytes()).isGreaterThan(10_000);
            });
  }

  @Test
  default void oneMemberLeads() {
    assertThat(members().members()).filteredOn(EtcdMember::leads).hasSize(1);
  }

  @Test
  default void leadershipMovesToWhoeverIsTold() {
    EtcdMember next = follower();

    members().moveLeader(next.id());
    members().moveLeader(next.id());

    until(all -> all.stream().allMatch(m -> m.leads() == (m.id() == next.id())));
  }

  @Test
  default void leadershipDoesNotMoveToNobody() {
    refused(Kind.NOT_FOUND, "", () -> members().moveLeader(NOBODY));
  }

  @Test
  default void anAnnouncedMemberIsALearnerWithoutAName() {
    EtcdMember learner = learner();

    assertThat(learner.name()).isEmpty();
    assertThat(learner.peerUrls()).containsExactly(NEW_PEER);
    assertThat(learner.clientUrls()).isEmpty();
    assertThat(learner.learner()).isTrue();
    assertThat(learner.healthy()).isFalse();
    assertThat(learner.answer()).isInstanceOf(EtcdMember.Silent.class);
  }

  @Test
  default void thereIsOneLearnerAtATime() {
    learner();

    assertThatIllegalStateException()
        .isThrownBy(() -> cluster().announce("https://127.255.255.251:2380"))
        .withMessageContaining("etcdserver: too many learner members in cluster");
  }

  @Test
  default void aPeerUrlIsTakenOnce() {
    learner();
    String taken = follower().peerUrls().getFirst();

    assertThatIllegalStateException()
        .isThrownBy(() -> cluster().announce(taken))
        .withMessageContaining("etcdserver: Peer URLs already exists");
  }

  @Test
  default void aLearnerThatHasNotCaughtUpIsNotPromoted() {
    long id = learner().id();

    refused(
        Kind.CONFLICT,
        "etcdserver: can only promote a learner member which is in sync with leader",
        () -> members().promote(id));
  }

  @Test
  default void leadershipDoesNotMoveToALearner() {
    long id = learner().id();

    refused(Kind.CONFLICT, "etcdserver: bad leader transferee", () -> members().moveLeader(id));
  }

  @Test
  default void aRemovedMemberIsGone() {
    long id = learner().id();

    members().remove(id);

    assertThat(members().members()).extracting(EtcdMember::id).doesNotContain(id);
    members().remove(id);
    refused(Kind.NOT_FOUND, "", () -> members().promote(id));
  }

  @Test
  default void removingNobodyIsDone() {
    members().remove(NOBODY);

    assertThat(members().members()).hasSize(3);
  }

  @Test
  default void aVoterIsPromotedAlready() {
    members().promote(follower().id());

    refused(Kind.NOT_FOUND, "", () -> members().promote(NOBODY));
  }

  @Test
  default void aStrangersCertificateIsWorthNothing() {
    refused(Kind.UNREACHABLE, "", () -> cluster().forStrangers().members());
  }

  @Test
  default void aFrozenMemberIsNotGoneAndHidesNobody() {
    String node = cluster().expendable();
    cluster().freeze(node);
    try {
      untilSilent(node);
    } finally {
      cluster().thaw(node);
    }
  }

  @Test
  default void aVoterThatTheMajorityNeedsIsNotRemoved() {
    String node = cluster().expendable();
    cluster().stop(node);
    try {
      untilSilent(node);
      untilEtcdMissesIt();
      long needed = find(EtcdMember::healthy).orElseThrow().id();

      refused(Kind.CONFLICT, "etcdserver: unhealthy cluster", () -> members().remove(needed));
    } finally {
      cluster().start(node);
    }
  }

  private void untilSilent(String node) {
    until(all -> all.stream().anyMatch(m -> m.name().equals(node) && !m.healthy()));
    List<EtcdMember> all = members().members();
    assertThat(all).hasSize(3);
    assertThat(all).filteredOn(EtcdMember::healthy).hasSize(2);
  }

  /** Its guard sees a loss later than its clients do; a removal before would be a real one. */
  private void untilEtcdMissesIt() {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThatIllegalStateException()
                    .isThrownBy(this::announceAndWithdraw)
                    .withMessageContaining("etcdserver: unhealthy cluster"));
  }

  private void announceAndWithdraw() {
    cluster().announce(NEW_PEER);
    find(member -> member.peerUrls().contains(NEW_PEER))
        .ifPresent(member -> members().remove(member.id()));
  }

  private EtcdMembers members() {
    return cluster().members();
  }

  private EtcdMember follower() {
    return find(member -> !member.leads() && !member.learner()).orElseThrow();
  }

  /** A voter that has just come back must have been there for 5 s first. */
  private EtcdMember learner() {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptionsMatching(
            e -> String.valueOf(e.getMessage()).contains("etcdserver: unhealthy cluster"))
        .until(
            () -> {
              cluster().announce(NEW_PEER);
              return true;
            });
    return find(member -> member.peerUrls().contains(NEW_PEER)).orElseThrow();
  }

  private Optional<EtcdMember> find(Predicate<EtcdMember> wanted) {
    return members().members().stream().filter(wanted).findFirst();
  }

  private void until(Predicate<List<EtcdMember>> wanted) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptionsMatching(
            e -> e instanceof KubernetesException k && k.kind() == Kind.UNREACHABLE)
        .until(() -> wanted.test(members().members()));
  }

  private static void refused(Kind kind, String words, ThrowingCallable call) {
    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind))
        .withMessageContaining(words);
  }
}
