package io.caisson.contract.kubernetes;

import org.junit.jupiter.api.extension.ExtendWith;

/** What a test class gives; every case gets a fresh {@link Bench} over it. */
@ExtendWith(BenchExtension.class)
public interface UnderTest {
  /** Called once for each test class; closed after its last case. */
  ClusterUnderTest cluster();
}
