package io.caisson.service.workload.fabric8;

import io.caisson.service.meters.Meters;
import java.io.IOException;
import java.time.Duration;
import okhttp3.Interceptor;
import okhttp3.Response;

/** Times every call until its answer begins. */
record MeteredCalls(Meters meters) implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    long begun = System.nanoTime();
    String outcome = "unreachable";
    try {
      Response response = chain.proceed(chain.request());
      outcome = outcome(response.code());
      return response;
    } finally {
      meters.kubernetesCall(
          chain.request().method(), outcome, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private static String outcome(int status) {
    return switch (status) {
      case 401, 403 -> "denied";
      case 404 -> "not_found";
      case 409 -> "conflict";
      case 429 -> "throttled";
      default -> status < 400 ? "ok" : status < 500 ? "invalid" : "broken";
    };
  }
}
