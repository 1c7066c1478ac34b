package io.caisson.domain.catalogue;

import java.time.LocalDate;

/**
 * A minor version that clusters can be made of.
 *
 * @param newest the newest patch that was known when this catalogue was written; newer ones are
 *     taken too
 * @param endOfLife the last day of upstream's support
 */
public record Release(int minor, KubernetesVersion newest, LocalDate endOfLife) {
  static Release of(String newest, String endOfLife) {
    KubernetesVersion version = KubernetesVersion.parse(newest).orElseThrow();
    return new Release(version.minor(), version, LocalDate.parse(endOfLife));
  }
}
