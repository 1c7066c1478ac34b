package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.LabelSelector.Operator;
import io.caisson.spi.kubernetes.LabelSelector.Requirement;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetSpec;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PodDisruptionBudgets by fabric8, in the cluster's dialect. */
final class DisruptionBudgets implements Budgets {
  private final KubernetesClient client;
  private final Dialects dialects;

  DisruptionBudgets(KubernetesClient client, Dialects dialects) {
    this.client = client;
    this.dialects = dialects;
  }

  @Override
  public List<Budget> in(String namespace) {
    return Faults.told(() -> dialects.list(dialect -> in(namespace, dialect)));
  }

  private List<Budget> in(String namespace, Dialect dialect) {
    return dialect.budgets().equals("v1")
        ? Pages.all(client.policy().v1().podDisruptionBudget().inNamespace(namespace)).stream()
            .map(budget -> read(budget, LabelSelector.ALL))
            .toList()
        : Pages.all(client.policy().v1beta1().podDisruptionBudget().inNamespace(namespace)).stream()
            .map(this::modern)
            .map(budget -> read(budget, LabelSelector.NONE))
            .toList();
  }

  /** Each field of the old version stands in the new one. */
  private PodDisruptionBudget modern(Object old) {
    return client.getKubernetesSerialization().convertValue(old, PodDisruptionBudget.class);
  }

  /**
   * @param empty what an empty selector selects: all since policy/v1, none before
   */
  private static Budget read(PodDisruptionBudget budget, LabelSelector empty) {
    PodDisruptionBudgetSpec spec = budget.getSpec();
    PodDisruptionBudgetStatus status =
        Optional.ofNullable(budget.getStatus()).orElseGet(PodDisruptionBudgetStatus::new);
    long generation = Optional.ofNullable(budget.getMetadata().getGeneration()).orElse(0L);
    return new Budget(
        budget.getMetadata().getNamespace(),
        budget.getMetadata().getName(),
        selector(spec, empty),
        bound(spec),
        Optional.ofNullable(status.getObservedGeneration()).orElse(-1L) >= generation,
        new Counts(
            count(status.getDisruptionsAllowed()),
            count(status.getCurrentHealthy()),
            count(status.getDesiredHealthy()),
            count(status.getExpectedPods())));
  }

  private static int count(Integer given) {
    return Optional.ofNullable(given).orElse(0);
  }

  private static String bound(PodDisruptionBudgetSpec spec) {
    return Optional.ofNullable(spec.getMinAvailable())
        .map(min -> "minAvailable: " + text(min))
        .or(
            () ->
                Optional.ofNullable(spec.getMaxUnavailable())
                    .map(max -> "maxUnavailable: " + text(max)))
        .orElse("no bound");
  }

  private static String text(IntOrString number) {
    return String.valueOf(number.getValue());
  }

  private static LabelSelector selector(PodDisruptionBudgetSpec spec, LabelSelector empty) {
    if (spec.getSelector() == null) {
      return LabelSelector.NONE;
    }
    Map<String, String> labels =
        Optional.ofNullable(spec.getSelector().getMatchLabels()).orElse(Map.of());
    List<Requirement> all = new ArrayList<>(LabelSelector.of(labels).requirements());
    spec.getSelector().getMatchExpressions().forEach(each -> all.add(requirement(each)));
    return all.isEmpty() ? empty : new LabelSelector(all);
  }

  private static Requirement requirement(LabelSelectorRequirement given) {
    Operator operator =
        switch (given.getOperator()) {
          case "In" -> Operator.IN;
          case "NotIn" -> Operator.NOT_IN;
          case "Exists" -> Operator.EXISTS;
          default -> Operator.DOES_NOT_EXIST;
        };
    return new Requirement(given.getKey(), operator, given.getValues());
  }
}
