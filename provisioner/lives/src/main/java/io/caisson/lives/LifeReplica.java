package io.caisson.lives;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.Sight;
import io.caisson.service.engine.Listening;
import io.caisson.service.engine.NextLook;
import io.caisson.service.engine.Observer;
import io.caisson.service.engine.Performer;
import io.caisson.service.engine.Rest;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.Message;
import io.caisson.service.store.StaleCluster;
import io.caisson.simulator.model.Timeline;
import io.caisson.spi.kubernetes.ApiWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The service in virtual time: the engine's own loop with its steps pulled apart, so that a kill or
 * a fault can fall between any two of them. What was sent before a kill still takes effect. A look
 * goes its own way beside the turns: it begins, it sees, and what it has seen arrives.
 */
final class LifeReplica {
  private final Timeline timeline;
  private final RandomGenerator random;
  private final Weather weather;
  private final Hits hits;
  private final Rules rules;
  private final ClusterStore store;
  private final ClusterId id;
  private final Policy policy;
  private final Planner planner;
  private final Observer observer;
  private final Performer performer;
  private final LifeCalls calls;
  private final List<ClusterRecord.EffectSettled> settled = new ArrayList<>();
  private final String name;
  private int incarnation = 1;
  private Consumer<Effect> sending = _ -> {};
  private Instant standsUntil = Instant.EPOCH;
  private Instant leaseEnds = Instant.EPOCH;
  private boolean turning;
  private boolean again;
  private boolean called;
  private int alarm;
  private long epoch;
  private long decided;
  private boolean looking;
  private Optional<Sight> found = Optional.empty();
  private NextLook nextLook = NextLook.ofNewOwner();
  private Rest rest = Rest.none();
  private Listening listening = new Listening();
  private LifeWatch watch = new LifeWatch();

  LifeReplica(String name, LifeParts parts, LifeAccess access, LifeCalls calls) {
    this.name = name;
    this.calls = calls;
    this.timeline = parts.timeline();
    this.random = parts.random();
    this.weather = parts.weather();
    this.hits = parts.hits();
    this.rules = parts.rules();
    this.store = parts.store();
    this.id = parts.cluster();
    this.policy = parts.policy();
    this.planner = new Planner(policy);
    this.observer = new Observer(access, questions -> questions.forEach(Runnable::run));
    this.performer = new Performer(access, calls.drains());
  }

  /** Who is told of each call that is on its way; what it was decided by may change just then. */
  void whenSending(Consumer<Effect> listener) {
    sending = listener;
  }

  void start() {
    step(Duration.ofMillis(1), this::turn);
  }

  /** There is news; what comes until it is gathered makes one turn. */
  void wake() {
    if (turning) {
      again = true;
    } else if (calls.gather().isZero()) {
      turn();
    } else if (!called) {
      called = true;
      step(calls.gather(), this::turnIfResting);
    }
  }

  /**
   * The cluster's own API tells of a change to whoever has seen it answer: at once, late or never.
   */
  void told() {
    if (nextLook.first()) {
      return;
    }
    int chance = random.nextInt(10);
    if (chance < 2) {
      hits.hit("fault ring lost");
      watch.close();
      return;
    }
    if (chance == 2) {
      hits.hit("fault ring late");
    }
    step(chance == 2 ? millis(1000, 60_000) : millis(1, 100), this::rung);
  }

  private void rung() {
    listening.doubt(timeline.now());
    nextLook = nextLook.rung();
    wake();
  }

  /** Something that this process does later, unless it is killed before. */
  private void step(Duration delay, Runnable action) {
    int mine = incarnation;
    timeline.schedule(
        delay,
        () -> {
          if (mine == incarnation) {
            if (timeline.now().isBefore(standsUntil)) {
              step(Duration.between(timeline.now(), standsUntil), action);
            } else {
              action.run();
            }
          }
        });
  }

  /** A place where the process may stand still, and then goes on as if nothing had been. */
  private void paused(String boundary) {
    if (random.nextInt(1000) < weather.pause()) {
      hits.hit("fault pause at " + boundary);
      standsUntil = timeline.now().plusSeconds(60 + random.nextInt(60));
    }
  }

  /** A place where the process may be killed. */
  private boolean killedAt(String boundary) {
    hits.hit("boundary " + boundary);
    paused(boundary);
    if (random.nextInt(1000) >= weather.kill()) {
      return false;
    }
    hits.hit("fault kill at " + boundary);
    incarnation++;
    turning = false;
    again = false;
    called = false;
    settled.clear();
    standsUntil = Instant.EPOCH;
    leaseEnds = Instant.EPOCH;
    forgetLooks();
    step(Duration.ofSeconds(1 + random.nextInt(20)), this::turn);
    return true;
  }

