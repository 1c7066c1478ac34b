package io.caisson.domain.cluster;

import java.util.Optional;

/** What became of one call to the outside. */
public sealed interface Outcome {
  /**
   * It was done.
   *
   * @param ref the id of what was made
   */
  record Done(Optional<String> ref) implements Outcome {}

  /** It was refused; nothing has changed outside. */
  record Failed(Retry retry, String text) implements Outcome {}

  /** Nobody knows whether it was done. */
  record InDoubt(String text) implements Outcome {}

  /** When a call that was refused may be sent again. */
  enum Retry {
    /** At once: the call itself has waited as long as it could. */
    NOW,
    /** After a short back-off. */
    SOON,
    /** When something outside has changed: quota, capacity, a credential. */
    LATER,
    /** The chosen address is taken: at once, with another one. */
    READDRESS,
    /** Not before the desired state changes. */
    STOP
  }
}
