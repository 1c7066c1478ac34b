package io.caisson.service.workload.fabric8;

import io.caisson.service.workload.TlsPeer;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import okhttp3.OkHttpClient;

/** Gives a cluster's client the connections of all clusters, and the cluster's own TLS. */
final class SharedConnections extends OkHttpClientFactory {
  private final OkHttpClient shared;
  private final TlsPeer peer;
  private final Lines lines;

  SharedConnections(OkHttpClient shared, TlsPeer peer, Lines lines) {
    this.shared = shared;
    this.peer = peer;
    this.lines = lines;
  }

  @Override
  protected OkHttpClient.Builder newOkHttpClientBuilder() {
    return shared.newBuilder().connectionPool(lines.connections());
  }

  /** After fabric8 has set what it thinks right. */
  @Override
  protected void additionalConfig(OkHttpClient.Builder builder) {
    builder
        .sslSocketFactory(peer.context().getSocketFactory(), peer.trust())
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .eventListenerFactory(_ -> new Suspicion(lines))
        .addInterceptor(new BoundedBodies());
  }
}
