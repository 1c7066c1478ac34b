package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.LabelSelector;
import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pods;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;

/** Pods and their evictions by fabric8. */
final class Evictions implements Pods {
  private static final String PLACED =
      "spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed";

  private final KubernetesClient client;
  private final Dialects dialects;

  Evictions(KubernetesClient client, Dialects dialects) {
    this.client = client;
    this.dialects = dialects;
  }

  @Override
  public List<Pod> on(String node) {
    return Faults.told(
        () ->
            Pages.all(client.pods().inAnyNamespace(), "spec.nodeName=" + node).stream()
                .map(PodReader::of)
                .toList());
  }

  @Override
  public List<Placed> placed(LabelSelector labels) {
    return Faults.told(
        () ->
            Pages.all(client.pods().inAnyNamespace(), PLACED, Selectors.text(labels)).stream()
                .map(pod -> new Placed(pod.getSpec().getNodeName(), PodReader.of(pod)))
                .toList());
  }

  /** By hand: fabric8's own evict gives no reason for a refusal. */
  @Override
  public Answer evict(Pod pod) {
    String path = "/api/v1/namespaces/%s/pods/%s/eviction".formatted(pod.namespace(), pod.name());
    return Faults.told(() -> evicted(path, eviction(pod)));
  }

  private Answer evicted(String path, Eviction eviction) {
    try {
      return client.raw(path, "POST", eviction) == null ? new Answer.Gone() : new Answer.Evicted();
    } catch (KubernetesClientException refused) {
      return answer(refused);
    }
  }

  /** Both versions have the same fields. */
  private Eviction eviction(Pod pod) {
    return new EvictionBuilder()
        .withApiVersion("policy/" + dialects.now().evictions())
        .withNewMetadata()
        .withNamespace(pod.namespace())
        .withName(pod.name())
        .endMetadata()
        .withDeleteOptions(
            new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(pod.uid())
                .endPreconditions()
                .build())
        .build();
  }

  private static Answer answer(KubernetesClientException refused) {
    String words = words(refused);
    return switch (refused.getCode()) {
      case 404 -> new Answer.Gone();
      // the pod of this name is another one by now; other conflicts are no news about it
      case 409 -> words.contains("UID") ? new Answer.Gone() : new Answer.Refused(words);
      // a webhook may answer so too
      case 429 ->
          budget(refused).isPresent() ? new Answer.Blocked(words) : new Answer.Refused(words);
      case 0, 401 -> throw Faults.of(refused);
      default -> new Answer.Refused(words);
    };
  }

  /** The budget's own words stand in the cause; the message is the same for all budgets. */
  private static String words(KubernetesClientException refused) {
    return budget(refused)
        .or(() -> Optional.ofNullable(refused.getStatus()).map(Status::getMessage))
        .orElse("no reason was given (status %d)".formatted(refused.getCode()));
  }

  private static Optional<String> budget(KubernetesClientException refused) {
    return Optional.ofNullable(refused.getStatus())
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .flatMap(causes -> causes.stream().filter(Evictions::isBudget).findFirst())
        .map(StatusCause::getMessage)
        .filter(text -> !text.isBlank());
  }

  private static boolean isBudget(StatusCause cause) {
    return "DisruptionBudget".equals(cause.getReason());
  }
}
