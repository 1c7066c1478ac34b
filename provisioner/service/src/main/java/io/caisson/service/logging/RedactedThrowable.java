package io.caisson.service.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.caisson.domain.cluster.Redaction;

/** {@code %redactedEx}: like {@code %ex}, without what could be a secret. */
public final class RedactedThrowable extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return Redaction.of(super.throwableProxyToString(thrown));
  }
}
