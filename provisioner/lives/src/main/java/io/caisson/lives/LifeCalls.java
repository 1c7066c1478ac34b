package io.caisson.lives;

import io.caisson.domain.cluster.Effect;
import io.caisson.service.workload.DrainRound;
import java.time.Duration;

/** How long what a life consists of takes, and who carries it out. */
interface LifeCalls {
  /** From a question of a look to the clouds, and from there to its answer. */
  Duration asking();

  /** From a decision to the sending of a call. */
  Duration sending();

  /** From the sending of a call to its being done. */
  Duration doing(Effect effect);

  /** From the sending of a round of a drain to the round, if that itself takes no time. */
  Duration draining();

  /** From a call's being done to its answer. */
  Duration answering();

  /** For how long news is gathered before it is decided about. */
  Duration gather();

  /** How long the software of a server takes for so many units of work. */
  Duration working(int units);

  /** How long it waits before it asks again for what it was not given. */
  Duration asksAgain(int units);

  /** What carries out the rounds of drains. */
  DrainRound drains();

  /** Carries out a call, which may go on after this has returned. */
  void carryOut(Runnable call);
}
