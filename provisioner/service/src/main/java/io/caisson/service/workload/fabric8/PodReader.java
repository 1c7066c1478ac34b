package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.Pod;
import io.caisson.spi.kubernetes.Pod.State;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Pods as a drain sees them. */
final class PodReader {
  private static final String MIRROR = "kubernetes.io/config.mirror";

  private PodReader() {}

  static Pod of(io.fabric8.kubernetes.api.model.Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    String namespace = metadata.getNamespace();
    return new Pod(
        new Pod.Ref(namespace, metadata.getName(), metadata.getUid()),
        controller(metadata),
        given(metadata.getAnnotations()).containsKey(MIRROR),
        state(Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new)),
        Optional.ofNullable(metadata.getDeletionTimestamp()).map(Instant::parse),
        given(metadata.getLabels()),
        claims(namespace, metadata.getName(), pod.getSpec()));
  }

  private static String controller(ObjectMeta metadata) {
    return metadata.getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .map(OwnerReference::getKind)
        .findFirst()
        .orElse("");
  }

  private static State state(PodStatus status) {
    return switch (Optional.ofNullable(status.getPhase()).orElse("Unknown")) {
      case "Succeeded", "Failed" -> State.FINISHED;
      case "Running" -> ready(status) ? State.READY : State.RUNNING;
      default -> State.PENDING;
    };
  }

  private static boolean ready(PodStatus status) {
    return status.getConditions().stream()
        .anyMatch(
            condition ->
                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** The claim of a generic ephemeral volume is called after the pod and the volume. */
  private static List<String> claims(String namespace, String pod, PodSpec spec) {
    return spec.getVolumes().stream()
        .flatMap(volume -> claim(pod, volume))
        .map(claim -> namespace + "/" + claim)
        .toList();
  }

  private static Stream<String> claim(String pod, Volume volume) {
    if (volume.getPersistentVolumeClaim() != null) {
      return Stream.of(volume.getPersistentVolumeClaim().getClaimName());
    }
    return volume.getEphemeral() == null ? Stream.empty() : Stream.of(pod + "-" + volume.getName());
  }

  private static Map<String, String> given(Map<String, String> map) {
    return Optional.ofNullable(map).orElse(Map.of());
  }
}
