package io.caisson.service.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Requests to which their senders gave a key, so that one that is sent again is answered and not
 * carried out again. Adapters throw {@link StoreUnavailable} when the database cannot be reached.
 */
public interface RequestStore {
  /** How long a key is known. */
  Duration KEPT = Duration.ofDays(1);

  /**
   * Claims the key if nobody has, or if that was longer ago than {@link #KEPT}.
   *
   * @return the claim that holds: this one, or the one that was there before
   */
  Claim claim(Key key, Claim claim);

  /** Puts a claim in the place of an unanswered one; false if that is there no more. */
  boolean takeOver(Key key, Claim unanswered, Claim claim);

  /** Keeps the answer; nothing happens if the claim holds no more. */
  void answer(Key key, Claim claim, Answer answer);

  /** Gives the key back, as nothing was carried out. */
  void withdraw(Key key, Claim claim);

  /** Whose key it is. */
  record Key(String project, String user, String text) {}

  /**
   * Somebody carries a request out.
   *
   * @param fingerprint of the request, to tell another one under the same key
   * @param subject UUID that was set aside for what the request makes
   * @param answer once it is done
   */
  record Claim(String fingerprint, String subject, Instant at, Optional<Answer> answer) {
    public Claim {
      at = at.truncatedTo(ChronoUnit.MICROS);
    }

    public static Claim of(String fingerprint, String subject, Instant at) {
      return new Claim(fingerprint, subject, at, Optional.empty());
    }

    /** Whether both are the same try to carry the request out. */
    public boolean same(Claim other) {
      return subject.equals(other.subject);
    }
  }

  /**
   * @param location of what was made, or empty
   */
  record Answer(int status, String body, String location) {}
}
