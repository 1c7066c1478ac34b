package io.caisson.contract.cloud;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One cloud, and how the suite may use it. */
public interface Environment extends AutoCloseable {
  /** Names the cloud in reports. */
  String name();

  Adapter adapter();

  /** An ordinary member of the project that the suite works in. */
  Access member();

  /** What the cloud's certificates are checked against by the fault proxy; empty: the JDK's own. */
  Optional<SSLContext> trust();

  Supplies supplies();

  Bounds bounds();

  /** Another client of the same project, which knows nothing of Caisson. */
  Neighbour neighbour();

  Optional<Administrator> administrator();

  /** Removes what the environment itself has made. */
  @Override
  void close();
}
