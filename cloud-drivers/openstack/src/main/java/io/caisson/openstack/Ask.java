package io.caisson.openstack;

import io.caisson.openstack.wire.Json;
import io.caisson.openstack.wire.Sending;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A request of ours, relative to a service's endpoint.
 *
 * @param path segments, not encoded yet
 * @param body JSON
 */
record Ask(
    Service service,
    String method,
    List<String> path,
    Map<String, String> query,
    Optional<String> body) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");

  Ask {
    path = List.copyOf(path);
    query = new TreeMap<>(query);
  }

  static Ask get(Service service, String... path) {
    return new Ask(service, "GET", List.of(path), Map.of(), Optional.empty());
  }

  static Ask post(Service service, Object body, String... path) {
    return new Ask(service, "POST", List.of(path), Map.of(), Optional.of(Json.write(body)));
  }

  static Ask put(Service service, Object body, String... path) {
    return new Ask(service, "PUT", List.of(path), Map.of(), Optional.of(Json.write(body)));
  }

  static Ask delete(Service service, String... path) {
    return new Ask(service, "DELETE", List.of(path), Map.of(), Optional.empty());
  }

  Ask with(String parameter, String value) {
    Map<String, String> more = new TreeMap<>(query);
    more.put(parameter, value);
    return new Ask(service, method, path, more, body);
  }

  Sending on(String endpoint) {
    HttpUrl.Builder url = HttpUrl.get(endpoint).newBuilder();
    path.forEach(url::addPathSegment);
    query.forEach(url::addQueryParameter);
    return new Sending(method, url.build(), Map.of(), body);
  }

  /** The id itself, if it can stand in a path as it is; no service gives others. */
  static String id(String id) {
    if (!ID.matcher(id).matches()) {
      throw new CloudException(new CloudFault.Invalid("not an id: '" + id + "'"));
    }
    return id;
  }
}
