package io.caisson.openstack;

import io.caisson.openstack.wire.Deadline;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The token of one credential.
 *
 * <ol>
 *   <li>At most one renewal is under way; who comes meanwhile waits for it, no longer than its own
 *       deadline.
 *   <li>All who waited share its outcome, a failure too: a Keystone that is down is not asked once
 *       per waiting call.
 * </ol>
 */
final class TokenHolder {
  private final Function<Deadline, Token> issuer;
  private final InstantSource clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile State state = new State(0, null, null);

  /**
   * @param round how many renewals have ended
   */
  private record State(long round, @Nullable Token token, @Nullable CloudFault failure) {}

  TokenHolder(Function<Deadline, Token> issuer, InstantSource clock) {
    this.issuer = issuer;
    this.clock = clock;
  }

  /** A token that is not about to end. */
  Token current(Deadline deadline) {
    State seen = state;
    Token token = seen.token;
    return token != null && token.freshAt(clock.instant()) ? token : renew(seen, deadline);
  }

  /** Another token than this one, which a service has refused. */
  Token insteadOf(Token refused, Deadline deadline) {
    State seen = state;
    Token token = seen.token;
    return token != null && token != refused ? token : renew(seen, deadline);
  }

  private Token renew(State seen, Deadline deadline) {
    if (!locked(deadline)) {
      throw new CloudException(
          new CloudFault.Unreachable(false, "no time left to wait for a token"));
    }
    try {
      if (state.round == seen.round) {
        state = next(deadline);
      }
      return outcome(state);
    } finally {
      renewal.unlock();
    }
  }

  private State next(Deadline deadline) {
    long round = state.round + 1;
    try {
      return new State(round, issuer.apply(deadline), null);
    } catch (CloudException e) {
      return new State(round, null, e.fault());
    }
  }

  private static Token outcome(State state) {
    if (state.token != null) {
      return state.token;
    }
    throw new CloudException(
        state.failure == null
            ? new CloudFault.Unreachable(false, "no token was ever asked for")
            : state.failure);
  }

  private boolean locked(Deadline deadline) {
    try {
      return renewal.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
