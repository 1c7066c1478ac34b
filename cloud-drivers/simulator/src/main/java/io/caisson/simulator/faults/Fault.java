package io.caisson.simulator.faults;

import java.time.Duration;
import java.util.Optional;

/** One thing that can go wrong. */
public sealed interface Fault {
  /** What goes wrong between a client and a face. */
  sealed interface Transport extends Fault {}

  /** What goes wrong inside the data centre. */
  sealed interface Inside extends Fault {}

  /** The answer comes late. */
  record Latency(Duration delay) implements Transport {}

  /** Nothing is done; the service answers with an error of its own form. */
  record Status(int code, Optional<Duration> retryAfter) implements Transport {}

  /** Nothing is done; something in front of the service answers with a page. */
  record Html(int code) implements Transport {}

  /** Nothing is done; the connection is cut. */
  record CutBefore() implements Transport {}

  /** It is done; the connection is cut before the answer. */
  record LostReply() implements Transport {}

  /**
   * Lists show what was there before.
   *
   * @param kind such as {@code server} or {@code port}
   */
  record ListLag(String kind, Duration lag) implements Inside {}

  /** No host has room. */
  record NoCapacity() implements Inside {}

  /** Every host fails to start the server. */
  record BootFailure(String text) implements Inside {}

  /** The server becomes ACTIVE, and nothing runs in it. */
  record GuestHang() implements Inside {}
}