  /** As a process that has just come to own the cluster. */
  private void forgetLooks() {
    epoch = 0;
    looking = false;
    found = Optional.empty();
    nextLook = NextLook.ofNewOwner();
    rest = Rest.none();
    listening = new Listening();
  }

  private void turn() {
    turning = true;
    again = false;
    called = false;
    Duration lease = policy.callLimit().multipliedBy(2);
    Instant asked = timeline.now();
    Optional<Ownership> mine = store.own(id, name + "-" + incarnation, lease);
    leaseEnds = mine.isPresent() ? asked.plus(lease) : Instant.EPOCH;
    if (mine.isEmpty()) {
      rest(Duration.ofSeconds(2));
      return;
    }
    Cluster cluster = store.load(id).orElseThrow();
    if (cluster.gone().isPresent() || killedAt("loaded")) {
      return;
    }
    if (mine.get().epoch() != epoch) {
      forgetLooks();
      epoch = mine.get().epoch();
    }
    if (found.isPresent() && nextLook.lacksApi(cluster, order(cluster, timeline.now()))) {
      found = Optional.empty();
    }
    if (found.isEmpty() && nextLook.comesFirst(news(cluster), !looking, timeline.now())) {
      rest(looking(cluster, timeline.now().plus(policy.rest())));
    } else {
      step(calls.sending(), () -> decide(cluster, mine.get()));
    }
  }

  private boolean news(Cluster cluster) {
    return !settled.isEmpty() || cluster.version() != decided || !store.inbox(id).isEmpty();
  }

  /** Begins a look if one is due; says how long nothing is to be done but what there is news of. */
  private Duration looking(Cluster cluster, Instant wake) {
    Instant now = timeline.now();
    if (nextLook.isDue(now) && !looking && found.isEmpty()) {
      LookOrder order = order(cluster, now);
      nextLook = nextLook.begun(order, now);
      looking = true;
      lookStep(() -> look(cluster, order, now));
    }
    return looking ? Duration.between(now, wake) : nextLook.pause(now);
  }

  private ApiWatch listen() {
    watch = new LifeWatch();
    return watch;
  }

  private void used(Sight sight) {
    found = Optional.empty();
    if (sight.api().saysAll()) {
      listening.answered(sight.api().nodes().begun());
    }
  }

  private LookOrder looked() {
    return nextLook.last().orElseThrow();
  }

  private LookOrder order(Cluster cluster, Instant now) {
    return LookOrder.of(cluster, policy, now, listening.enough(now));
  }

  /** The next step of a look, unless the ownership that it was begun in is over by then. */
  private void lookStep(Runnable action) {
    long mine = epoch;
    step(
        calls.asking(),
        () -> {
          if (mine == epoch) {
            action.run();
          }
        });
  }

  private void look(Cluster cluster, LookOrder order, Instant begun) {
    Sight sight =
        weather.fate(random) == Weather.Fate.FINE
            ? observer.look(cluster, order, begun)
            : failed(cluster, begun);
    if (sight.api().nodes().seen().isPresent()) {
      listening.keep(timeline.now(), this::listen);
    }
    lookStep(() -> arrived(sight));
  }

  private void arrived(Sight sight) {
    if (!killedAt("looked")) {
      looking = false;
      found = Optional.of(sight);
      wake();
    }
  }

  private Sight failed(Cluster cluster, Instant begun) {
    hits.hit("fault look failed");
    Sight none = Sight.none(begun);
    return new Sight(
        io.caisson.domain.plan.Look.unknown(cluster.version(), begun, "503"),
        io.caisson.domain.plan.Look.unknown(cluster.version(), begun, "503"),
        io.caisson.domain.plan.Look.unknown(cluster.version(), begun, "503"),
        io.caisson.domain.plan.Look.unknown(cluster.version(), begun, "503"),
        io.caisson.domain.plan.Accessories.none(cluster.version(), begun),
        none.shown(),
        none.quotas(),
        none.api(),
        none.consoles());
  }

