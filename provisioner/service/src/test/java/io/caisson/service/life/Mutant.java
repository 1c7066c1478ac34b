package io.caisson.service.life;

import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.Look;
import io.caisson.domain.plan.Sight;
import java.time.Instant;

/** A rule of the product, broken on purpose from outside, to see whether the oracle notices. */
enum Mutant {
  NONE,
  /** What nobody knows counts as not done. */
  NO_IN_DOUBT_WAIT {
    @Override
    Heard heard(Heard heard) {
      return new Heard(heard.settled().stream().map(Mutant::certain).toList(), heard.pings());
    }
  },
  /** A look speaks about calls that were settled only after it had begun. */
  STALE_LOOK_COUNTS {
    @Override
    Sight sight(Sight sight, Instant now) {
      return new Sight(
          fresh(sight.servers(), now),
          fresh(sight.ports(), now),
          fresh(sight.securityGroups(), now),
          fresh(sight.floatingIps(), now),
          sight.shown(),
          sight.quotas(),
          sight.api());
    }
  };

  Heard heard(Heard heard) {
    return heard;
  }

  Sight sight(Sight sight, Instant now) {
    return sight;
  }

  private static ClusterRecord.EffectSettled certain(ClusterRecord.EffectSettled settled) {
    return settled.outcome() instanceof Outcome.InDoubt(String text)
        ? new ClusterRecord.EffectSettled(
            settled.key(),
            settled.attempt(),
            new Outcome.Failed(Outcome.Retry.SOON, text),
            settled.at())
        : settled;
  }

  private static <T> Look<T> fresh(Look<T> look, Instant now) {
    Instant late = now.plusSeconds(86_400);
    return new Look<>(look.version() == 0 ? 0 : Long.MAX_VALUE, late, look.seen(), look.unknown());
  }
}
