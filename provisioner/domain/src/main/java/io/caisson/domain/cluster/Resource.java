package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing outside Caisson as recorded. The rules by which it changes:
 *
 * <ol>
 *   <li>An attempt is recorded before its call is sent, and its outcome after.
 *   <li>An attempt whose outcome nobody knows is in doubt. It is over only when a look shows the
 *       thing, or enough later looks show that it is not there.
 *   <li>A thing is forgotten only when its absence is proved.
 * </ol>
 *
 * @param ref the cloud's id once known
 * @param detail what else must be known of it: the address of a floating IP
 * @param attempt the last attempt to make or remove it
 * @param misses how many looks in a row, each begun after all that we know of, did not show it
 */
public record Resource(
    ResourceKey key,
    Stage stage,
    Optional<String> ref,
    Optional<String> detail,
    Optional<Attempt> attempt,
    int misses) {

  /** Where it is. */
  public enum Stage {
    /** Not there; nothing is on its way. */
    ABSENT,
    /** A call to make it was sent or is about to be. */
    CREATING,
    PRESENT,
    /** A call to remove it was sent or is about to be. */
    DELETING
  }

  public static Resource planned(ResourceKey key) {
    return new Resource(key, Stage.ABSENT, Optional.empty(), Optional.empty(), Optional.empty(), 0);
  }

  /** A thing that exists already, made by other means than an attempt of ours. */
  public static Resource given(ResourceKey key, String ref) {
    return new Resource(
        key, Stage.PRESENT, Optional.of(ref), Optional.empty(), Optional.empty(), 0);
  }

  public boolean present() {
    return stage == Stage.PRESENT;
  }

  /** Whether an outcome is still open. */
  public boolean open() {
    return attempt.filter(Attempt::open).isPresent();
  }

  public boolean is(Attempt.State state) {
    return attempt.filter(last -> last.state() == state).isPresent();
  }

  public int attempts() {
    return attempt.map(Attempt::number).orElse(0);
  }

  /** Whether its last attempt was to make it anew. */
  public boolean rebuilds() {
    return attempt.filter(last -> last.verb() == Attempt.Verb.REBUILD).isPresent();
  }

  /** The version from which on a look can prove something about it. */
  public long settledVersion() {
    return attempt.map(Attempt::settledVersion).orElse(0L);
  }

  Resource intended(Attempt.Verb verb, long epoch, Instant at) {
    Attempt next =
        attempt
            .filter(last -> last.verb() == verb)
            .map(last -> last.again(epoch, at))
            .orElseGet(() -> Attempt.intended(attempts() + 1, verb, epoch, at));
    return next(
        switch (verb) {
          case CREATE -> Stage.CREATING;
          case DELETE -> Stage.DELETING;
          case REBUILD -> stage;
        },
        ref,
        next);
  }

  Resource settled(Outcome outcome, Instant at, long version) {
    Attempt last = attempt.orElseThrow();
    return switch (outcome) {
      case Outcome.Done(Optional<String> made) ->
          next(
              last.verb() == Attempt.Verb.DELETE ? Stage.DELETING : Stage.PRESENT,
              last.verb() == Attempt.Verb.CREATE ? made : ref,
              last.done(at, version));
      case Outcome.InDoubt(String text) -> next(stage, ref, last.inDoubt(text, at, version));
      case Outcome.Failed(Outcome.Retry retry, String text) ->
          next(
              last.verb() == Attempt.Verb.CREATE ? Stage.ABSENT : Stage.PRESENT,
              ref,
              last.failed(retry, text, at, version));
    };
  }

  /**
   * A look showed it. That ends the doubt about a create; of a delete it says nothing, and of a
   * rebuild only its mark does.
   */
  Resource seen(String seenRef, Optional<String> seenDetail, Instant at, long version) {
    boolean leaving = stage == Stage.DELETING;
    Optional<Attempt> last =
        open() && stage == Stage.CREATING ? attempt.map(one -> one.done(at, version)) : attempt;
    return new Resource(
        key, leaving ? stage : Stage.PRESENT, Optional.of(seenRef), seenDetail, last, 0);
  }

  Resource missed() {
    return new Resource(key, stage, ref, detail, attempt, misses + 1);
  }

  /** Its absence was proved. What was tried stays known, so that no number is used twice. */
  Resource absent(Instant at, long version) {
    Optional<Attempt> last =
        open()
            ? attempt.map(one -> one.failed(Outcome.Retry.SOON, one.text(), at, version))
            : attempt;
    return new Resource(key, Stage.ABSENT, Optional.empty(), keptDetail(), last, 0);
  }

  /** Certificates and machines know the endpoint's address: what has it comes back with it. */
  private Optional<String> keptDetail() {
    boolean known =
        key.kind() == ResourceKey.Kind.VIRTUAL_ADDRESS
            || key.kind() == ResourceKey.Kind.LOAD_BALANCER;
    return known ? detail : Optional.empty();
  }

  private Resource next(Stage newStage, Optional<String> newRef, Attempt newAttempt) {
    return new Resource(key, newStage, newRef, detail, Optional.of(newAttempt), 0);
  }
}
