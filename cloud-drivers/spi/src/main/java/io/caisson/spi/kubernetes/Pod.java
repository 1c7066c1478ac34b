package io.caisson.spi.kubernetes;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod, as far as a drain is concerned with it.
 *
 * @param controller kind of the object that controls it, such as {@code DaemonSet}; empty if
 *     nothing does
 * @param mirror the kubelet runs it from a file, whatever the API says
 * @param ending when its grace is over, once it was told to end ({@code deletionTimestamp})
 * @param claims of volumes, as {@code NAMESPACE/NAME}
 */
public record Pod(
    Ref ref,
    String controller,
    boolean mirror,
    State state,
    Optional<Instant> ending,
    Map<String, String> labels,
    List<String> claims) {
  public Pod {
    labels = Map.copyOf(labels);
    claims = List.copyOf(claims);
  }

  /** Which pod: another one of the same name has another UID. */
  public record Ref(String namespace, String name, String uid) {
    @Override
    public String toString() {
      return namespace + "/" + name;
    }
  }

  /** How far it is. */
  public enum State {
    /** Not yet started; not known either. */
    PENDING,
    RUNNING,
    /** Running, and its condition Ready is True. */
    READY,
    /** It runs no more, for good or bad. */
    FINISHED
  }

  /** One that is ready, and has nothing special. */
  public static Pod ready(Ref ref, String controller) {
    return new Pod(ref, controller, false, State.READY, Optional.empty(), Map.of(), List.of());
  }

  public String namespace() {
    return ref.namespace();
  }

  public String name() {
    return ref.name();
  }

  public String uid() {
    return ref.uid();
  }

  public boolean finished() {
    return state == State.FINISHED;
  }

  /** It was told to end. */
  public boolean terminating() {
    return ending.isPresent();
  }

  @Override
  public String toString() {
    return ref.toString();
  }
}
