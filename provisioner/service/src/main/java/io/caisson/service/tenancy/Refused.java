package io.caisson.service.tenancy;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.store.OverQuota;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request that is not carried out. Its message says why and what to do; every API shows it in its
 * own form of errors.
 */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;
  private final transient List<Problem> problems;
  private final transient Optional<Edition> edition;

  /** What a client can tell apart. */
  public enum Kind {
    INVALID(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    NOT_ACCEPTABLE(406),
    CONFLICT(409),
    PRECONDITION_FAILED(412),
    UNPROCESSABLE(422),
    UNAVAILABLE(503);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** As HTTP says it. */
    public int status() {
      return status;
    }
  }

  public Refused(Kind kind, String text) {
    this(kind, text, List.of(), Optional.empty());
  }

  private Refused(Kind kind, String text, List<Problem> problems, Optional<Edition> edition) {
    super(text);
    this.kind = kind;
    this.problems = List.copyOf(problems);
    this.edition = edition;
  }

  /** The request was made for another edition of a cluster than the one that it has now. */
  static Refused changed(ClusterId id, Edition now) {
    String text =
        "cluster %s was changed by somebody: look at it again, and send the request with its"
            + " present ETag";
    return new Refused(Kind.PRECONDITION_FAILED, text.formatted(id), List.of(), Optional.of(now));
  }

  /** The project may not have that much; what is lacking is listed. */
  static Refused over(OverQuota over) {
    return new Refused(
        Kind.CONFLICT,
        String.valueOf(over.getMessage()),
        over.shortages().stream()
            .map(one -> new Problem("quota." + one.what(), one.text()))
            .toList(),
        Optional.empty());
  }

  /** All that is wrong with a request, in one message. */
  public static Refused of(Kind kind, List<Problem> problems) {
    String text =
        problems.stream()
            .map(problem -> problem.path() + ": " + problem.text())
            .collect(Collectors.joining("; "));
    return new Refused(kind, text, problems, Optional.empty());
  }

  public static Refused invalid(String text, Object... values) {
    return new Refused(Kind.INVALID, text.formatted(values));
  }

  public Kind kind() {
    return kind;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  /** The edition that the thing has, if the request was made for another one. */
  public Optional<Edition> edition() {
    return edition;
  }

  /** Where the request is wrong, if it is wrong in places. */
  public List<Problem> problems() {
    return problems;
  }
}
