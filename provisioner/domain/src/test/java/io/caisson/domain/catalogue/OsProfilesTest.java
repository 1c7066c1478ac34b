package io.caisson.domain.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OsProfilesTest {
  @ParameterizedTest
  @CsvSource({
    "debian, 12, debian-12",
    "debian, 12.5, debian-12",
    "Debian, 13, debian-13",
    "ubuntu, 22.04, ubuntu-22.04",
    "rocky, 9.4, rocky-9",
    "openEuler, 22.03-LTS-SP3, openeuler-22.03",
    "kylin, V10 SP3, kylin-v10",
    "kylin, 10, kylin-v10",
    "loongnix, 8.4, loongnix-8",
    "flatcar, 3975.2.0, flatcar"
  })
  void anImagesDistributionAndVersionMakeItsProfile(String distro, String version, String profile) {
    assertThat(OsProfiles.of(distro, Optional.of(version))).contains(profile);
    assertThat(OsProfiles.known(profile)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "debian, 1",
    "debian, 120",
    "debian, 11",
    "rocky, 8.9",
    "ubuntu, 24.10",
    "windows, 11"
  })
  void anotherVersionIsNotGuessedAt(String distro, String version) {
    assertThat(OsProfiles.of(distro, Optional.of(version))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ubuntu, ubuntu-24.04", "debian, debian-13", "flatcar, flatcar"})
  void anImageWithoutAVersionCountsAsTheNewest(String distro, String profile) {
    assertThat(OsProfiles.of(distro, Optional.empty())).contains(profile);
  }

  @Test
  void theDefaultIsKnown() {
    assertThat(OsProfiles.profiles()).contains(OsProfiles.DEFAULT).hasSize(10);
    assertThat(OsProfiles.known("")).isFalse();
  }
}
