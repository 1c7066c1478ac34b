package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * One try to make a resource, to remove it, or to make it anew. It is recorded before its call is
 * sent.
 *
 * @param number from 1, over all tries of the resource; never used twice
 * @param epoch of the owner that sent it
 * @param at when it was intended, then when it was settled
 * @param settledVersion the cluster's version that holds its outcome; 0 before
 * @param failures how many tries of this verb came to nothing in a row
 * @param retry when the next try may follow a failed one
 * @param text why it failed or is in doubt, in the cloud's words; of one that is under way, why the
 *     one before it failed
 */
public record Attempt(
    int number,
    Verb verb,
    State state,
    long epoch,
    Instant at,
    long settledVersion,
    int failures,
    Optional<Outcome.Retry> retry,
    String text) {

  /** What an attempt is about. */
  public enum Verb {
    CREATE,
    DELETE,
    /** What is there is made anew, and stays the same thing. */
    REBUILD
  }

  /** What became of an attempt. */
  public enum State {
    IN_FLIGHT,
    IN_DOUBT,
    DONE,
    FAILED
  }

  /** The first try of this verb. */
  static Attempt intended(int number, Verb verb, long epoch, Instant at) {
    return new Attempt(number, verb, State.IN_FLIGHT, epoch, at, 0, 0, Optional.empty(), "");
  }

  /** The next try of the same verb; why the last one failed stays known until it is answered. */
  Attempt again(long newEpoch, Instant when) {
    return new Attempt(
        number + 1, verb, State.IN_FLIGHT, newEpoch, when, 0, failures, Optional.empty(), text);
  }

  /** Whether its outcome is still open. */
  public boolean open() {
    return state == State.IN_FLIGHT || state == State.IN_DOUBT;
  }

  Attempt done(Instant when, long version) {
    return new Attempt(number, verb, State.DONE, epoch, when, version, 0, Optional.empty(), "");
  }

  Attempt failed(Outcome.Retry when, String why, Instant settledAt, long version) {
    return new Attempt(
        number,
        verb,
        State.FAILED,
        epoch,
        settledAt,
        version,
        failures + 1,
        Optional.of(when),
        why);
  }

  Attempt inDoubt(String why, Instant settledAt, long version) {
    return new Attempt(
        number, verb, State.IN_DOUBT, epoch, settledAt, version, failures, Optional.empty(), why);
  }
}
