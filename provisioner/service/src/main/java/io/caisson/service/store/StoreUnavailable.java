package io.caisson.service.store;

/** The database does not answer; what a commit did is unknown until it does. */
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreUnavailable(String what, Throwable cause) {
    super(what, cause);
  }
}
