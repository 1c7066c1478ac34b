package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.LookOrder;
import io.caisson.domain.plan.Plan;
import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.Sight;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Posted;
import io.caisson.service.store.ClusterStore.Standing;
import io.caisson.service.store.Message;
import io.caisson.service.store.StaleCluster;
import io.caisson.service.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Reconciles one cluster for as long as this replica owns it: observe, decide, commit, effect,
 * settle, again. A turn decides with what has settled and was told, and with what the last look has
 * seen if no turn has used it; it waits for none of them. It holds no state that is not also in the
 * store, but for outcomes of calls that are on their way there; if they are lost, those calls are
 * in doubt.
 */
final class ClusterWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterWorker.class);

  /** News of at least this long make one turn. */
  private static final Duration GATHER = Duration.ofMillis(30);

  /** And of at most this long. */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  /** How long calls that are under way may take to end when the cluster is given up. */
  static final Duration PARTING = Duration.ofSeconds(5);

  private final ClusterId id;
  private final Engine engine;
  private final ClusterStore store;
  private final Lease lease;
  private final Bell bell = new Bell();
  private final List<ClusterRecord.EffectSettled> settled = new ArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final LatestCluster known = new LatestCluster();
  private final Lookout lookout;
  private long epoch;

  /** The cluster's version after the last decision. */
  private long decided;

  private NextLook nextLook = NextLook.ofNewOwner();
  private Rest rest = Rest.none();
  private Duration gathering = GATHER;
  private volatile boolean changedByOthers;
  private final Listening listening = new Listening();

  /** The cluster's API has told of a change since the last look began. */
  private final AtomicBoolean rung = new AtomicBoolean();

  /** Until the first turn it is not known; afterwards whoever posts says so. */
  private volatile boolean mail = true;

  private volatile boolean stopped;

  ClusterWorker(ClusterId id, Engine engine, ClusterStore store, Lease lease) {
    this.id = id;
    this.engine = engine;
    this.store = store;
    this.lease = lease;
    this.lookout = new Lookout(engine::start, bell::ring);
  }

  /** Somebody else has committed something to the cluster. */
  void wake() {
    changedByOthers = true;
    bell.ring();
  }

  /** Somebody has put a message into its inbox. */
  void posted() {
    mail = true;
    bell.ring();
  }

  /** Its own API tells of a change. */
  private void rung() {
    listening.doubt(engine.now());
    if (rung.compareAndSet(false, true)) {
      bell.ring();
    }
  }

  /** The cluster as we know it; empty while somebody else may be committing to it. */
  Optional<Cluster> owned() {
    return lease.covers(Duration.ZERO) ? Optional.ofNullable(known.get()) : Optional.empty();
  }

  /** Waits for a commit after which the cluster is as it is to be. */
  boolean await(Predicate<Cluster> until, Duration atMost) {
    return known.await(until, atMost, () -> lease.covers(Duration.ZERO));
  }

  /** Nobody is kept waiting for it any more. */
  void dismiss() {
    known.close();
  }

  /** Calls that were begun and have not ended. */
  int underWay() {
    return underWay.get();
  }

  /** Whether there is news that no turn has begun for. */
  boolean called() {
    return bell.pending();
  }

  /** What the store says of the cluster while it is ours: others may have changed it. */
  void seen(Standing standing) {
    Cluster ours = known.get();
    if (ours != null && ours.version() < standing.version()) {
      wake();
    } else if (standing.mail()) {
      posted();
    }
  }

  /** The replica has renewed its leases; a worker whose lease is lost ends. */
  void renewed(Set<Ownership> owned, Lease.Moment before) {
    boolean had = lease.held().isPresent();
    lease.renewed(owned, before);
    if (had && lease.held().isEmpty()) {
      bell.ring();
    }
  }

  void stop() {
    stopped = true;
    bell.ring();
  }

  /** Waits until it has ended or the time is over. */
  void awaitEnd(Duration atMost) throws InterruptedException {
    end.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    MDC.put("cluster", id.value());
    Duration pause = Duration.ZERO;
    try {
      while (!stopped) {
        bell.await(pause);
        if (stopped) {
          break;
        }
        bell.gather(gathering);
        long begun = System.nanoTime();
        pause = turn();
        gathering = gathering(Duration.ofNanos(System.nanoTime() - begun));
      }
      handOver();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (StoreUnavailable late) {
      LOG.info("cluster {}: not given up, its lease runs out: {}", id, late.getMessage());
    } catch (RuntimeException | Error unexpected) {
      LOG.error("cluster {}: its worker broke, another one takes its place", id, unexpected);
      abandon();
    } finally {
      known.close();
      lookout.afterwards(this::leave);
      end.countDown();
    }
  }

  private void leave() {
    listening.close();
    engine.ended(id, this);
  }

  /** Whoever is next need not doubt what has ended and is recorded. */
  private void handOver() throws InterruptedException {
    Instant latest = engine.now().plus(PARTING);
    while (underWay.get() > 0 && lease.covers(Duration.ZERO) && engine.now().isBefore(latest)) {
      bell.await(Duration.between(engine.now(), latest));
    }
    List<ClusterRecord.EffectSettled> outcomes = outcomes();
    Optional<Ownership> mine = lease.held();
    if (mine.isPresent() && !outcomes.isEmpty()) {
      try {
        store.load(id).ifPresent(cluster -> store.commit(cluster, mine, List.copyOf(outcomes)));
      } catch (StaleCluster late) {
        LOG.info("cluster {}: its last outcomes are left in doubt: {}", id, late.getMessage());
      }
    }
    lease.release();
  }

  /** What is under way is in doubt for the next owner, who has another epoch. */
  private void abandon() {
    try {
      lease.release();
    } catch (StoreUnavailable late) {
      LOG.info("cluster {}: not given up, its lease runs out: {}", id, late.getMessage());
    }
  }

  /** Twice as long as the last turn took: a cluster that costs much has fewer turns. */
  private static Duration gathering(Duration turn) {
    Duration twice = turn.multipliedBy(2);
    if (twice.compareTo(GATHER) < 0) {
      return GATHER;
    }
    return twice.compareTo(PATIENCE) > 0 ? PATIENCE : twice;
  }

  /** One turn of the loop; never lets an error end the reconciliation of the cluster. */
  private Duration turn() {
    long begun = System.nanoTime();
    String outcome = "failed";
    try {
      Optional<Ownership> mine = lease.take();
      if (mine.isEmpty()) {
        LOG.info("cluster {}: another replica has it", id);
        stopped = true;
        outcome = "not_owner";
        return Duration.ZERO;
      }
      Duration pause = reconcile(mine.get());
      outcome = "ok";
      return pause;
    } catch (StaleCluster stale) {
      outcome = "stale";
      known.set(null);
      return Duration.ZERO;
    } catch (StoreUnavailable down) {
      outcome = "no_database";
      known.set(null);
      LOG.warn("cluster {}: {}", id, down.getMessage());
      return Duration.ofSeconds(1);
    } catch (RuntimeException | Error unexpected) {
      known.set(null);
      lookout.drop();
      LOG.error("cluster {}: a turn broke and is tried again", id, unexpected);
      return Duration.ofSeconds(5);
    } finally {
      mail |= !outcome.equals("ok");
      engine.meters().turn(outcome, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private Duration reconcile(Ownership mine) {
    Cluster cluster = current(mine);
    if (cluster == null || cluster.gone().isPresent()) {
      stopped = true;
      return Duration.ZERO;
    }
    if (rung.get()) {
      nextLook = nextLook.rung();
    }
    Instant now = engine.now();
    Optional<Sight> found = lookout.found();
    if (found.isPresent() && nextLook.lacksApi(cluster, order(cluster, now))) {
      lookout.used();
      found = Optional.empty();
    }
    if (found.isEmpty() && nextLook.comesFirst(news(cluster), lookout.idle(), now)) {
      return looking(cluster, order(cluster, now), now, now.plus(policy().rest()));
    }
    if (found.isPresent() && !news(cluster) && rest.covers(looked(), found.get(), now)) {
      lookout.used();
      nextLook = nextLook.rested(now.plus(policy().rest()));
      return looking(cluster, order(cluster, now), now, nextLook.planned());
    }
    List<Posted> inbox = inbox();
    List<ClusterRecord.EffectSettled> outcomes = outcomes();
    Sight sight = found.orElseGet(() -> Sight.none(now));
    Plan plan =
        engine.planner().decide(cluster, sight, new Heard(outcomes, pings(inbox)), epoch, now);
    Cluster next = commit(cluster, mine, plan);
    decided = next.version();
    rest = Rest.after(looked(), sight, plan, next, now);
    found.ifPresent(this::used);
    forget(outcomes);
    if (!inbox.isEmpty()) {
      store.taken(id, inbox);
    }
    plan.effects().forEach(effect -> start(next, effect));
    LookOrder asked = order(next, now);
    nextLook = nextLook.decided(plan, found.isPresent(), asked);
    return looking(next, asked, now, plan.wake());
  }

  private void used(Sight sight) {
    lookout.used();
    if (sight.api().saysAll()) {
      listening.answered(sight.api().nodes().begun());
    }
  }

  /** What the last look was asked. */
  private LookOrder looked() {
    return nextLook.last().orElseThrow();
  }

  private boolean news(Cluster cluster) {
    return mail || cluster.version() != decided || !outcomes().isEmpty();
  }

  /** Begins a look if one is due; says how long nothing is to be done but what there is news of. */
  private Duration looking(Cluster cluster, LookOrder order, Instant now, Instant wake) {
    if (nextLook.isDue(now) && lookout.idle()) {
      rung.set(false);
      nextLook = nextLook.begun(order, now);
      lookout.begin(() -> look(cluster, order, now));
    }
    Instant later = engine.now();
    return lookout.underWay() ? Duration.between(later, wake) : nextLook.pause(later);
  }

  private List<Posted> inbox() {
    if (!mail) {
      return List.of();
    }
    mail = false;
    return store.inbox(id);
  }

  private LookOrder order(Cluster cluster, Instant now) {
    return LookOrder.of(cluster, policy(), now, listening.enough(now));
  }

  private Policy policy() {
    return engine.settings().policy();
  }

  private Sight look(Cluster cluster, LookOrder order, Instant begun) {
    MDC.put("cluster", id.value());
    MDC.put("project", cluster.head().project());
    Sight sight =
        WorkTraces.look(
            engine.meters().traces(), cluster, () -> engine.observer().look(cluster, order, begun));
    if (sight.api().nodes().seen().isPresent()) {
      order.api().ifPresent(host -> listen(cluster, host));
    }
    return sight;
  }

  private void listen(Cluster cluster, String host) {
    listening.keep(engine.now(), () -> engine.access().kubernetes(cluster, host).watch(this::rung));
  }

  /** The cluster as the store has it; ours is as good while nobody else commits. */
  private @Nullable Cluster current(Ownership mine) {
    if (changedByOthers || known.get() == null || mine.epoch() != epoch) {
      changedByOthers = false;
      known.set(store.load(id).orElse(null));
      Optional.ofNullable(known.get()).ifPresent(it -> MDC.put("project", it.head().project()));
      if (mine.epoch() != epoch) {
        LOG.info("cluster {}: owned in epoch {}", id, mine.epoch());
        lookout.drop();
        nextLook = NextLook.ofNewOwner();
        rest = Rest.none();
      }
      epoch = mine.epoch();
    }
    return known.get();
  }

  private Cluster commit(Cluster cluster, Ownership mine, Plan plan) {
    if (plan.records().isEmpty()) {
      return cluster;
    }
    Instant begun = engine.now();
    Cluster next = store.commit(cluster, Optional.of(mine), plan.records());
    known.set(next);
    WorkTraces.turn(
        engine.meters().traces(), new WorkTraces.Turn(cluster, next, plan, begun), engine.now());
    return next;
  }

  private static List<ClusterRecord.MachinePinged> pings(List<Posted> inbox) {
    return inbox.stream()
        .map(Posted::message)
        .map(
            message ->
                switch (message) {
                  case Message.GuestTold(var machine, var guest) ->
                      new ClusterRecord.MachinePinged(machine, guest);
                })
        .toList();
  }

  private void start(Cluster cluster, Effect effect) {
    underWay.incrementAndGet();
    engine.start(() -> perform(cluster, effect));
  }

  private void perform(Cluster cluster, Effect effect) {
    MDC.put("cluster", id.value());
    MDC.put("project", cluster.head().project());
    long begun = System.nanoTime();
    Outcome outcome =
        lease.covers(engine.settings().call())
            ? WorkTraces.effect(
                engine.meters().traces(),
                cluster,
                effect,
                () -> engine.performer().perform(cluster, effect))
            : new Outcome.Failed(
                Outcome.Retry.SOON, "not sent: the ownership of the cluster was about to end");
    engine
        .meters()
        .effect(
            effect.key().kind().name(),
            outcome.getClass().getSimpleName(),
            Duration.ofNanos(System.nanoTime() - begun));
    settle(new ClusterRecord.EffectSettled(effect.key(), effect.attempt(), outcome, engine.now()));
  }

  private void settle(ClusterRecord.EffectSettled outcome) {
    synchronized (settled) {
      settled.add(outcome);
    }
    if (!(outcome.outcome() instanceof Outcome.Done)) {
      listening.doubt(engine.now());
    }
    underWay.decrementAndGet();
    bell.ring();
  }

  private List<ClusterRecord.EffectSettled> outcomes() {
    synchronized (settled) {
      return List.copyOf(settled);
    }
  }

  private void forget(List<ClusterRecord.EffectSettled> committed) {
    synchronized (settled) {
      settled.subList(0, committed.size()).clear();
    }
  }
}
