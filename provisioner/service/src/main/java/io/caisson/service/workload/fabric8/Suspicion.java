package io.caisson.service.workload.fabric8;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Response;

/**
 * Of one call. Where a server did not answer, or said that it is not well, the next call connects
 * anew: an endpoint is a name for several API servers, and a connection stays with the one that it
 * was made to, also when a floating address, keepalived or a load balancer leads to another one
 * since. Without this, a member that left etcd would be asked for as long as its machine runs.
 */
final class Suspicion extends EventListener {
  private static final int OF_THE_SERVER = 500;

  private final Lines lines;
  private volatile boolean unwell;

  Suspicion(Lines lines) {
    this.lines = lines;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    unwell = response.code() >= OF_THE_SERVER;
  }

  @Override
  public void callEnd(Call call) {
    if (unwell) {
      lines.suspect(call);
    }
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    lines.suspect(call);
  }
}
