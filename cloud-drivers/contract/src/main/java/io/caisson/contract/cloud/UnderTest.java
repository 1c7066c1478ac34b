package io.caisson.contract.cloud;

import org.junit.jupiter.api.extension.ExtendWith;

/** What the test class of an adapter gives; every case gets a fresh {@link Bench} over it. */
@ExtendWith(BenchExtension.class)
public interface UnderTest {
  /** Called once for each test class; closed after its last case. */
  Environment environment();
}
