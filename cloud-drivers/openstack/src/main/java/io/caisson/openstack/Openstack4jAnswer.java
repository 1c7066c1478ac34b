package io.caisson.openstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.caisson.openstack.wire.Answer;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openstack4j.core.transport.ExecutionOptions;
import org.openstack4j.core.transport.HttpEntityHandler;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/** A successful answer as openstack4j wants to read it; a body of another shape is a fault. */
record Openstack4jAnswer(Answer answer) implements HttpResponse {
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
      T value = ObjectMapperSingleton.getContext(type).readValue(answer.body(), type);
      if (value != null) {
        return value;
      }
      throw new CloudException(new CloudFault.Broken(answer.status(), "null for an answer"));
    } catch (JsonProcessingException e) {
      throw new CloudException(
          new CloudFault.Broken(
              answer.status(),
              "not the JSON of a %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage())));
    }
  }

  @Override
  public int getStatus() {
    return answer.status();
  }

  @Override
  public String getContentType() {
    return answer.header("content-type").orElse("application/json");
  }

  @Override
  public String getStatusMessage() {
    return Integer.toString(answer.status());
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public @Nullable String header(String name) {
    return answer.header(name).orElse(null);
  }

  @Override
  public Map<String, String> headers() {
    return answer.headers();
  }

  @Override
  public void close() {}
}
