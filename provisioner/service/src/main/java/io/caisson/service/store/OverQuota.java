package io.caisson.service.store;

import java.util.List;
import java.util.stream.Collectors;

/** A change would take more than its project may have; nothing of it is kept. */
public final class OverQuota extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<Shortage> shortages;

  /**
   * What is lacking of one thing.
   *
   * @param needed more than is used
   */
  public record Shortage(String what, int needed, int limit, int used) {
    /** Such as {@code 3 more nodes are needed, 8 of 10 are used}. */
    public String text() {
      return "%d more %s needed, %d of %d used".formatted(needed, what, used, limit);
    }
  }

  public OverQuota(String project, List<Shortage> shortages) {
    super(
        "the quota of project %s does not leave it: %s; remove something, or ask who operates this service"
            .formatted(
                project, shortages.stream().map(Shortage::text).collect(Collectors.joining(", "))));
    this.shortages = List.copyOf(shortages);
  }

  public List<Shortage> shortages() {
    return shortages;
  }
}
