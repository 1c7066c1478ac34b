package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import org.junit.jupiter.api.Test;

class ConsoleLookTest {
  @Test
  void aConsoleIsSeenAsFarAsItCanBeKept() {
    assertThat(Observer.console(() -> "no metadata\u0000\n")).isEqualTo("no metadata\uFFFD\n");
  }

  @Test
  void aConsoleThatCannotBeReadSaysSo() {
    assertThat(
            Observer.console(
                () -> {
                  throw new CloudException(new CloudFault.NotFound("no such server"));
                }))
        .isEqualTo("(it cannot be read: no such server)");
  }
}
