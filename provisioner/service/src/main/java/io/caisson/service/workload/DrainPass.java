package io.caisson.service.workload;

import io.caisson.domain.disruption.DrainPolicy;
import io.caisson.domain.disruption.DrainPolicy.Behaviour;
import io.caisson.domain.disruption.DrainPolicy.Rule;
import io.caisson.spi.kubernetes.Attachments.Attachment;
import io.caisson.spi.kubernetes.NodeLeases.NodeLease;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Lists the pods of a node and asks those that may go, as often as its round wants. */
final class DrainPass {
  /** Before a webhook, or a pod that is not ready, is asked again. */
  private static final Duration LATER = Duration.ofSeconds(5);

  /** Beyond a lease's end, until a node counts as silent: 60 s with the kubelet's 40. */
  private static final Duration SILENT = Duration.ofSeconds(20);

  private final DrainPorts ports;
  private final String node;
  private final DrainPolicy policy;
  private final Pauses pauses;
  private final Map<String, Refusal> refusals = new HashMap<>();
  private boolean told;
  private boolean moved;
  private boolean waiting;

  DrainPass(DrainPorts ports, String node, DrainPolicy policy, Pauses pauses) {
    this.ports = ports;
    this.node = node;
    this.policy = policy;
    this.pauses = pauses;
  }

  /**
   * Whether another look is soon worth its while: the last one told somebody to end, or showed
   * nobody who was not told so in this round.
   */
  boolean endSoon() {
    return moved || (told && waiting);
  }

  private record Refusal(Instant until, String words) {}

  /**
   * Whoever is left, with the reason.
   *
   * @param end after which nobody is asked any more
   */
  Map<String, String> left(Instant end) {
    moved = false;
    NodePods pods = NodePods.of(ports.pods().on(node), policy);
    waiting = pods.leaving().stream().allMatch(Pod::terminating);
    if (waiting && !pods.leaving().isEmpty() && silent()) {
      return Map.of();
    }
    return pods.leaving().isEmpty() ? volumes(pods.keptClaims()) : ask(pods.leaving(), end);
  }

  private boolean silent() {
    Optional<NodeLease> lease = ports.leases().of(node);
    return lease.filter(last -> last.expired(pauses.now().minus(SILENT))).isPresent();
  }

  private Map<String, String> ask(List<Pod> leaving, Instant end) {
    int order =
        leaving.stream().map(policy::rule).mapToInt(Rule::order).min().orElse(Integer.MAX_VALUE);
    BudgetView budgets = new BudgetView(ports.budgets());
    Map<String, String> left = new TreeMap<>();
    for (Pod pod : leaving) {
      Rule rule = policy.rule(pod);
      if (rule.order() > order) {
        left.put(
            pod.toString(), "its turn comes when the pods of order %d are gone".formatted(order));
      } else if (!left.isEmpty() && pauses.now().isAfter(end)) {
        left.put(pod.toString(), "its turn is yet to come");
      } else {
        left.put(pod.toString(), ask(pod, rule, budgets));
      }
    }
    return left;
  }

  private String ask(Pod pod, Rule rule, BudgetView budgets) {
    if (pod.terminating()) {
      return "it was told to end and has not yet";
    }
    if (rule.behaviour() == Behaviour.WAIT_COMPLETED && !pod.finished()) {
      return "it is waited for until it has ended by itself";
    }
    Refusal last = refusals.get(pod.uid());
    if (last != null && pauses.now().isBefore(last.until())) {
      return last.words();
    }
    return budgets.against(pod).orElseGet(() -> evict(pod));
  }

  private String evict(Pod pod) {
    return switch (ports.pods().evict(pod)) {
      case Answer.Evicted _ -> {
        moved = true;
        told = true;
        yield "it was told to end";
      }
      case Answer.Gone _ -> "it has gone";
      case Answer.Blocked(String why) -> pod.state() == Pod.State.READY ? why : later(pod, why);
      case Answer.Refused(String why) -> later(pod, "its eviction is refused: " + why);
    };
  }

  private String later(Pod pod, String words) {
    refusals.put(pod.uid(), new Refusal(pauses.now().plus(LATER), words));
    return words;
  }

  private Map<String, String> volumes(Set<String> kept) {
    Map<String, String> left = new TreeMap<>();
    for (Attachment attachment : ports.attachments().of(node)) {
      if (!kept.contains(attachment.claim())) {
        left.put("volume " + attachment, attached(attachment));
      }
    }
    return left;
  }

  private static String attached(Attachment attachment) {
    return attachment.trouble().isEmpty()
        ? "it is not yet detached"
        : "it cannot be detached: " + attachment.trouble();
  }
}
