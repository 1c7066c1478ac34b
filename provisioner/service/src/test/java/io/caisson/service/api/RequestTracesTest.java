package io.caisson.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.ApiFixture.Answer;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.service.traces.KeptSpans;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SENDER = "00f067aa0ba902b7";
  private static final String PARENT = "00-%s-%s-01".formatted(TRACE, SENDER);

  private final KeptSpans spans = new KeptSpans();
  private final ApiFixture api =
      new ApiFixture(new MemoryClusterStore(InstantSource.system()), spans.traces());

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aRequestIsPartOfItsSendersTraceAndItsPlaceIsKeptWithWhatItAskedFor() {
    String id = api.aCluster("demo", api.aTemplate("demo"), "one");
    Answer answer = resize(id, Optional.of(PARENT));

    assertThat(answer.status()).isEqualTo(202);
    SpanData span = spans.one("POST /api/v1/clusters/{id}/resize");
    assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo(SENDER);
    assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code")))
        .isEqualTo(202);
    assertThat(trace(id).orElseThrow()).startsWith("00-%s-%s-".formatted(TRACE, span.getSpanId()));
  }

  @Test
  void aRequestThatNamesNoTraceBeginsOne() {
    String id = api.aCluster("demo", api.aTemplate("demo"), "one");
    SpanData span = spans.one("POST /v1/clusters");
    assertThat(span.getParentSpanContext().isValid()).isFalse();
    assertThat(trace(id).orElseThrow())
        .startsWith("00-%s-%s-".formatted(span.getTraceId(), span.getSpanId()));
  }

  @Test
  void whereNothingIsRecordedTheSendersTraceIsKeptAndLoggedAllTheSame() {
    try (ApiFixture unread = new ApiFixture()) {
      String id = unread.aCluster("demo", unread.aTemplate("demo"), "one");
      assertThat(unread.store.load(new ClusterId(id)).orElseThrow().revision().trace()).isEmpty();
      Logger log = (Logger) LoggerFactory.getLogger("io.caisson.service.api.http.RequestIds");
      ListAppender<ILoggingEvent> lines = new ListAppender<>();
      lines.start();
      log.setLevel(Level.INFO);
      log.addAppender(lines);
      resize(unread, id, Optional.of(PARENT));
      log.detachAppender(lines);
      log.setLevel(null);
      assertThat(unread.store.load(new ClusterId(id)).orElseThrow().revision().trace())
          .contains(PARENT);
      assertThat(lines.list)
          .anySatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("trace", TRACE));
    }
  }

  @Test
  void noSpanHoldsATokenOrABody() {
    api.post("misplaced-Secret0", "/v1/clusters?x=misplaced-Secret1", "{\"a\": \"Secret2\"}");
    api.get("demo", "/api/v1/clusters/misplaced-Secret3");
    assertThat(spans.named("POST /v1/clusters")).hasSize(1);
    assertThat(spans.named("GET /api/v1/clusters/{id}")).hasSize(1);
    assertThat(spans.all().toString()).doesNotContain("Secret");
  }

  private Answer resize(String id, Optional<String> parent) {
    return resize(api, id, parent);
  }

  private static Answer resize(ApiFixture to, String id, Optional<String> parent) {
    var request = to.request("demo", "/api/v1/clusters/" + id + "/resize");
    parent.ifPresent(one -> request.header("traceparent", one));
    return to.send(request.POST(BodyPublishers.ofString("{\"count\": 3}")).build());
  }

  private Optional<String> trace(String id) {
    return api.store.load(new ClusterId(id)).orElseThrow().revision().trace();
  }
}
