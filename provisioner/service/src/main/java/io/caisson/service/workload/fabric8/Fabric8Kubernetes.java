package io.caisson.service.workload.fabric8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.service.traces.Traces;
import io.caisson.service.workload.ClusterLines;
import io.caisson.service.workload.Lazy;
import io.caisson.service.workload.TlsPeer;
import io.caisson.service.workload.etcd.ForwardedEtcd;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.net.PromptSockets;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * Speaks to any number of clusters through one dispatcher. Each has a small pool of connections of
 * its own, because a pool looks through all that it has after each call. A cluster that hangs holds
 * virtual threads of its own callers only.
 *
 * <p>An API server is in the hands of its tenant: redirects are not followed, bodies are bounded,
 * every call ends within the limit, and nothing of this process's own surroundings (kubeconfig,
 * environment, trusted authorities) is used.
 */
public final class Fabric8Kubernetes implements AutoCloseable {
  private static final int IDLE_CONNECTIONS = 4;
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration TO_CONNECT = Duration.ofSeconds(10);

  /**
   * How often a connection that is kept open is asked whether it is one still; a watch on one that
   * is not ends within twice that. Only HTTP/2 has such questions.
   */
  private static final Duration ALIVE = Duration.ofSeconds(30);

  private final Duration callLimit;
  private final Duration alive;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kubernetes-", 0).factory());
  private final OkHttpClient shared;

  /**
   * What Kubernetes' types look like is found out once, not for every cluster. Parsers share their
   * buffers: each watch is read by a thread of its own, which would keep some for as long as it
   * waits.
   */
  private final KubernetesSerialization forms =
      new KubernetesSerialization(
          new ObjectMapper(
              JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build()),
          true);

  /**
   * @param callLimit after which a call counts as unanswered
   */
  public Fabric8Kubernetes(Duration callLimit, Meters meters) {
    this(callLimit, ALIVE, meters);
  }

  Fabric8Kubernetes(Duration callLimit, Duration alive, Meters meters) {
    this.callLimit = callLimit;
    this.alive = alive;
    Dispatcher dispatcher = new Dispatcher(Traces.wrapping(threads));
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    this.shared =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .socketFactory(new PromptSockets())
            .addInterceptor(new MeteredCalls(meters))
            .build();
  }

  /**
   * One cluster's API. Calls nobody yet.
   *
   * @param endpoint {@code https://HOST:PORT}
   * @param authority PEM of the one certificate that signs the server's
   * @param client who we are there
   */
  public KubernetesApi dial(URI endpoint, String authority, TlsCredential client) {
    Lines own = lines();
    return api(client(endpoint, new Peer(authority, client), own), own);
  }

  /**
   * One cluster's API, and its etcd through it. Calls nobody yet.
   *
   * @param etcd whose authority is etcd's own; asked for when etcd is
   */
  public ClusterLines dial(URI endpoint, Peer api, Supplier<Peer> etcd) {
    Lines own = lines();
    KubernetesClient client = client(endpoint, api, own);
    Lazy<TlsPeer> inside = new Lazy<>(() -> TlsPeer.of(etcd.get()));
    return new ClusterLines(
        api(client, own),
        new ForwardedEtcd(
            new Fabric8EtcdPods(client),
            new ForwardedEtcd.Wires(shared, inside, threads, callLimit)));
  }

  private Fabric8KubernetesApi api(KubernetesClient client, Lines own) {
    return new Fabric8KubernetesApi(client, own, new Watches(client, own.streams(), threads));
  }

  private static Lines lines() {
    return new Lines(
        new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS),
        new OpenStreams());
  }

  private KubernetesClient client(URI endpoint, Peer peer, Lines own) {
    if (!"https".equals(endpoint.getScheme())) {
      throw new IllegalArgumentException("an API server is reached by https, not by " + endpoint);
    }
    return new KubernetesClientBuilder()
        .withConfig(config(endpoint))
        .withHttpClientFactory(new SharedConnections(shared, TlsPeer.of(peer), own))
        .withTaskExecutor(threads)
        .withKubernetesSerialization(forms)
        .build();
  }

  private Config config(URI endpoint) {
    Duration toConnect = callLimit.compareTo(TO_CONNECT) < 0 ? callLimit : TO_CONNECT;
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(endpoint.toString())
        .withRequestRetryBackoffLimit(0)
        .withRequestTimeout(Math.toIntExact(callLimit.toMillis()))
        .withWebsocketPingInterval(alive.toMillis())
        .withConnectionTimeout(Math.toIntExact(toConnect.toMillis()))
        .build();
  }

  /** Ends the connections to all clusters. */
  @Override
  public void close() {
    shared.dispatcher().cancelAll();
    shared.connectionPool().evictAll();
    threads.shutdownNow();
  }
}
