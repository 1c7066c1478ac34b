package io.caisson.simulator.model;

/** The software inside all instances of one data centre. */
public interface Guests extends InstanceListener, AutoCloseable {
  /** Instances whose software does nothing at all: for those who test only the cloud. */
  static Guests none() {
    return () -> {};
  }

  /** Ends all of it, without telling the data centre. */
  @Override
  void close();

  /** Makes the guests of a data centre. */
  @FunctionalInterface
  interface Factory {
    Guests create(GuestSide dataCentre, Timing timing);
  }
}
