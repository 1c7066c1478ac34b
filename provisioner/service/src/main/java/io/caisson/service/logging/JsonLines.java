package io.caisson.service.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.caisson.domain.cluster.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code message}, the ids
 * that are known ({@code cluster}, {@code project}, {@code request}), and {@code error} with its
 * trace. What could be a secret is taken out of all texts.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
  /** Buffers are shared: each cluster's thread would keep some for as long as it is there. */
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();

  private static final byte[] NONE = {};

  @Override
  public byte[] headerBytes() {
    return NONE;
  }

  @Override
  public byte[] footerBytes() {
    return NONE;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator to = JSON.createGenerator(line)) {
      write(event, to);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    line.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
    return line.toByteArray();
  }

  private static void write(ILoggingEvent event, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeStringField("time", event.getInstant().toString());
    to.writeStringField("level", event.getLevel().toString());
    to.writeStringField("logger", event.getLoggerName());
    to.writeStringField("message", Redaction.of(event.getFormattedMessage()));
    for (Map.Entry<String, String> id : event.getMDCPropertyMap().entrySet()) {
      to.writeStringField(id.getKey(), id.getValue());
    }
    if (event.getThrowableProxy() != null) {
      to.writeStringField(
          "error", Redaction.of(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    }
    to.writeEndObject();
  }
}
