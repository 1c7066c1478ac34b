package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.Pods;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Pods and their evictions by fabric8. */
final class Evictions implements Pods {
  private static final long PAGE = 500;
  private static final String MIRROR = "kubernetes.io/config.mirror";
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;

  Evictions(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public List<Pod> on(String node) {
    return Faults.told(
        () -> {
          List<Pod> pods = new ArrayList<>();
          String next = null;
          do {
            PodList page = page(node, next);
            page.getItems().forEach(pod -> pods.add(of(pod)));
            next = page.getMetadata().getContinue();
          } while (next != null && !next.isEmpty());
          return pods;
        });
  }

  /** A page without a version is no list: an empty one would mean a drained node. */
  private PodList page(String node, @Nullable String from) {
    PodList page =
        client
            .pods()
            .inAnyNamespace()
            .list(
                new ListOptionsBuilder()
                    .withFieldSelector("spec.nodeName=" + node)
                    .withLimit(PAGE)
                    .withContinue(from)
                    .build());
    if (page.getMetadata() == null || page.getMetadata().getResourceVersion() == null) {
      throw new KubernetesException(
          KubernetesException.Kind.BROKEN, "the answer is no list of pods");
    }
    return page;
  }

  private static Pod of(io.fabric8.kubernetes.api.model.Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    String phase = Optional.ofNullable(pod.getStatus()).map(PodStatus::getPhase).orElse("Unknown");
    return new Pod(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        metadata.getOwnerReferences().stream()
            .filter(owner -> Boolean.TRUE.equals(owner.getController()))
            .map(OwnerReference::getKind)
            .findFirst()
            .orElse(""),
        metadata.getAnnotations() != null && metadata.getAnnotations().containsKey(MIRROR),
        FINISHED.contains(phase),
        metadata.getDeletionTimestamp() != null);
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

  private static Eviction eviction(Pod pod) {
    return new EvictionBuilder()
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
      case 429 -> new Answer.Blocked(words);
      case 0, 401 -> throw Faults.of(refused);
      default -> new Answer.Refused(words);
    };
  }

  /** The budget's own words stand in the cause; the message is the same for all budgets. */
  private static String words(KubernetesClientException refused) {
    Optional<Status> status = Optional.ofNullable(refused.getStatus());
    return status
        .map(Status::getDetails)
        .map(StatusDetails::getCauses)
        .flatMap(causes -> causes.stream().filter(Evictions::isBudget).findFirst())
        .map(StatusCause::getMessage)
        .filter(text -> !text.isBlank())
        .or(() -> status.map(Status::getMessage))
        .orElse("no reason was given (status %d)".formatted(refused.getCode()));
  }

  private static boolean isBudget(StatusCause cause) {
    return "DisruptionBudget".equals(cause.getReason());
  }
}
