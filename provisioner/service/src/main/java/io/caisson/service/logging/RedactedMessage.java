package io.caisson.service.logging;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.caisson.domain.cluster.Redaction;

/**
 * {@code %redacted}: a message on one line, without what could be a secret. Nobody logs one on
 * purpose; but messages quote clouds, guests and exceptions of libraries, and those quote anything.
 */
public final class RedactedMessage extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Redaction.of(super.convert(event)).replaceAll("[\r\n]+", " | ");
  }
}
