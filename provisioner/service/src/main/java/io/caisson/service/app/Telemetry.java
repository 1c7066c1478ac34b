package io.caisson.service.app;

import io.caisson.service.traces.Traces;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where traces go: by OTLP to whom OpenTelemetry's own environment variables name, and nowhere if
 * none of them does; then nothing of its SDK is loaded.
 */
record Telemetry(Traces traces, Runnable end) {
  private static final Set<String> ASKING =
      Set.of(
          "OTEL_TRACES_EXPORTER",
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");

  static Telemetry of(Map<String, String> environment, InstantSource clock) {
    return ASKING.stream().anyMatch(environment::containsKey)
        ? exported(environment, clock)
        : new Telemetry(Traces.unread(), () -> {});
  }

  /** Metrics and logs have ways of their own. */
  private static Telemetry exported(Map<String, String> environment, InstantSource clock) {
    Map<String, String> set = properties(environment);
    set.put("otel.metrics.exporter", "none");
    set.put("otel.logs.exporter", "none");
    set.putIfAbsent("otel.service.name", "caisson");
    set.putIfAbsent("otel.exporter.otlp.protocol", "http/protobuf");
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(_ -> set)
            .build()
            .getOpenTelemetrySdk();
    return new Telemetry(new Traces(sdk, clock), sdk::close);
  }

  /** As OpenTelemetry names them within a program. */
  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> all = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            all.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return all;
  }
}
