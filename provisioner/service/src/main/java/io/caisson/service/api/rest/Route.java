package io.caisson.service.api.rest;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A request that is answered, as clients are told of it.
 *
 * @param path with the names of its parts in braces
 * @param takes the form of its body
 * @param gives what the body of its answer is
 */
record Route(
    String method,
    String path,
    String summary,
    Optional<Form> takes,
    Gives gives,
    Set<Trait> traits) {

  /**
   * The answer to a request that is carried out.
   *
   * @param shape name of what the body is; empty if there is none, or it is no JSON
   */
  record Gives(int status, String media, Optional<String> shape) {
    static Gives json(int status, String shape) {
      return new Gives(status, "application/json", Optional.of(shape));
    }
  }

  /** What can be said beside the body, and what comes of it. */
  enum Trait {
    /** Answered without a token. */
    PUBLIC,
    /** {@code ?dry_run=true} */
    DRY_RUN,
    /** {@code If-Match} */
    EDITION,
    /** {@code Idempotency-Key} */
    ONCE,
    /** {@code ?limit=} and {@code ?cursor=} */
    PAGED,
    /** {@code ?limit=} and {@code ?after=} */
    LINES,
    /** {@code Last-Event-ID} */
    STREAM,
    /** The body may be left out. */
    OPTIONAL_BODY,
    /** The answer has an {@code ETag}. */
    TAGGED,
    /** The answer has a {@code Location}. */
    LOCATED,
    /** It can meet what it cannot go together with. */
    CONFLICTS,
    /** A preview of it is the same as a look. */
    LOOKS
  }

  static Route of(String method, String path, String summary, Gives gives) {
    return new Route(method, path, summary, Optional.empty(), gives, EnumSet.noneOf(Trait.class));
  }

  Route taking(Form form) {
    return new Route(method, path, summary, Optional.of(form), gives, traits);
  }

  Route with(Trait... more) {
    EnumSet<Trait> all = EnumSet.noneOf(Trait.class);
    all.addAll(traits);
    all.addAll(Set.of(more));
    return new Route(method, path, summary, takes, gives, all);
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  /** Such as {@code GET /api/v1/clusters}. */
  String line() {
    return method + " " + path;
  }

  /** What it is refused with. */
  SortedSet<Integer> refusals() {
    SortedSet<Integer> all = new TreeSet<>(Set.of(500));
    if (!is(Trait.PUBLIC)) {
      all.addAll(Set.of(400, 401, 403, 503));
    }
    if (path.contains("{")) {
      all.add(404);
    }
    if (takes.isPresent()) {
      all.add(413);
    }
    if (is(Trait.EDITION)) {
      all.add(412);
    }
    if (is(Trait.CONFLICTS) || is(Trait.ONCE)) {
      all.add(409);
    }
    if (is(Trait.ONCE) || takes.isPresent()) {
      all.add(422);
    }
    return all;
  }
}
