package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import java.util.OptionalLong;

/** Which version of a cluster a change was made for; none means any. */
public record Expected(OptionalLong version) {
  public static final Expected ANY = new Expected(OptionalLong.empty());

  public static Expected version(long number) {
    return new Expected(OptionalLong.of(number));
  }

  /**
   * @throws Refused if it has another one, with that
   */
  void check(Cluster cluster) {
    if (version.isPresent() && version.getAsLong() != cluster.version()) {
      throw Refused.changed(cluster.id(), cluster.version());
    }
  }
}
