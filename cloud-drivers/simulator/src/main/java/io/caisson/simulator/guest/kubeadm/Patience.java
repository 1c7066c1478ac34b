package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.NoAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks again and again until there is an answer or the time is up. */
final class Patience {
  private final Host host;
  private final Duration interval;
  private final Duration limit;

  Patience(Host host, Duration interval, Duration limit) {
    this.host = host;
    this.interval = interval.compareTo(limit) > 0 ? limit : interval;
    this.limit = limit;
  }

  /** The first answer; throws the last reason why there was none. */
  <T> T ask(Question<T> question) throws GaveUp {
    Instant end = host.timeline().now().plus(limit);
    while (true) {
      String why;
      try {
        Optional<T> answer = question.ask();
        if (answer.isPresent()) {
          return answer.get();
        }
        why = "";
      } catch (NoAnswer e) {
        why = e.text();
      } catch (Refused e) {
        why = e.text();
      }
      if (!host.timeline().now().plus(interval).isBefore(end)) {
        throw new GaveUp(why);
      }
      host.pause(interval);
    }
  }

  /** One attempt; empty means: not yet. */
  @FunctionalInterface
  interface Question<T> {
    Optional<T> ask() throws NoAnswer, Refused;
  }

  /** The time is up. */
  static final class GaveUp extends Exception {
    private static final long serialVersionUID = 1L;

    GaveUp(String why) {
      super(why);
    }

    /** Empty if the answers only never were what was waited for. */
    String why() {
      return String.valueOf(getMessage());
    }
  }
}
