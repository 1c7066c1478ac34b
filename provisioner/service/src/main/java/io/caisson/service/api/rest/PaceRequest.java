package io.caisson.service.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Share;
import java.util.Optional;

/** How fast machines are to be replaced, as a request says it. */
final class PaceRequest {
  static final String NAME = "pace";
  static final String SURGE = "max_surge";
  static final String UNAVAILABLE = "max_unavailable";

  private PaceRequest() {}

  /** Empty if it says nothing of it. */
  static Optional<Pace> read(Part part) {
    return part.part(NAME, Forms.PACE.names()).flatMap(PaceRequest::pace);
  }

  /** A surge of 0 alone means one machine at a time in its own place. */
  static Optional<Pace> pace(Part part) {
    Optional<Share> surge = share(part, SURGE);
    Optional<Share> unavailable = share(part, UNAVAILABLE);
    boolean inPlace = surge.filter(one -> one.amount() == 0).isPresent();
    Share room = surge.orElse(Pace.DEFAULT.surge());
    Share missing = unavailable.orElse(inPlace ? Share.of(1) : Pace.DEFAULT.unavailable());
    if (room.amount() + missing.amount() == 0) {
      part.problem(UNAVAILABLE, "must be above 0 where max_surge is 0: else nothing can be done");
      return Optional.empty();
    }
    return Optional.of(new Pace(room, missing));
  }

  private static Optional<Share> share(Part part, String name) {
    Optional<JsonNode> given = part.numberOrText(name);
    try {
      return given.map(node -> Share.parse(node.asText()));
    } catch (IllegalArgumentException wrong) {
      part.problem(name, "must be a number of machines such as 3, or a part such as \"25%\"");
      return Optional.empty();
    }
  }
}
