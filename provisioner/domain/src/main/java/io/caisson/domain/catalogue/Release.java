package io.caisson.domain.catalogue;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A minor version that clusters can be made of.
 *
 * @param newest the newest patch that was known when this catalogue was written; newer ones are
 *     taken too
 * @param endOfLife the last day of upstream's support; empty where only that it is over is known
 */
public record Release(int minor, KubernetesVersion newest, Optional<LocalDate> endOfLife) {
  static Release of(String newest, String endOfLife) {
    return of(newest, Optional.of(LocalDate.parse(endOfLife)));
  }

  static Release of(String newest) {
    return of(newest, Optional.empty());
  }

  private static Release of(String newest, Optional<LocalDate> endOfLife) {
    KubernetesVersion version = KubernetesVersion.parse(newest).orElseThrow();
    return new Release(version.minor(), version, endOfLife);
  }
}
