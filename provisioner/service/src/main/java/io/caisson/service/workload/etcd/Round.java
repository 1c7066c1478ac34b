package io.caisson.service.workload.etcd;

import io.caisson.service.workload.etcd.MemberLine.Listed;
import io.caisson.service.workload.etcd.MemberLine.Told;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of asking the pods of etcd once, as far as it was waited for. */
record Round(List<Reply> replies) {
  Round {
    replies = List.copyOf(replies);
  }

  /**
   * Of one pod.
   *
   * @param told empty if it did not answer
   * @param members empty if it did not tell them, as a learner never does
   * @param why whichever of the two is missing is missing
   */
  record Reply(EtcdPods.Pod pod, Optional<Told> told, Optional<List<Listed>> members, String why) {}

  Round with(Reply another) {
    return new Round(Stream.concat(replies.stream(), Stream.of(another)).toList());
  }

  /** Whether every member has answered; whoever is silent then is none. */
  boolean knowsAll() {
    return replies.stream().flatMap(reply -> reply.members().stream()).findFirst().stream()
        .anyMatch(all -> all.stream().allMatch(this::hasAnswered));
  }

  private boolean hasAnswered(Listed one) {
    return told().anyMatch(told -> told.id() == one.id());
  }

  /** Throws UNREACHABLE if no pod tells them. */
  List<Listed> listed() {
    return replies.stream()
        .flatMap(reply -> reply.members().stream())
        .findFirst()
        .orElseThrow(() -> new KubernetesException(Kind.UNREACHABLE, "etcd: " + silence()));
  }

  private String silence() {
    return replies.isEmpty()
        ? "the API knows no pod of it that runs"
        : replies.stream()
            .map(reply -> reply.pod().name() + ": " + reply.why())
            .collect(Collectors.joining("; "));
  }

  List<EtcdMember> members() {
    return listed().stream().map(this::member).toList();
  }

  private EtcdMember member(Listed one) {
    return new EtcdMember(
        one.id(), one.name(), one.peerUrls(), one.clientUrls(), one.learner(), answer(one));
  }

  private EtcdMember.Answer answer(Listed one) {
    return told()
        .filter(told -> told.id() == one.id())
        .<EtcdMember.Answer>map(Told::status)
        .findFirst()
        .orElseGet(() -> new EtcdMember.Silent(why(one)));
  }

  private String why(Listed one) {
    return replies.stream()
        .filter(reply -> reply.pod().node().equals(one.name()) && reply.told().isEmpty())
        .map(Reply::why)
        .findFirst()
        .orElse(one.name().isEmpty() ? "it has never started" : "no pod of it runs");
  }

  private Stream<Told> told() {
    return replies.stream().flatMap(reply -> reply.told().stream());
  }

  Optional<Listed> listed(long id) {
    return listed().stream().filter(one -> one.id() == id).findFirst();
  }

  /** A voter that has answered, another than this one if there is one. */
  EtcdPods.Pod voter(long butRatherNot) {
    List<Reply> able = replies.stream().filter(reply -> reply.members().isPresent()).toList();
    return able.stream()
        .filter(reply -> reply.told().filter(told -> told.id() == butRatherNot).isEmpty())
        .findFirst()
        .or(() -> able.stream().findFirst())
        .map(Reply::pod)
        .orElseThrow(() -> new KubernetesException(Kind.UNREACHABLE, "etcd: " + silence()));
  }

  /** Who takes itself for the leader. */
  Optional<Reply> leader() {
    return replies.stream()
        .filter(reply -> reply.told().filter(told -> told.status().leads()).isPresent())
        .findFirst();
  }
}
