package io.caisson.domain.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.disruption.EtcdQuorum.Loss;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class EtcdQuorumTest {
  private static final EtcdMember.Answer WELL =
      new EtcdMember.Status(false, "3.6.5", 20_480, List.of());
  private static final EtcdMember.Answer SILENT = new EtcdMember.Silent("connection refused");

  @Property
  void aMajorityOfThoseThatStayIsWellAfterwards(
      @ForAll("members") List<EtcdMember> members,
      @ForAll @IntRange(max = 7) int victim,
      @ForAll @IntRange(max = 1) int toCome) {
    if (mayInterrupt(members, url(victim), Loss.LEAVES, toCome).goes()) {
      List<EtcdMember> left = without(members, victim);
      assertThat(well(left)).isGreaterThan((left.size() + toCome) / 2);
    }
  }

  @Property
  void aMajorityIsWellWhileAMemberIsAway(
      @ForAll("members") List<EtcdMember> members, @ForAll @IntRange(max = 7) int victim) {
    if (mayInterrupt(members, url(victim), Loss.PAUSES, 0).goes()) {
      long votes = members.stream().filter(member -> !member.learner()).count();
      assertThat(well(without(members, victim))).isGreaterThan((int) votes / 2);
    }
  }

  @Property
  void oneAfterTheOtherTheyNeverGoBelowAMajority(@ForAll("members") List<EtcdMember> members) {
    List<EtcdMember> left = new ArrayList<>(members);
    for (EtcdMember member : members) {
      if (mayInterrupt(left, member.peerUrls().getFirst(), Loss.LEAVES, 0).goes()) {
        left.remove(member);
        long voters = left.stream().filter(one -> !one.learner()).count();
        assertThat(well(left)).isGreaterThan((int) voters / 2).isPositive();
      }
    }
  }

  @Property
  void aLearnerBlocksAllOthers(
      @ForAll("members") List<EtcdMember> members,
      @ForAll @IntRange(max = 7) int victim,
      @ForAll Loss loss) {
    if (without(members, victim).stream().anyMatch(EtcdMember::learner)) {
      assertThat(mayInterrupt(members, url(victim), loss, 0).goes()).isFalse();
    }
  }

  @Property
  void knowingLessNeverAllowsMore(
      @ForAll("members") List<EtcdMember> members,
      @ForAll @IntRange(max = 7) int victim,
      @ForAll @IntRange(max = 7) int silenced,
      @ForAll Loss loss) {
    List<EtcdMember> darker =
        members.stream()
            .map(m -> m.peerUrls().contains(url(silenced)) ? m.answering(SILENT) : m)
            .toList();
    if (!mayInterrupt(members, url(victim), loss, 0).goes()) {
      assertThat(mayInterrupt(darker, url(victim), loss, 0).goes()).isFalse();
      assertThat(mayInterrupt(darker, url(victim), loss, 1).goes()).isFalse();
    }
  }

  @Property
  void anOrphanWasNobodysTwiceAndNobodyWasJoining(
      @ForAll("members") List<EtcdMember> before,
      @ForAll("members") List<EtcdMember> now,
      @ForAll("machines") Set<String> ours,
      @ForAll @IntRange(max = 1) int toCome) {
    List<EtcdMember> orphans = new EtcdQuorum(Optional.of(now), toCome).orphans(before, ours);

    assertThat(orphans)
        .allMatch(orphan -> ours.stream().noneMatch(orphan.peerUrls()::contains))
        .allMatch(orphan -> before.stream().anyMatch(earlier -> earlier.id() == orphan.id()));
    if (toCome > 0 || now.stream().noneMatch(m -> ours.contains(m.peerUrls().getFirst()))) {
      assertThat(orphans).isEmpty();
    }
  }

  @Example
  void nothingIsInterruptedWhileEtcdIsUnknown() {
    Verdict verdict = new EtcdQuorum(Optional.empty(), 0).mayInterrupt(url(1), Loss.PAUSES);

    assertThat(verdict).isEqualTo(Verdict.hold("etcd does not say who its members are"));
  }

  @Example
  void theLastVoterGoesOnlyWithItsCluster() {
    List<EtcdMember> one = List.of(voter(1, WELL));

    assertThat(mayInterrupt(one, url(1), Loss.LEAVES, 0))
        .isEqualTo(Verdict.hold("it is the last voting member of etcd"));
  }

  @Example
  void ofThreeWellMembersAnyOneMayGo() {
    List<EtcdMember> three = List.of(voter(1, WELL), voter(2, WELL), voter(3, WELL));

    assertThat(mayInterrupt(three, url(2), Loss.LEAVES, 0).goes()).isTrue();
    assertThat(mayInterrupt(three, url(2), Loss.PAUSES, 0).goes()).isTrue();
  }

  @Example
  void ofTwoOneMayLeaveAndNoneMayPause() {
    List<EtcdMember> two = List.of(voter(1, WELL), voter(2, WELL));

    assertThat(mayInterrupt(two, url(2), Loss.LEAVES, 0).goes()).isTrue();
    assertThat(mayInterrupt(two, url(2), Loss.PAUSES, 0))
        .isEqualTo(Verdict.hold("etcd would have 1 of 2 members, and needs 2"));
  }

  @Example
  void ofThreeWithOneSilentOnlyThatOneMayGo() {
    List<EtcdMember> three = List.of(voter(1, WELL), voter(2, WELL), voter(3, SILENT));

    assertThat(mayInterrupt(three, url(3), Loss.LEAVES, 0).goes()).isTrue();
    assertThat(mayInterrupt(three, url(2), Loss.LEAVES, 0))
        .isEqualTo(Verdict.hold("etcd would have 1 of 2 members, and needs 2"));
  }

  @Example
  void aMachineThatIsAboutToJoinCountsAsLost() {
    List<EtcdMember> two = List.of(voter(1, WELL), voter(2, WELL));

    assertThat(mayInterrupt(two, url(2), Loss.LEAVES, 1).goes()).isFalse();
  }

  @Property
  void aFurtherMemberJoinsIfAllAreWellButOneVoterThatJustBegins(
      @ForAll("members") List<EtcdMember> members, @ForAll("machines") Set<String> beginning) {
    if (new EtcdQuorum(Optional.of(members), 0).mayJoin(beginning).goes()) {
      assertThat(members).noneMatch(EtcdMember::learner);
      List<EtcdMember> unwell = members.stream().filter(member -> !member.healthy()).toList();
      assertThat(unwell).hasSizeLessThan(2);
      assertThat(unwell)
          .allMatch(member -> member.status().isEmpty())
          .allMatch(member -> beginning.contains(member.peerUrls().getFirst()));
    }
  }

  @Example
  void aSecondVoterThatJustBeginsKeepsNobodyWaiting() {
    Optional<List<EtcdMember>> two = Optional.of(List.of(voter(1, WELL), voter(2, SILENT)));

    assertThat(new EtcdQuorum(two, 0).mayJoin(Set.of(url(2))).goes()).isTrue();
    assertThat(new EtcdQuorum(two, 0).mayJoin(Set.of()))
        .isEqualTo(Verdict.hold("etcd's member m2 to be well"));
  }

  @Example
  void aNamelessMemberIsAnOrphanToo() {
    EtcdMember nameless =
        new EtcdMember(9, "", List.of(url(9)), List.of(), true, new EtcdMember.Silent("no pod"));
    List<EtcdMember> seen = List.of(voter(1, WELL), nameless);

    assertThat(new EtcdQuorum(Optional.of(seen), 0).orphans(seen, Set.of(url(1))))
        .containsExactly(nameless);
  }

  private static Verdict mayInterrupt(
      List<EtcdMember> members, String victim, Loss loss, int toCome) {
    return new EtcdQuorum(Optional.of(members), toCome).mayInterrupt(victim, loss);
  }

  private static List<EtcdMember> without(List<EtcdMember> members, int number) {
    return members.stream().filter(m -> !m.peerUrls().contains(url(number))).toList();
  }

  private static int well(List<EtcdMember> members) {
    return (int) members.stream().filter(m -> !m.learner() && m.healthy()).count();
  }

  private static String url(int number) {
    return EtcdQuorum.peerUrl("10.0.0." + number);
  }

  private static EtcdMember voter(int number, EtcdMember.Answer answer) {
    return new EtcdMember(number, "m" + number, List.of(url(number)), List.of(), false, answer);
  }

  @Provide
  Arbitrary<List<EtcdMember>> members() {
    Arbitrary<EtcdMember.Answer> answers =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(WELL)),
            Tuple.of(1, Arbitraries.just(SILENT)),
            Tuple.of(
                1,
                Arbitraries.just(
                    new EtcdMember.Status(false, "3.6.5", 1, List.of("etcdserver: no leader")))));
    Arbitrary<Boolean> learner = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    Arbitrary<EtcdMember> member =
        Combinators.combine(Arbitraries.integers().between(1, 7), learner, answers)
            .as(
                (number, learns, answer) ->
                    new EtcdMember(
                        number, "m" + number, List.of(url(number)), List.of(), learns, answer));
    return member.list().ofMaxSize(7).uniqueElements(EtcdMember::id);
  }

  @Provide
  Arbitrary<Set<String>> machines() {
    return Arbitraries.integers()
        .between(1, 7)
        .set()
        .ofMaxSize(7)
        .map(all -> all.stream().map(EtcdQuorumTest::url).collect(Collectors.toSet()));
  }
}
