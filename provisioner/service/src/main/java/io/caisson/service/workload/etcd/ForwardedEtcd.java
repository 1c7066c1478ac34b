package io.caisson.service.workload.etcd;

import io.caisson.service.workload.TlsPeer;
import io.caisson.service.workload.etcd.MemberLine.Listed;
import io.caisson.service.workload.etcd.MemberLine.Told;
import io.caisson.service.workload.etcd.Round.Reply;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * A cluster's etcd by ports forwarded to its pods.
 *
 * <ol>
 *   <li>Every pod is asked itself, all at the same time, each for a part of the call limit: one
 *       that is silent costs that much and hides nobody else. Once all members have answered,
 *       nobody else is waited for: the pod of one that has left etcd is silent while its machine
 *       goes.
 *   <li>A server must have its node's name in its certificate: whoever can make pods in the cluster
 *       cannot pass one off as a member.
 *   <li>Who the members are is told by one that is in touch with the majority. A change goes
 *       through such a one too, and rather not through the member that it is about.
 *   <li>Forwards live as long as the calls that they were opened for.
 * </ol>
 */
public final class ForwardedEtcd implements EtcdMembers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final EtcdPods pods;
  private final Wires wires;

  public ForwardedEtcd(EtcdPods pods, Wires wires) {
    this.pods = pods;
    this.wires = wires;
  }

  /**
   * What its connections are made of.
   *
   * @param threads one for each task
   * @param callLimit after which a call counts as unanswered
   */
  public record Wires(
      OkHttpClient shared, Supplier<TlsPeer> peer, ExecutorService threads, Duration callLimit) {
    private Duration each() {
      Duration third = callLimit.dividedBy(3);
      return third.compareTo(PATIENCE) < 0 ? third : PATIENCE;
    }
  }

  @Override
  public List<EtcdMember> members() {
    return bounded(() -> ask().members());
  }

  @Override
  public void moveLeader(long id) {
    bounded(
        () -> {
          Round round = ask();
          known(round, id);
          Reply leader =
              round
                  .leader()
                  .orElseThrow(
                      () ->
                          new KubernetesException(
                              Kind.UNREACHABLE, "no member of etcd that answers is its leader"));
          if (leader.told().filter(told -> told.id() == id).isEmpty()) {
            change(leader.pod(), line -> line.moveLeader(id));
          }
          return id;
        });
  }

  @Override
  public void promote(long id) {
    bounded(
        () -> {
          Round round = ask();
          if (known(round, id).learner()) {
            change(round.voter(id), line -> line.promote(id));
          }
          return id;
        });
  }

  @Override
  public void remove(long id) {
    bounded(
        () -> {
          Round round = ask();
          if (round.listed(id).isPresent()) {
            removeFrom(round, id);
          }
          return id;
        });
  }

  private void removeFrom(Round round, long id) {
    try {
      change(round.voter(id), line -> line.remove(id));
    } catch (KubernetesException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
    }
  }

  private static Listed known(Round round, long id) {
    return round
        .listed(id)
        .orElseThrow(
            () ->
                new KubernetesException(
                    Kind.NOT_FOUND, "etcd has no member " + Long.toHexString(id)));
  }

  /** Something that changes members. */
  @FunctionalInterface
  private interface Change {
    void by(MemberLine line) throws IOException, EtcdRefusal;
  }

  private void change(EtcdPods.Pod pod, Change change) {
    try (MemberLine line = open(pod)) {
      change.by(line);
    } catch (EtcdRefusal refused) {
      throw refused.told();
    } catch (IOException unanswered) {
      throw new KubernetesException(
          Kind.UNREACHABLE, pod.name() + ": " + unanswered.getMessage(), unanswered);
    }
  }

  private Round ask() throws InterruptedException, ExecutionException {
    CompletionService<Reply> asked = new ExecutorCompletionService<>(wires.threads());
    List<Future<Reply>> questions = new ArrayList<>();
    pods.running().forEach(pod -> questions.add(asked.submit(() -> ask(pod))));
    Round round = new Round(List.of());
    try {
      for (int missing = questions.size(); missing > 0 && !round.knowsAll(); missing--) {
        round = round.with(asked.take().get());
      }
      return round;
    } finally {
      questions.forEach(question -> question.cancel(true));
    }
  }

  private Reply ask(EtcdPods.Pod pod) {
    Optional<Told> told = Optional.empty();
    try (MemberLine line = open(pod)) {
      Told status = line.status();
      told = Optional.of(status);
      return status.learner()
          ? new Reply(pod, told, Optional.empty(), "it is a learner")
          : new Reply(pod, told, Optional.of(line.members()), "");
    } catch (EtcdRefusal | IOException | KubernetesException unanswered) {
      return new Reply(pod, told, Optional.empty(), String.valueOf(unanswered.getMessage()));
    }
  }

  private MemberLine open(EtcdPods.Pod pod) {
    Forwards forwards = new Forwards(pods, pod);
    return new MemberLine(
        forwards,
        new GrpcLine(wires.shared(), wires.peer().get(), pod.node(), forwards, wires.each()));
  }

  /** Whatever hangs, the caller has its answer within the call limit. */
  private <T> T bounded(Callable<T> call) {
    Future<T> answer = wires.threads().submit(call);
    try {
      return answer.get(wires.callLimit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof KubernetesException known
          ? known
          : new KubernetesException(Kind.BROKEN, "etcd: " + failed.getCause(), failed);
    } catch (TimeoutException tooLong) {
      throw new KubernetesException(
          Kind.UNREACHABLE, "etcd did not answer within " + wires.callLimit(), tooLong);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new KubernetesException(Kind.UNREACHABLE, "etcd was not waited for", interrupted);
    } finally {
      answer.cancel(true);
    }
  }
}
