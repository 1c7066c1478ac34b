package io.caisson.spi.kubernetes;

/** A call to a cluster's API server that did not succeed. */
public final class KubernetesException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  public KubernetesException(Kind kind, String text, Throwable cause) {
    super(text, cause);
    this.kind = kind;
  }

  public KubernetesException(Kind kind, String text) {
    super(text);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What the caller tells apart. */
  public enum Kind {
    /** No complete answer: nothing is known. */
    UNREACHABLE,
    NOT_FOUND,
    CONFLICT,
    /** 401 or 403. */
    DENIED,
    THROTTLED,
    /** 400, 415, 422: sending it again cannot help. */
    INVALID,
    /** 5xx or a body of the wrong shape. */
    BROKEN
  }
}
