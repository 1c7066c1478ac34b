package io.caisson.service.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.service.store.StorableText;
import io.caisson.spi.cloud.Server;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardedComputeTest {
  @Test
  void aFaultThatTheDatabaseWouldRefuseIsSeenWithoutWhatItRefuses() {
    Server seen = GuardedCompute.storable(broken("No valid host\u0000 was found \uD800."));

    String fault = seen.fault().orElseThrow();
    assertThat(fault).contains("No valid host").contains("was found");
    assertThat(StorableText.clean(fault)).isEqualTo(fault);
  }

  @Test
  void allElseOfAServerIsSeenAsTheCloudShowsIt() {
    Server server = broken("No valid host was found.");

    assertThat(GuardedCompute.storable(server)).isEqualTo(server);
  }

  private static Server broken(String fault) {
    return new Server(
        "5d0e5b9c",
        "worker-1",
        Server.Status.ERROR,
        Optional.empty(),
        List.of("10.0.0.5"),
        Optional.of(fault),
        Instant.EPOCH,
        Optional.of("a-host"));
  }
}
