package io.caisson.openstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.caisson.openstack.wire.Sending;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.HttpUrl;
import org.openstack4j.api.OSClient.OSClientV3;
import org.openstack4j.api.identity.EndpointURLResolver;
import org.openstack4j.api.types.ServiceType;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpExecutorService;
import org.openstack4j.core.transport.HttpRequest;
import org.openstack4j.core.transport.HttpResponse;
import org.openstack4j.core.transport.ObjectMapperSingleton;
import org.openstack4j.model.identity.URLResolverParams;
import org.openstack4j.openstack.OSFactory;
import org.openstack4j.openstack.identity.v3.domain.KeystoneToken;

/**
 * openstack4j's way out: its requests leave through the {@link Session} whose call is running.
 *
 * <p>openstack4j keeps its session in a thread-local, finds its connector by {@code ServiceLoader}
 * once for the whole process, reads a 404 of a list as an empty list, and knows neither paging nor
 * application credentials. So it gets a new session for each call, without a token (ours is put on
 * by {@link Session#send}), our endpoints, and never an answer without success, which is thrown
 * before it sees it.
 */
public final class Openstack4jConnector implements HttpExecutorService {
  private static final Config CONFIG = Config.newConfig().withEndpointURLResolver(new Endpoints());

  static <T> T run(Map<String, String> headers, Function<OSClientV3, T> call) {
    OSClientV3 client = OSFactory.clientFromToken(new KeystoneToken(), CONFIG);
    return call.apply(client.headers(headers));
  }

  @Override
  public <R> HttpResponse execute(HttpRequest<R> request) {
    Map<String, String> headers = new HashMap<>();
    request.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
    Sending sending =
        new Sending(
            request.getMethod().name(), HttpUrl.get(request.getUrl()), headers, body(request));
    return new Openstack4jAnswer(Session.current().send(sending));
  }

  private static Optional<String> body(HttpRequest<?> request) {
    Object entity = request.getEntity();
    if (entity == null) {
      return request.hasJson() ? Optional.of(request.getJson()) : Optional.empty();
    }
    try {
      return Optional.of(
          ObjectMapperSingleton.getContext(entity.getClass()).writeValueAsString(entity));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not to be written as JSON", e);
    }
  }

  @Override
  public String getExecutorDisplayName() {
    return "Caisson";
  }

  private static final class Endpoints implements EndpointURLResolver {
    @Override
    public String findURLV2(URLResolverParams params) {
      return findURLV3(params);
    }

    @Override
    public String findURLV3(URLResolverParams params) {
      return Session.current().base(service(params.type));
    }

    private static Service service(ServiceType type) {
      return List.of(Service.values()).stream()
          .filter(service -> service.name().equals(type.name().toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () -> new CloudException(new CloudFault.Invalid("no endpoint known for " + type)));
    }
  }
}
