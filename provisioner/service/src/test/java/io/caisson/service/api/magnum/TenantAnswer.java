package io.caisson.service.api.magnum;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openstack4j.core.transport.ExecutionOptions;
import org.openstack4j.core.transport.HttpEntityHandler;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/** An answer as openstack4j reads it. */
record TenantAnswer(java.net.http.HttpResponse<String> raw) implements HttpResponse {
  @Override
  public <T> @Nullable T getEntity(Class<T> type) {
    return getEntity(type, null);
  }

  @Override
  public <T> @Nullable T getEntity(Class<T> type, @Nullable ExecutionOptions<T> options) {
    return HttpEntityHandler.handle(this, type, options, true);
  }

  @Override
  public <T> T readEntity(Class<T> type) {
    try {
      return ObjectMapperSingleton.getContext(type).readValue(raw.body(), type);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public int getStatus() {
    return raw.statusCode();
  }

  @Override
  public String getContentType() {
    return raw.headers().firstValue("content-type").orElse("application/json");
  }

  @Override
  public String getStatusMessage() {
    return Integer.toString(raw.statusCode());
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(raw.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String header(String name) {
    return raw.headers().firstValue(name).orElse(null);
  }

  @Override
  public Map<String, String> headers() {
    TreeMap<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    raw.headers().map().forEach((name, values) -> all.put(name, values.getFirst()));
    return all;
  }

  @Override
  public void close() {}
}
