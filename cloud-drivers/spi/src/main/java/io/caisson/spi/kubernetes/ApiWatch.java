package io.caisson.spi.kubernetes;

/** Listens to a cluster's API. It says that something has changed; what, only a look says. */
public interface ApiWatch extends AutoCloseable {
  /** Whether it still listens. One that has ended does not begin again. */
  boolean listens();

  /** Ends it; afterwards, or soon, it tells nothing any more. */
  @Override
  void close();
}
