package io.caisson.service.api.http;

import io.caisson.domain.cluster.Cluster;
import io.caisson.service.tenancy.Edition;
import io.caisson.service.tenancy.Principal;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.util.HttpHostResolver;
import jakarta.inject.Singleton;

/** What a handler may ask about the request that it handles. */
@Singleton
public final class Call {
  /** Name of the request's attribute that holds who sent it. */
  static final String CALLER = "caisson.caller";

  private final HttpHostResolver hosts;

  Call(HttpHostResolver hosts) {
    this.hosts = hosts;
  }

  /** Who sent it; the filter has let nobody else pass. */
  public static Principal caller(HttpRequest<?> request) {
    return request.getAttribute(CALLER, Principal.class).orElseThrow();
  }

  /** The entity tag of what people have decided about a cluster. */
  public static String tag(Cluster cluster) {
    return tag(Edition.of(cluster));
  }

  static String tag(Edition edition) {
    return "\"%s\"".formatted(edition.text());
  }

  /** Scheme, host and port as the caller used them, without a slash. */
  public String base(HttpRequest<?> request) {
    return hosts.resolve(request);
  }
}
