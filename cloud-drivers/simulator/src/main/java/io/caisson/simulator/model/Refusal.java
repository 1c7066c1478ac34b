package io.caisson.simulator.model;

/**
 * The data centre does not do what was asked, and has changed nothing. Faces translate it into the
 * form of their protocol.
 */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final String type;

  private Refusal(Kind kind, String type, String text) {
    super(text);
    this.kind = kind;
    this.type = type;
  }

  static Refusal invalid(String type, String text) {
    return new Refusal(Kind.INVALID, type, text);
  }

  static Refusal unauthorized(String text) {
    return new Refusal(Kind.UNAUTHORIZED, "Unauthorized", text);
  }

  static Refusal forbidden(String type, String text) {
    return new Refusal(Kind.FORBIDDEN, type, text);
  }

  static Refusal notFound(String type, String text) {
    return new Refusal(Kind.NOT_FOUND, type, text);
  }

  static Refusal conflict(String type, String text) {
    return new Refusal(Kind.CONFLICT, type, text);
  }

  static Refusal quota(String type, String text) {
    return new Refusal(Kind.QUOTA, type, text);
  }

  public Kind kind() {
    return kind;
  }

  /** The name that OpenStack's own code gives the error, such as {@code PortNotFound}. */
  public String type() {
    return type;
  }

  /** The words of the refusal. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** What faces tell apart. */
  public enum Kind {
    INVALID,
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    QUOTA
  }
}
