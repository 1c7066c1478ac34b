package io.caisson.domain.operation;

import io.caisson.domain.cluster.Revision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A change of a cluster as a user sees it. Nothing of it is kept: it is what revisions, and the
 * times at which they were reached, say.
 *
 * @param id {@code r} and the revision's number, or {@code delete}
 * @param what is different, in a sentence
 * @param actor who asked for it, if that is known
 * @param progress while it goes on
 */
public record Operation(
    String id,
    Kind kind,
    String what,
    Optional<String> actor,
    Times times,
    Outcome outcome,
    Optional<Progress> progress) {

  /** The id of the operation that a revision is. */
  public static String id(Revision revision) {
    return "r" + revision.number();
  }

  /** What is changed. */
  public enum Kind {
    CREATE,
    RESIZE,
    ADD_NODE_GROUP,
    REMOVE_NODE_GROUP,
    UPGRADE,
    UPDATE,
    /** An earlier desired state once more. */
    ROLLBACK,
    /**
     * The same once more: machines that were named are replaced, what had failed is tried again.
     */
    RENEW,
    DELETE
  }

  /** How it stands. */
  public enum State {
    IN_PROGRESS,
    SUCCEEDED,
    /** Another one took its place before it was reached. */
    SUPERSEDED,
    /** It does not come on by itself, or not in time; it is still tried. */
    FAILED
  }

  /**
   * @param reason one sentence, or empty
   * @param warnings while it goes on, of machines that a user interrupts though a rule is against
   *     it
   */
  public record Outcome(State state, String reason, List<String> warnings) {
    public Outcome {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * @param expected when it is done, as far as what was measured of this cluster tells; empty if
   *     nothing was, or if it takes longer already
   * @param basis what that is told from, in words, or empty
   */
  public record Times(
      Instant started, Optional<Instant> ended, Optional<Instant> expected, String basis) {}
}
