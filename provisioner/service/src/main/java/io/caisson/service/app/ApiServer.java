package io.caisson.service.app;

import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.MetricsAccess;
import io.caisson.service.api.http.ReplicaHealth;
import io.caisson.service.bootstrap.pki.TenantCertificates;
import io.caisson.service.engine.Vitals;
import io.caisson.service.engine.Wakeups;
import io.caisson.service.meters.Exposition;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.RequestStore;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterCreation;
import io.caisson.service.tenancy.ClusterRevisions;
import io.caisson.service.tenancy.Doorkeeper;
import io.caisson.service.tenancy.Hosts;
import io.caisson.service.tenancy.ProjectQuotas;
import io.caisson.service.tenancy.Steering;
import io.caisson.service.tenancy.TenantClusters;
import io.caisson.service.tenancy.TenantTemplates;
import io.caisson.service.tenancy.Vault;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The HTTP server of all APIs but the guests' one. It is the only place that starts Micronaut. */
public final class ApiServer implements AutoCloseable {
  /** Larger bodies are answered 413 before they are read. */
  private static final String BODY_LIMIT = "1MB";

  private final ApplicationContext context;
  private final EmbeddedServer server;

  private ApiServer(ApplicationContext context, EmbeddedServer server) {
    this.context = context;
    this.server = server;
  }

  /** What the APIs stand on. */
  public record Parts(
      ClusterStore clusters,
      TemplateStore templates,
      RequestStore requests,
      Vault vault,
      Clouds clouds,
      ClusterCreation.Outside outside,
      Wakeups wakeups) {}

  /**
   * What those see who run the service.
   *
   * @param metricsToken who presents it may read the metrics; if empty, only this machine may
   */
  public record Operated(Exposition metrics, Vitals vitals, Optional<String> metricsToken) {
    @Override
    public String toString() {
      return "Operated[]";
    }
  }

  /**
   * Listens when it returns.
   *
   * @param address port 0 takes a free one
   */
  public static ApiServer start(InetSocketAddress address, Parts parts, Operated operated) {
    InstantSource clock = parts.outside().clock();
    TenantClusters clusters = new TenantClusters(parts.clusters(), parts.wakeups(), clock);
    ClusterRevisions revisions = new ClusterRevisions(clusters, clock);
    ApplicationContext context =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .banner(false)
            .properties(properties(address))
            .singletons(
                parts.clusters(),
                parts.templates(),
                parts.requests(),
                parts.vault(),
                parts.clouds(),
                new ApiClock(clock),
                new Doorkeeper(parts.outside().identity()),
                clusters,
                revisions,
                new Hosts(clusters, revisions, parts.clouds()),
                new ProjectQuotas(parts.clusters()),
                new Steering(clusters, clock),
                new TenantTemplates(parts.templates()),
                new ClusterCreation(
                    parts.outside(), parts.clusters(), parts.vault(), parts.wakeups()),
                new TenantCertificates(parts.outside().mint(), TenantCertificates.LIFE),
                operated.metrics(),
                operated.metrics().meters().traces(),
                new ReplicaHealth.Watched(operated.vitals(), clock),
                new MetricsAccess(operated.metricsToken()))
            .start();
    try {
      return new ApiServer(context, context.getBean(EmbeddedServer.class).start());
    } catch (RuntimeException failed) {
      context.close();
      throw failed;
    }
  }

  private static Map<String, Object> properties(InetSocketAddress address) {
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.application.name", "caisson");
    all.put("micronaut.server.host", address.getAddress().getHostAddress());
    all.put("micronaut.server.port", address.getPort() == 0 ? -1 : address.getPort());
    all.put("micronaut.server.max-request-size", BODY_LIMIT);
    all.put("micronaut.health.monitor.enabled", false);
    all.put("endpoints.all.enabled", false);
    all.put("endpoints.health.enabled", true);
    all.put("endpoints.health.sensitive", false);
    all.put("endpoints.health.details-visible", "ANONYMOUS");
    all.put("endpoints.health.disk-space.enabled", false);
    return all;
  }

  /** Where it answers. */
  public URI uri() {
    return server.getURI();
  }

  /** Ends open requests. */
  @Override
  public void close() {
    context.close();
  }
}
