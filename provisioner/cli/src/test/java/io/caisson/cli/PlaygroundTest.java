package io.caisson.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaygroundTest {
  @Test
  void playgroundsOfNeighbouringPortsGiveOtherFloatingAddresses() {
    Set<String> ranges =
        IntStream.range(40_000, 40_624)
            .mapToObj(Playground::floatingAddresses)
            .collect(Collectors.toSet());

    assertThat(ranges).hasSize(624);
  }

  @Test
  void floatingAddressesAreBelowTheSimulatorsOwnNetworks() {
    assertThat(IntStream.of(0, 623, 65_535).mapToObj(Playground::floatingAddresses))
        .allMatch(range -> range.matches("127\\.([1-9]|[12]\\d|3\\d)\\.\\d+\\.0/20"));
  }
}
