package io.caisson.service.workload.fabric8;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.SigningRequest;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.certificates.v1.CertificateSigningRequest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientImpl;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Opens watches at one cluster's API. */
final class Watches {
  /** Seconds; a cluster's own time is up to twice as long, so that not all begin anew at once. */
  private static final int SHORTEST = 1800;

  private static final String NODES = "/api/v1/nodes";
  private static final String REQUESTS = "/apis/certificates.k8s.io/%s/certificatesigningrequests";

  private final HttpUrl server;
  private final OkHttpClient http;
  private final KubernetesSerialization forms;
  private final OpenStreams open;
  private final Executor threads;

  /**
   * @param threads a thread each is nothing to save
   */
  Watches(KubernetesClient client, OpenStreams open, Executor threads) {
    this.server = HttpUrl.get(client.getMasterUrl());
    this.http =
        ((OkHttpClientImpl) client.getHttpClient())
            .getOkHttpClient()
            .newBuilder()
            .callTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .build();
    this.forms = client.getKubernetesSerialization();
    this.open = open;
    this.threads = threads;
  }

  /** One of Nodes, and of requests for certificates in this dialect. */
  ApiWatch open(Dialect dialect, Runnable changed) {
    WatchedNodes nodes = new WatchedNodes();
    return new StreamedWatch(
            List.of(
                new StreamedWatch.Stream(
                    call(NODES),
                    (type, node) ->
                        nodes.news(type, Nodes.of(forms.convertValue(node, Node.class)))),
                new StreamedWatch.Stream(
                    call(REQUESTS.formatted(dialect.certificates())), this::waits)),
            open,
            forms,
            changed)
        .begin(threads);
  }

  private Call call(String path) {
    int seconds = SHORTEST + Math.floorMod(server.hashCode(), SHORTEST);
    return http.newCall(
        new Request.Builder()
            .url(
                server
                    .newBuilder()
                    .encodedPath(path)
                    .addQueryParameter("watch", "1")
                    .addQueryParameter("allowWatchBookmarks", "true")
                    .addQueryParameter("timeoutSeconds", Integer.toString(seconds))
                    .build())
            .build());
  }

  private boolean waits(String type, Map<String, Object> request) {
    return !type.equals("DELETED")
        && SigningRequests.read(forms.convertValue(request, CertificateSigningRequest.class))
            .filter(SigningRequest::pending)
            .isPresent();
  }
}
