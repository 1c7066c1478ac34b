package io.caisson.service.api.magnum;

import io.caisson.openstack.Openstack4jConnector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import org.openstack4j.core.transport.HttpExecutorService;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;

/**
 * openstack4j finds one connector for the whole process: in these tests what a tenant asks Magnum
 * for goes out plainly, and everything else as the driver sends it.
 */
public final class TenantConnector implements HttpExecutorService {
  private static final String MAGNUM = "/v1/";
  private final HttpExecutorService driver = new Openstack4jConnector();

  @Override
  public <R> HttpResponse execute(HttpRequest<R> request) {
    URI uri = URI.create(request.getUrl());
    return uri.getPath().startsWith(MAGNUM) ? plain(uri, request) : driver.execute(request);
  }

  private static <R> HttpResponse plain(URI uri, HttpRequest<R> request) {
    java.net.http.HttpRequest.Builder out =
        java.net.http.HttpRequest.newBuilder(uri).method(request.getMethod().name(), body(request));
    request.getHeaders().forEach((name, value) -> out.header(name, String.valueOf(value)));
    if (request.getEntity() != null) {
      out.header("Content-Type", "application/json");
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return new TenantAnswer(
          client.send(out.build(), java.net.http.HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static <R> java.net.http.HttpRequest.BodyPublisher body(HttpRequest<R> request) {
    try {
      return request.getEntity() == null
          ? java.net.http.HttpRequest.BodyPublishers.noBody()
          : java.net.http.HttpRequest.BodyPublishers.ofString(
              ObjectMapperSingleton.getContext(request.getEntity().getClass())
                  .writeValueAsString(request.getEntity()));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  @Override
  public String getExecutorDisplayName() {
    return "a tenant's";
  }
}
