package io.caisson.service.workload.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.workload.etcd.MemberLine.Listed;
import io.caisson.service.workload.etcd.MemberLine.Told;
import io.caisson.service.workload.etcd.Round.Reply;
import io.caisson.spi.kubernetes.EtcdMember;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundTest {
  private static final List<Listed> TWO = List.of(listed(1), listed(2));

  @Test
  void nothingIsKnownBeforeAnybodyHasAnswered() {
    assertThat(new Round(List.of()).knowsAll()).isFalse();
  }

  @Test
  void aMemberThatIsSilentYetIsWaitedFor() {
    assertThat(new Round(List.of(reply(1, Optional.of(TWO)))).knowsAll()).isFalse();
  }

  @Test
  void whoeverIsNoMemberIsNotWaitedFor() {
    Round both = new Round(List.of(reply(1, Optional.of(TWO)))).with(reply(2, Optional.empty()));
    assertThat(both.knowsAll()).isTrue();
  }

  @Test
  void withoutAListNobodyKnowsWhoIsMissing() {
    Round learners = new Round(List.of(reply(1, Optional.empty()), reply(2, Optional.empty())));
    assertThat(learners.knowsAll()).isFalse();
  }

  private static Listed listed(long id) {
    return new Listed(id, "cp" + id, List.of(), List.of(), false);
  }

  private static Reply reply(long id, Optional<List<Listed>> members) {
    EtcdMember.Status status = new EtcdMember.Status(id == 1, "3.6.5", 1, List.of());
    return new Reply(
        new EtcdPods.Pod("etcd-cp" + id, "cp" + id),
        Optional.of(new Told(id, 1, members.isEmpty(), status)),
        members,
        "");
  }
}
