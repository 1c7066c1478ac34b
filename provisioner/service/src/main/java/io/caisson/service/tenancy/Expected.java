package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import java.util.Optional;

/** Which edition of a cluster a change was made for; none means any. */
public record Expected(Optional<Edition> edition) {
  public static final Expected ANY = new Expected(Optional.empty());

  public static Expected edition(String text) {
    return new Expected(Optional.of(new Edition(text)));
  }

  /**
   * @throws Refused if it has another one, with that
   */
  void check(Cluster cluster) {
    Edition now = Edition.of(cluster);
    if (edition.isPresent() && !edition.get().equals(now)) {
      throw Refused.changed(cluster.id(), now);
    }
  }
}
