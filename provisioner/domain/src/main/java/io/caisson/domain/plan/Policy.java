package io.caisson.domain.plan;

import java.time.Duration;

/**
 * The figures that decisions use.
 *
 * @param callLimit after which a call's answer is not waited for any longer
 * @param listLag how far behind a cloud's lists may be
 * @param cleanLooks how many looks in a row must not show a thing that is in doubt
 * @param openEffects how many calls of one cluster to its cloud may be under way at once
 * @param stages how long a machine may stay at each stage of its start
 * @param poll how soon to look again while something changes
 * @param rest how soon to look again when nothing does
 */
public record Policy(
    Duration callLimit,
    Duration listLag,
    int cleanLooks,
    int openEffects,
    StageLimits stages,
    Duration poll,
    Duration rest) {
  public static final Policy DEFAULT =
      new Policy(
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          2,
          32,
          StageLimits.DEFAULT,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));

  /** How long after its settlement an attempt in doubt can still show up. */
  Duration doubt() {
    return callLimit.plus(listLag);
  }

  /** The same to the cluster's API: such calls are cheap, and one takes 200 by default. */
  int openApiEffects() {
    return openEffects * 4;
  }

  /** How soon to look again for what is expected at any moment. */
  Duration soon() {
    return poll.dividedBy(10);
  }

  /** After the n-th try in a row that came to nothing: 1 s, 2 s, 4 s … half a minute. */
  Duration soon(int failures) {
    return Duration.ofSeconds(Math.min(30, 1L << Math.clamp(failures - 1, 0, 5)));
  }

  /** For what only changes when somebody acts: 5 s, 10 s, 20 s … a minute. */
  Duration later(int failures) {
    return Duration.ofSeconds(Math.min(60, 5L << Math.clamp(failures - 1, 0, 4)));
  }
}
