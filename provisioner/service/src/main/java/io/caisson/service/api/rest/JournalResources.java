package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.bootstrap.pki.Kubeconfig;
import io.caisson.service.bootstrap.pki.TenantCertificates;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.tenancy.ClusterSecrets;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.caisson.service.tenancy.Vault;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What happened to a cluster, as a page and as a stream; and the way into it. */
@Controller("/api/v1/clusters")
@ExecuteOn(TaskExecutors.BLOCKING)
final class JournalResources {
  private static final int LIMIT = 1000;

  private final TenantClusters clusters;
  private final ClusterStore store;
  private final Vault vault;
  private final TenantCertificates certificates;
  private final Scheduler threads;

  JournalResources(
      TenantClusters clusters,
      ClusterStore store,
      Vault vault,
      TenantCertificates certificates,
      @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this.clusters = clusters;
    this.store = store;
    this.vault = vault;
    this.certificates = certificates;
    this.threads = Schedulers.fromExecutorService(threads);
  }

  /** Also of a cluster that is gone, by its id, for as long as its journal is kept. */
  @Get("/{id}/journal")
  String journal(HttpRequest<?> request, String id) {
    ClusterId cluster = known(Call.caller(request), id);
    long after = Query.number(request, "after", 0, Long.MAX_VALUE);
    int limit = (int) Query.number(request, "limit", 100, LIMIT);
    return Json.write(JournalPage.of(store.journal(cluster, after, Math.max(1, limit)), after));
  }

  /** A reader that comes again with {@code Last-Event-ID} goes on where it was. */
  @Get("/{id}/events")
  @Produces(MediaType.TEXT_EVENT_STREAM)
  Publisher<Event<String>> events(HttpRequest<?> request, String id) {
    ClusterId cluster = known(Call.caller(request), id);
    long after =
        Optional.ofNullable(request.getHeaders().get("Last-Event-ID"))
            .filter(text -> text.matches("[0-9]{1,18}"))
            .map(Long::parseLong)
            .orElse(0L);
    return new JournalStream(store, cluster, threads, after).events();
  }

  /** For kubectl, with a new key that is kept nowhere else and a certificate of the caller. */
  @Get("/{id}/kubeconfig")
  @Produces("application/yaml")
  String kubeconfig(HttpRequest<?> request, String id) {
    Principal who = Call.caller(request);
    who.mustWrite();
    Cluster cluster = clusters.find(who, id);
    URI server =
        ClusterSummary.apiAddress(cluster)
            .map(URI::create)
            .orElseThrow(() -> notYet("cluster %s has no address yet, try again", cluster));
    ClusterSecrets secrets =
        vault
            .secrets(cluster.id())
            .orElseThrow(() -> notYet("cluster %s has no keys any more", cluster));
    String user = who.caller().userName();
    return new Kubeconfig(
            cluster.head().name(),
            server,
            secrets.pki().kubernetes().certificate(),
            user,
            certificates.issue(secrets.pki().kubernetes(), user))
        .yaml();
  }

  private static Refused notYet(String text, Cluster cluster) {
    return new Refused(Refused.Kind.CONFLICT, text.formatted(cluster.id()));
  }

  /** A cluster that is gone is known by its id only. */
  private ClusterId known(Principal who, String id) {
    try {
      return clusters.find(who, id).id();
    } catch (Refused refused) {
      return TenantClusters.id(id)
          .flatMap(one -> clusters.trace(who, one))
          .map(Cluster::id)
          .orElseThrow(() -> refused);
    }
  }
}
