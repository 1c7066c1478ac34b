package io.caisson.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  @ParameterizedTest
  @CsvSource({"1.30.14, on 2025-07-15", "1.22.0, given up Kubernetes 1.22; take 1.31 to 1.36"})
  void anOldReleaseIsKnownAndNotMadeUnasked(String text, String why) {
    KubernetesVersion version = KubernetesVersion.parse(text).orElseThrow();
    assertThat(Catalogue.release(version)).isPresent();
    assertThat(Catalogue.objection(version).orElseThrow()).contains(why, "CAISSON_OLD_RELEASES");
  }

  @Test
  void nothingIsObjectedToTheOthers() {
    assertThat(Catalogue.RELEASES)
        .allMatch(release -> Catalogue.objection(release.newest()).isEmpty());
  }

  @Test
  void everyMinorIsThereOnceAndInOrder() {
    assertThat(Stream.concat(Catalogue.OLD_RELEASES.stream(), Catalogue.RELEASES.stream()))
        .extracting(Release::minor)
        .doesNotHaveDuplicates()
        .isSorted();
  }
}
