package io.caisson.service.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.InstantSource;
import java.util.List;

/** Traces whose spans a test can read. */
public final class KeptSpans {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetry telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();

  public Traces traces() {
    return new Traces(telemetry, InstantSource.system());
  }

  public List<SpanData> all() {
    return exporter.getFinishedSpanItems();
  }

  public List<SpanData> named(String name) {
    return all().stream().filter(one -> one.getName().equals(name)).toList();
  }

  public SpanData one(String name) {
    assertThat(named(name)).as("spans %s", all()).hasSize(1);
    return named(name).getFirst();
  }
}
