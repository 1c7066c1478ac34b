package io.caisson.service.engine;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.traffic.Traffic;
import io.caisson.service.workload.DrainRound;
import io.caisson.service.workload.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one worker for every cluster that lives, and gives them what they share. */
public final class Engine implements Wakeups, KnownClusters, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration SCAN = Duration.ofSeconds(2);

  /** Of one round; below the limit of a call. */
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private static final Duration SWEEP = Duration.ofMinutes(10);
  private static final Duration RETENTION = Duration.ofDays(7);

  private final Settings settings;
  private final ClusterStore store;
  private final Planner planner;
  private final Performer performer;
  private final Observer observer;
  private final ClusterAccess access;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentHashMap<ClusterId, ClusterWorker> workers = new ConcurrentHashMap<>();
  private final Bell bell = new Bell();
  private volatile boolean closed;
  private Instant nextSweep = Instant.MIN;

  public Engine(Settings settings, ClusterStore store, ClusterAccess access) {
    this.settings = settings;
    this.store = store;
    this.access = access;
    this.planner = new Planner(settings.policy());
    this.performer = new Performer(access, new DrainRound(DRAIN, Pauses.real(settings.clock())));
    this.observer = new Observer(access, this::together);
  }

  /**
   * How an engine runs.
   *
   * @param replica its name among the replicas, another one after every start
   */
  public record Settings(String replica, Policy policy, Clock clock) {
    /** A call, the wait for its turn included. */
    Duration call() {
      return policy.callLimit().plus(Traffic.PATIENCE);
    }

    /** Twice a call, so that one started in the first half ends in time. */
    Duration lease() {
      return call().multipliedBy(2);
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

  /** Lets go of all clusters, so that others can take them over at once. */
  @Override
  public void close() {
    closed = true;
    bell.ring();
    workers.values().forEach(ClusterWorker::stop);
    threads.close();
  }

  private void scan() {
    try {
      while (!closed) {
        adopt();
        bell.await(SCAN);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void adopt() {
    try {
      store.living().forEach(this::work);
      if (!now().isBefore(nextSweep)) {
        store.forgetGone(RETENTION);
        nextSweep = now().plus(SWEEP);
      }
    } catch (StoreUnavailable down) {
      LOG.warn("{}", down.getMessage());
    }
  }

  private void work(ClusterId id) {
    workers.computeIfAbsent(
        id,
        _ -> {
          Lease.Replica replica =
              new Lease.Replica(
                  settings.replica(), settings.lease(), settings.clock(), System::nanoTime);
          ClusterWorker worker = new ClusterWorker(id, this, store, new Lease(store, id, replica));
          threads.submit(worker);
          return worker;
        });
  }

  void ended(ClusterId id, ClusterWorker worker) {
    workers.remove(id, worker);
  }

  void gone(ClusterId id) {
    access.forget(id);
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

  Settings settings() {
    return settings;
  }

  Instant now() {
    return settings.clock().instant();
  }

  Planner planner() {
    return planner;
  }

  Performer performer() {
    return performer;
  }

  Observer observer() {
    return observer;
  }
}
