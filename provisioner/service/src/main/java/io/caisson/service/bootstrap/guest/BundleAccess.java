package io.caisson.service.bootstrap.guest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may still fetch a machine's bundle: what is stored of it, and the rules.
 *
 * <ol>
 *   <li>Without the machine's secret nothing is answered but {@link Verdict.Refused}, whatever else
 *       is the case.
 *   <li>Until the owner has minted the bundle, the guest is told to ask again: {@link
 *       Verdict.Wait}.
 *   <li>The bundle is handed out as often as the secret asks for it, until the guest acknowledges
 *       it or {@link #WINDOW} has passed since it was first handed out: {@link Verdict.HandOut}.
 *       (Not since the first question: a guest that waits for a slow control plane has been given
 *       nothing that could be stolen.)
 *   <li>Whoever asks later holds the secret but has no need of the bundle: {@link Verdict.Spent},
 *       an alarm, and the machine's join token is to be revoked.
 * </ol>
 *
 * @param firstHandedOut absent until the bundle was handed out
 * @param acknowledged absent until the guest said {@link Stage#BUNDLE_RECEIVED}
 */
public record BundleAccess(
    SecretDigest secret, Optional<Instant> firstHandedOut, Optional<Instant> acknowledged) {
  public static final Duration WINDOW = Duration.ofMinutes(10);

  /** How long a guest that has to wait should let pass at least. */
  public static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** Of a new machine, or of one that is rebuilt. */
  public static BundleAccess to(MachineSecret secret) {
    return new BundleAccess(secret.digest(), Optional.empty(), Optional.empty());
  }

  /**
   * @param presented what the caller says that the secret is
   * @param minted whether there is a bundle to hand out
   */
  public Verdict fetch(String presented, boolean minted, Instant now) {
    if (!secret.matches(presented)) {
      return new Verdict.Refused();
    }
    if (acknowledged.isPresent()) {
      return new Verdict.Spent(Verdict.Reason.AFTER_ACKNOWLEDGEMENT);
    }
    if (windowOver(now)) {
      return new Verdict.Spent(Verdict.Reason.AFTER_WINDOW);
    }
    return minted ? new Verdict.HandOut(handedOut(now)) : new Verdict.Wait(ASK_AGAIN);
  }

  /** Whether the caller is the machine; for its pings, which have no other condition. */
  public boolean admits(String presented) {
    return secret.matches(presented);
  }

  /** After the guest's acknowledgement; a second one changes nothing. */
  public BundleAccess acknowledge(Instant now) {
    return acknowledged.isPresent()
        ? this
        : new BundleAccess(secret, firstHandedOut, Optional.of(now));
  }

  private BundleAccess handedOut(Instant now) {
    return firstHandedOut.isPresent()
        ? this
        : new BundleAccess(secret, Optional.of(now), acknowledged);
  }

  private boolean windowOver(Instant now) {
    return firstHandedOut.map(first -> !now.isBefore(first.plus(WINDOW))).orElse(false);
  }

  /** What a fetch is answered with. */
  public sealed interface Verdict {
    /** Not the machine's secret. */
    record Refused() implements Verdict {}

    /** Not minted yet. */
    record Wait(Duration retryAfter) implements Verdict {}

    /**
     * @param after is to be stored before the bundle is sent
     */
    record HandOut(BundleAccess after) implements Verdict {}

    /** Too late: somebody else may hold the secret. An alarm is to be raised. */
    record Spent(Reason reason) implements Verdict {}

    /** Why it is too late. */
    enum Reason {
      AFTER_ACKNOWLEDGEMENT,
      AFTER_WINDOW
    }
  }
}
