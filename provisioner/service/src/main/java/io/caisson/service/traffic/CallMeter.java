package io.caisson.service.traffic;

import io.caisson.service.meters.Meters;
import java.time.Duration;

/** Counts the calls to one service of the cloud. */
@FunctionalInterface
interface CallMeter {
  /** Of whom nothing is counted. */
  CallMeter NONE = (_, _, _) -> {};

  /**
   * @param outcome {@code ok}, or the kind of fault
   */
  void told(boolean reads, String outcome, Duration took);

  static CallMeter of(String service, Meters meters) {
    return (reads, outcome, took) ->
        meters.cloudCall(new Meters.CloudCall(service, reads, outcome), took);
  }
}
