package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Resource;
import java.time.Instant;
import java.util.Optional;

/** When a resource may be tried again. */
final class Retries {
  private Retries() {}

  /** From when on the next try may be sent; empty while the last one is open or forbids it. */
  static Optional<Instant> next(Cluster cluster, Resource resource, Policy policy) {
    if (forbidden(resource) && !stopped(cluster, resource)) {
      return Optional.of(Instant.EPOCH);
    }
    return resource.attempt().flatMap(last -> next(last, policy)).or(() -> first(resource));
  }

  private static Optional<Instant> first(Resource resource) {
    return resource.attempt().isEmpty() ? Optional.of(Instant.EPOCH) : Optional.empty();
  }

  private static Optional<Instant> next(Attempt last, Policy policy) {
    return switch (last.state()) {
      case IN_FLIGHT -> Optional.empty();
      case IN_DOUBT -> Optional.empty();
      case DONE -> Optional.of(Instant.EPOCH);
      case FAILED ->
          switch (last.retry().orElse(Outcome.Retry.SOON)) {
            case SOON -> Optional.of(last.at().plus(policy.soon(last.failures())));
            case LATER -> Optional.of(last.at().plus(policy.later(last.failures())));
            case NOW, READDRESS -> Optional.of(last.at());
            case STOP -> Optional.empty();
          };
    };
  }

  /** Whether its last try forbids another one under the current desired state. */
  static boolean stopped(Cluster cluster, Resource resource) {
    return forbidden(resource) && !anew(cluster, resource.attempt().orElseThrow().at());
  }

  /** Whether its last try forbids another one as long as nobody asks anew. */
  static boolean forbidden(Resource resource) {
    return retry(resource).filter(Outcome.Retry.STOP::equals).isPresent();
  }

  /** Whether somebody has asked for another desired state, or for the same again, since then. */
  static boolean anew(Cluster cluster, Instant then) {
    return cluster.revision().number() > 1 && !then.isAfter(cluster.revision().at());
  }

  /** The retry that a failed last attempt allows. */
  static Optional<Outcome.Retry> retry(Resource resource) {
    return resource
        .attempt()
        .filter(last -> last.state() == Attempt.State.FAILED)
        .flatMap(Attempt::retry);
  }

  /** Whether the cloud refused the port's address and no other one was chosen since. */
  static boolean wantsOtherAddress(Resource port, Machine.Plug plug) {
    return retry(port).filter(Outcome.Retry.READDRESS::equals).isPresent()
        && port.attempt().filter(last -> last.text().contains(plug.address())).isPresent();
  }
}