  private void decide(Cluster cluster, Ownership mine) {
    Optional<Sight> seen = found;
    if (seen.isPresent() && !news(cluster) && rest.covers(looked(), seen.get(), timeline.now())) {
      found = Optional.empty();
      nextLook = nextLook.rested(timeline.now().plus(policy.rest()));
      rest(looking(cluster, nextLook.planned()));
      return;
    }
    Sight sight = seen.orElseGet(() -> Sight.none(timeline.now()));
    List<Posted> inbox = store.inbox(id);
    List<ClusterRecord.EffectSettled> outcomes = List.copyOf(settled);
    Heard heard = rules.heard(new Heard(outcomes, pings(inbox)));
    Plan plan =
        planner.decide(
            rules.cluster(cluster),
            rules.sight(sight, cluster, timeline.now()),
            heard,
            rules.epoch(mine.epoch()),
            timeline.now());
    if (killedAt("decided")) {
      return;
    }
    try {
      Cluster next =
          plan.records().isEmpty() ? cluster : rules.commit(store, cluster, mine, plan.records());
      if (killedAt("committed")) {
        return;
      }
      decided = next.version();
      rest = Rest.after(looked(), sight, plan, next, timeline.now());
      settled.subList(0, outcomes.size()).clear();
      store.taken(id, inbox);
      plan.effects().forEach(effect -> step(calls.sending(), () -> send(next, effect)));
      seen.ifPresent(this::used);
      nextLook = nextLook.decided(plan, seen.isPresent(), order(next, timeline.now()));
      rest(looking(next, plan.wake()));
    } catch (StaleCluster stale) {
      hits.hit("fault stale commit");
      rest(Duration.ofMillis(10));
    }
  }

  private void rest(Duration pause) {
    turning = false;
    int mine = ++alarm;
    Duration least = again ? Duration.ofMillis(30) : Duration.ofMillis(1);
    step(
        again || pause.compareTo(least) < 0 ? least : pause,
        () -> {
          if (mine == alarm) {
            turnIfResting();
          }
        });
  }

  private void turnIfResting() {
    if (!turning) {
      turn();
    }
  }

  /** What guests have told. */
  static List<ClusterRecord.MachinePinged> pings(List<Posted> inbox) {
    List<ClusterRecord.MachinePinged> pings = new ArrayList<>();
    for (Posted posted : inbox) {
      Message.GuestTold told = (Message.GuestTold) posted.message();
      pings.add(new ClusterRecord.MachinePinged(told.machine(), told.guest()));
    }
    return pings;
  }

  /** From here on the call is on its way: it applies even if this process dies. */
  private void send(Cluster cluster, Effect effect) {
    if (killedAt("effect start")) {
      return;
    }
    if (!rules.mayStillSend(timeline.now().plus(policy.callLimit()), leaseEnds)) {
      hits.hit("fault lease over");
      settle(millis(1, 5), effect, new Outcome.Failed(Outcome.Retry.SOON, "lease over"));
      return;
    }
    Weather.Fate fate = weather.fate(random);
    hits.hit("effect " + effect.verb() + " " + effect.key().kind());
    sending.accept(effect);
    if (fate != Weather.Fate.FINE) {
      hits.hit("fault " + fate);
    }
    switch (fate) {
      case FINE -> {
        boolean waits = effect.order() instanceof Order.Drain;
        apply(waits ? calls.draining() : calls.doing(effect), cluster, effect, true);
      }
      case NOT_SENT ->
          settle(millis(1, 20), effect, new Outcome.Failed(Outcome.Retry.SOON, "refused"));
      case BROKEN_BEFORE -> settle(millis(10, 900), effect, new Outcome.InDoubt("500"));
      case THROTTLED ->
          settle(millis(10, 100), effect, new Outcome.Failed(Outcome.Retry.SOON, "429"));
      case BROKEN_AFTER -> {
        apply(millis(10, 400), cluster, effect, false);
        settle(millis(500, 900), effect, new Outcome.InDoubt("500"));
      }
      case LOST_REPLY -> {
        apply(millis(10, 900), cluster, effect, false);
        settle(policy.callLimit(), effect, new Outcome.InDoubt("time-out"));
      }
      case LATE -> {
        long late = policy.callLimit().toMillis();
        apply(millis((int) late, (int) late * 2 - 1000), cluster, effect, false);
        settle(policy.callLimit(), effect, new Outcome.InDoubt("time-out"));
      }
    }
  }

  private void apply(Duration delay, Cluster cluster, Effect effect, boolean answered) {
    int mine = incarnation;
    timeline.schedule(
        delay,
        () ->
            calls.carryOut(
                () -> {
                  Outcome outcome = performer.perform(cluster, effect);
                  if (mine == incarnation && !killedAt("effect applied") && answered) {
                    settle(calls.answering(), effect, outcome);
                  }
                }));
  }

  private void settle(Duration delay, Effect effect, Outcome outcome) {
    step(
        delay,
        () -> {
          if (!killedAt("effect answered")) {
            if (!(outcome instanceof Outcome.Done)) {
              listening.doubt(timeline.now());
            }
            settled.add(
                new ClusterRecord.EffectSettled(
                    effect.key(), effect.attempt(), outcome, timeline.now()));
            wake();
          }
        });
  }

  private Duration millis(int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from));
  }

  /** Listens until a ring of it is lost: that is noticed. */
  private static final class LifeWatch implements ApiWatch {
    private boolean listens = true;

    @Override
    public boolean listens() {
      return listens;
    }

    @Override
    public void close() {
      listens = false;
    }
  }
}
