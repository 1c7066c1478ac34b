package io.caisson.service.traces;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Spans of what the service does:
 *
 * <ol>
 *   <li>A request has a span, a child of the one that its sender names ({@code traceparent}, W3C
 *       Trace Context). Its place in the trace is kept with the desired state that it asked for.
 *   <li>What is done until that state is reached belongs to the same trace, by whichever replica.
 *       Later work belongs to none: a trace ends.
 *   <li>What belongs to no trace has no span, so that an idle service tells nothing.
 *   <li>Names and attributes are ids and words of our own; never a body, a header or an address.
 * </ol>
 */
public final class Traces {
  /** The key of a trace's id in the log. */
  public static final String ID = "trace";

  private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();
  private static final String PARENT = "traceparent";
  private static final TextMapGetter<Function<String, @Nullable String>> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> headers) {
          return List.of(PARENT);
        }

        @Override
        public @Nullable String get(
            @Nullable Function<String, @Nullable String> headers, String key) {
          return headers == null ? null : headers.apply(key);
        }
      };

  private final Tracer tracer;
  private final InstantSource clock;

  public Traces(OpenTelemetry telemetry, InstantSource clock) {
    this.tracer = telemetry.getTracer("io.caisson");
    this.clock = clock;
  }

  /** Records nothing; what a sender names is kept all the same. */
  public static Traces unread() {
    return new Traces(
        OpenTelemetry.propagating(ContextPropagators.create(FORM)), InstantSource.system());
  }

  /** A request that is being answered. */
  public final class Serving {
    private final Span span;
    private final Context context;

    private Serving(Span span, Context context) {
      this.span = span;
      this.context = context;
    }

    /** What the current thread does from now on is part of it, until this is run there. */
    @SuppressWarnings("MustBeClosedChecker") // whoever runs what is returned closes it
    public Runnable enter() {
      return context.makeCurrent()::close;
    }

    /** Empty if it is part of no trace. */
    public Optional<String> trace() {
      return Optional.of(span.getSpanContext())
          .filter(SpanContext::isValid)
          .map(SpanContext::getTraceId);
    }

    /**
     * @param name of what was asked for, without ids
     */
    public void ended(String name, int status, Map<String, String> about) {
      span.updateName(name);
      span.setAttribute("http.response.status_code", status);
      about.forEach(span::setAttribute);
      span.end();
    }
  }

  public Serving serve(String method, Function<String, @Nullable String> headers) {
    Context before = FORM.extract(Context.root(), headers, HEADERS);
    Span span =
        tracer
            .spanBuilder(method)
            .setParent(before)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", method)
            .startSpan();
    return new Serving(span, before.with(span));
  }

  /** The place in a trace of what the current thread does, as {@code traceparent}. */
  public static Optional<String> current() {
    SpanContext now = Span.current().getSpanContext();
    return now.isValid()
        ? Optional.of(
            "00-%s-%s-%s".formatted(now.getTraceId(), now.getSpanId(), now.getTraceFlags().asHex()))
        : Optional.empty();
  }

  /**
   * Does work as part of a trace, if there is one.
   *
   * @param parent as {@link #current()} gave it
   * @param outcome the result in a word of ours
   */
  public <T> T work(
      Optional<String> parent, Said said, Supplier<T> work, Function<T, String> outcome) {
    if (parent.isEmpty()) {
      return work.get();
    }
    Span span = begun(parent.get(), said).startSpan();
    try (Scope _ = span.makeCurrent();
        var _ = MDC.putCloseable(ID, span.getSpanContext().getTraceId())) {
      T result = work.get();
      span.setAttribute("caisson.outcome", outcome.apply(result));
      return result;
    } finally {
      span.end();
    }
  }

  /** What has been going on from one moment to another. */
  public void stretch(Optional<String> parent, Said said, Instant from, Instant until) {
    parent.ifPresent(one -> begun(one, said).setStartTimestamp(from).startSpan().end(until));
  }

  /** A call that has ended just now, of the work that the current thread does. */
  public void call(Said said, Duration took) {
    if (Span.current().getSpanContext().isValid()) {
      Instant end = clock.instant();
      SpanBuilder span = tracer.spanBuilder(said.name()).setSpanKind(SpanKind.CLIENT);
      said.about().forEach(span::setAttribute);
      span.setStartTimestamp(end.minus(took)).startSpan().end(end);
    }
  }

  /**
   * The name of a span.
   *
   * @param about attributes by name
   */
  public record Said(String name, Map<String, String> about) {}

  /** Tasks are part of the work that hands them over. */
  public static ExecutorService wrapping(ExecutorService threads) {
    return Context.taskWrapping(threads);
  }

  private SpanBuilder begun(String parent, Said said) {
    SpanBuilder span =
        tracer
            .spanBuilder(said.name())
            .setParent(FORM.extract(Context.root(), key(parent), HEADERS));
    said.about().forEach(span::setAttribute);
    return span;
  }

  private static Function<String, @Nullable String> key(String parent) {
    return name -> name.equals(PARENT) ? parent : null;
  }
}
