package io.caisson.contract.proxy;

import java.time.Duration;

/** What the proxy does to one exchange. */
public sealed interface Fault {
  /** Answers by itself; {@code done} tells whether the cloud gets the request all the same. */
  record Answer(Reply reply, boolean done) implements Fault {}

  /** Lets the cloud do it, and keeps the answer back for this time. */
  record SlowFirstByte(Duration delay) implements Fault {}

  /** Lets the cloud do it, and lets the body drip during this time. */
  record SlowBody(Duration duration) implements Fault {}

  /** Closes the connection; the cloud never hears of the request. */
  record CutBefore() implements Fault {}

  /** Lets the cloud do it, and closes the connection instead of answering: a lost reply. */
  record CutAfter() implements Fault {}

  /** Lets the cloud do it, and closes the connection in the middle of the body. */
  record CutInBody() implements Fault {}

  /** Lets the cloud do it, and answers with the first half of the body, its length being right. */
  record HalfBody() implements Fault {}
}
