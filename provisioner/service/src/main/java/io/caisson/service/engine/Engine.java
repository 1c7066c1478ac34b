package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.service.meters.Meters;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.ClusterStore.Standing;
import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.traces.Traces;
import io.caisson.service.traffic.Traffic;
import io.caisson.service.workload.DrainRound;
import io.caisson.service.workload.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker for every cluster that lives, and gives them what they share. */
public final class Engine implements Wakeups, KnownClusters, Vitals, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How soon it is noticed that a cluster is new, changed by another replica, or nobody's. */
  private static final Duration SCAN = Duration.ofMillis(500);

  /** Of one round at most; below the limit of a call. */
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final Duration RETENTION = Duration.ofDays(7);

  private final Settings settings;
  private final ClusterStore store;
  private final Planner planner;
  private final Performer performer;
  private final Observer observer;
  private final ClusterAccess access;
  private final ExecutorService threads =
      Traces.wrapping(Executors.newVirtualThreadPerTaskExecutor());
  private final ConcurrentHashMap<ClusterId, ClusterWorker> workers = new ConcurrentHashMap<>();
  private final Lease.Replica replica;
  private final Bell bell = new Bell();
  private final CountDownLatch scanned = new CountDownLatch(1);
  private final Meters meters;
  private volatile Optional<Instant> lastLook = Optional.empty();
  private volatile boolean closed;
  private volatile boolean dismissed;
  private Instant nextRenewal = Instant.MIN;
  private Instant nextSweep = Instant.MIN;

  public Engine(Settings settings, ClusterStore store, ClusterAccess access, Meters meters) {
    this.meters = meters;
    this.settings = settings;
    this.store = store;
    this.access = access;
    this.planner = new Planner(settings.policy());
    this.performer =
        new Performer(access, new DrainRound(settings.drain(), Pauses.real(settings.clock())));
    this.replica =
        new Lease.Replica(settings.replica(), settings.lease(), settings.clock(), System::nanoTime);
    this.observer = new Observer(access, this::together);
  }

  /**
   * How an engine runs.
   *
   * @param replica its name among the replicas, another one after every start
   * @param lease how long a cluster stays this replica's after it was last heard of
   */
  public record Settings(String replica, Policy policy, Duration lease, Clock clock) {
    public Settings {
      if (lease.compareTo(shortestLease(policy)) < 0) {
        throw new IllegalArgumentException(
            "a lease of %d ms is too short for calls of up to %d ms: at least %d ms are needed"
                .formatted(
                    lease.toMillis(),
                    policy.callLimit().toMillis(),
                    shortestLease(policy).toMillis()));
      }
    }

    /** Twice a call, so that one started in the first half ends in time. */
    public static Duration shortestLease(Policy policy) {
      return callOf(policy).multipliedBy(2);
    }

    /** A call, the wait for its turn included. */
    Duration call() {
      return callOf(policy);
    }

    private static Duration callOf(Policy policy) {
      return policy.callLimit().plus(Traffic.patience(policy.callLimit()));
    }

    /** So often that a renewal that comes late by as much again does not end a lease. */
    Duration renewal() {
      return lease.dividedBy(4);
    }

    private Duration drain() {
      Duration half = policy.callLimit().dividedBy(2);
      return half.compareTo(DRAIN) < 0 ? half : DRAIN;
    }
  }

  /** Begins to reconcile; returns at once. */
  public void start() {
    threads.submit(this::scan);
  }

  @Override
  public void wake(ClusterId cluster) {
    ring(cluster, ClusterWorker::wake);
  }

  @Override
  public void posted(ClusterId cluster) {
    ring(cluster, ClusterWorker::posted);
  }

  private void ring(ClusterId cluster, Consumer<ClusterWorker> how) {
    Optional.ofNullable(workers.get(cluster)).ifPresentOrElse(how, bell::ring);
  }

  @Override
  public Optional<Cluster> latest(ClusterId cluster) {
    return Optional.ofNullable(workers.get(cluster))
        .flatMap(ClusterWorker::owned)
        .or(() -> store.load(cluster));
  }

  @Override
  public boolean await(ClusterId cluster, Predicate<Cluster> until, Duration atMost) {
    ClusterWorker worker = workers.get(cluster);
    return !dismissed && worker != null && worker.await(until, atMost);
  }

  @Override
  public void dismiss() {
    dismissed = true;
    workers.values().forEach(ClusterWorker::dismiss);
  }

  @Override
  public Optional<Instant> lastLook() {
    return lastLook;
  }

  @Override
  public List<Cluster> owned() {
    return workers.values().stream().flatMap(worker -> worker.owned().stream()).toList();
  }

  @Override
  public int underWay() {
    return workers.values().stream().mapToInt(ClusterWorker::underWay).sum();
  }

  @Override
  public int waiting() {
    return Math.toIntExact(workers.values().stream().filter(ClusterWorker::called).count());
  }

  /**
   * Lets go of all clusters, so that others can take them over at once. Calls that are under way
   * have a few seconds to end; what has not ended then is in doubt for the next owner.
   */
  @Override
  public void close() {
    closed = true;
    bell.ring();
    Instant latest = now().plus(ClusterWorker.PARTING.multipliedBy(2));
    try {
      scanned.await(ClusterWorker.PARTING.toSeconds(), TimeUnit.SECONDS);
      List<ClusterWorker> leaving = List.copyOf(workers.values());
      leaving.forEach(ClusterWorker::stop);
      for (ClusterWorker worker : leaving) {
        worker.awaitEnd(Duration.between(now(), latest));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private void scan() {
    Duration every = settings.renewal().compareTo(SCAN) < 0 ? settings.renewal() : SCAN;
    try {
      while (!closed) {
        attend();
        bell.await(every);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      scanned.countDown();
    }
  }

  /** One look at all clusters; no error may end it, for the leases depend on it. */
  private void attend() {
    try {
      renew();
      store.standings(settings.replica()).forEach(this::attend);
      lastLook = Optional.of(now());
      if (!now().isBefore(nextSweep)) {
        store.forgetGone(RETENTION);
        nextSweep = now().plus(SWEEP);
      }
    } catch (StoreUnavailable down) {
      LOG.warn("{}", down.getMessage());
    } catch (RuntimeException | Error unexpected) {
      LOG.error("looking after the clusters broke and is tried again", unexpected);
    }
  }

  private void renew() {
    if (workers.isEmpty() || now().isBefore(nextRenewal)) {
      return;
    }
    Lease.Moment before = replica.now();
    Set<Ownership> owned = Set.copyOf(store.renew(settings.replica(), settings.lease()));
    workers.values().forEach(worker -> worker.renewed(owned, before));
    nextRenewal = before.wall().plus(settings.renewal());
  }

  private void attend(Standing standing) {
    switch (standing.holder()) {
      case ME -> worker(standing.cluster()).seen(standing);
      case NOBODY -> worker(standing.cluster());
      case ANOTHER -> {}
    }
  }

  private ClusterWorker worker(ClusterId id) {
    return workers.computeIfAbsent(
        id,
        _ -> {
          ClusterWorker worker = new ClusterWorker(id, this, store, new Lease(store, id, replica));
          threads.submit(worker);
          return worker;
        });
  }

  /** Ours no longer: what was kept open for it is closed. */
  void ended(ClusterId id, ClusterWorker worker) {
    access.forget(id);
    workers.remove(id, worker);
  }

  void start(Runnable effect) {
    threads.submit(effect);
  }

  private void together(List<Runnable> questions) {
    CountDownLatch open = new CountDownLatch(questions.size());
    for (Runnable question : questions) {
      threads.submit(
          () -> {
            try {
              question.run();
            } finally {
              open.countDown();
            }
          });
    }
    try {
      open.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  Meters meters() {
    return meters;
  }

  Settings settings() {
    return settings;
  }

  Instant now() {
    return settings.clock().instant();
  }

  Planner planner() {
    return planner;
  }

  ClusterAccess access() {
    return access;
  }

  Performer performer() {
    return performer;
  }

  Observer observer() {
    return observer;
  }
}
