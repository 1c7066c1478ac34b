package io.caisson.service.workload;

import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.Budgets.Budget;
import io.caisson.spi.kubernetes.Pod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The disruption budgets at one moment: who would be refused need not be asked. Each namespace is
 * read once, when the first pod of it is asked about. What this view lets go is counted, so that
 * nobody is asked for more than a budget allows.
 */
final class BudgetView {
  private final Budgets budgets;
  private final Map<String, List<Budget>> read = new HashMap<>();
  private final Map<Budget, Integer> spent = new HashMap<>();

  BudgetView(Budgets budgets) {
    this.budgets = budgets;
  }

  /**
   * What stands against the pod's eviction; empty if nothing does, and then its budget has one
   * disruption less. A pod that is not ready may be free to go whatever its budget counts, so only
   * the API server can tell.
   */
  Optional<String> against(Pod pod) {
    if (pod.state() == Pod.State.PENDING || pod.finished()) {
      return Optional.empty();
    }
    List<Budget> covering = covering(pod);
    if (covering.size() > 1) {
      return Optional.of(several(covering));
    }
    if (covering.isEmpty() || pod.state() != Pod.State.READY) {
      return Optional.empty();
    }
    Budget budget = covering.getFirst();
    if (!budget.observed()) {
      return Optional.of("disruption budget %s has not been counted yet".formatted(budget));
    }
    int left = budget.counts().allowed() - spent.merge(budget, 1, Integer::sum);
    return left >= 0 ? Optional.empty() : Optional.of(words(budget));
  }

  /** What will stand against it for ever, unless somebody changes it. */
  Optional<String> forever(Pod pod) {
    if (pod.state() != Pod.State.READY || pod.terminating()) {
      return Optional.empty();
    }
    List<Budget> covering = covering(pod);
    return covering.size() > 1
        ? Optional.of(several(covering))
        : covering.stream().filter(Budget::impossible).findFirst().map(BudgetView::words);
  }

  private List<Budget> covering(Pod pod) {
    return read.computeIfAbsent(pod.namespace(), budgets::in).stream()
        .filter(budget -> budget.covers(pod))
        .toList();
  }

  private static String words(Budget budget) {
    String needs =
        "disruption budget %s (%s) needs %d healthy pods and has %d"
            .formatted(
                budget, budget.bound(), budget.counts().desired(), budget.counts().healthy());
    return budget.impossible()
        ? needs + ": it wants all that there should be, so none may ever leave until it is changed"
        : needs;
  }

  private static String several(List<Budget> covering) {
    return "%d disruption budgets cover it, and the API server evicts no such pod: %s"
        .formatted(
            covering.size(),
            covering.stream().map(Budget::toString).sorted().collect(Collectors.joining(", ")));
  }
}
