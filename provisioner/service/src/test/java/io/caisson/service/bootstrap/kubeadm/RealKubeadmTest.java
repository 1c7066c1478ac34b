package io.caisson.service.bootstrap.kubeadm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.service.bootstrap.ForeignTool;
import io.caisson.service.bootstrap.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Asks a kubeadm what it thinks of our documents: {@code CAISSON_KUBEADM}, or the PATH's. */
class RealKubeadmTest {
  private static final String KUBEADM = System.getenv().getOrDefault("CAISSON_KUBEADM", "kubeadm");

  static Stream<NodeOrder> orders() {
    return Stream.of(Samples.init("1.34.4"), Samples.worker("1.34.4"), Samples.member("1.34.4"));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void kubeadmTakesTheDocumentsWithoutAWarning(NodeOrder order, @TempDir Path folder)
      throws Exception {
    assumeTrue(ForeignTool.present(KUBEADM), "no kubeadm on the PATH or in CAISSON_KUBEADM");
    Path file = folder.resolve("kubeadm.yaml");
    Files.writeString(file, KubeadmDialect.of(order.version()).configuration(order));

    ForeignTool.Outcome outcome =
        ForeignTool.run(KUBEADM, "config", "validate", "--config", file.toString());

    assertThat(outcome.text()).isEqualToIgnoringWhitespace("ok");
    assertThat(outcome.exit()).isZero();
  }
}
