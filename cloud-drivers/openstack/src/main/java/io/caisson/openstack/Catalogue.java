package io.caisson.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The endpoints that a token came with. */
record Catalogue(List<Entry> entries) {
  Catalogue {
    entries = List.copyOf(entries);
  }

  /** One endpoint; {@code face} is Keystone's word for it. */
  record Entry(String type, String region, String face, String url) {}

  /** Reads the field {@code catalog} of a token. */
  static Catalogue of(JsonNode catalog) {
    return new Catalogue(
        StreamSupport.stream(catalog.spliterator(), false)
            .flatMap(
                service ->
                    StreamSupport.stream(service.path("endpoints").spliterator(), false)
                        .map(endpoint -> entry(service, endpoint)))
            .toList());
  }

  private static Entry entry(JsonNode service, JsonNode endpoint) {
    String region = endpoint.path("region_id").asText(endpoint.path("region").asText(""));
    return new Entry(
        service.path("type").asText(""),
        region,
        endpoint.path("interface").asText(""),
        endpoint.path("url").asText(""));
  }

  /**
   * Where a service answers: the override, else the catalogue's endpoint of that region and face,
   * by the service's official type before its aliases.
   */
  String url(Service service, OpenStackEndpoint endpoint) {
    return service.versioned(find(service, endpoint).orElseThrow(() -> none(service, endpoint)));
  }

  /** Whether the service answers anywhere. */
  boolean has(Service service, OpenStackEndpoint endpoint) {
    return find(service, endpoint).isPresent();
  }

  private Optional<String> find(Service service, OpenStackEndpoint endpoint) {
    return Optional.ofNullable(endpoint.overrides().get(service))
        .map(URI::toString)
        .or(() -> service.types().stream().flatMap(t -> of(t, endpoint).stream()).findFirst());
  }

  private Optional<String> of(String type, OpenStackEndpoint endpoint) {
    return entries.stream()
        .filter(entry -> entry.type.equals(type))
        .filter(entry -> entry.face.equals(face(endpoint)))
        .filter(entry -> endpoint.region().map(entry.region::equals).orElse(true))
        .map(Entry::url)
        .findFirst();
  }

  private CloudException none(Service service, OpenStackEndpoint endpoint) {
    String known =
        entries.stream()
            .map(entry -> entry.type + " in " + entry.region + " (" + entry.face + ")")
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return new CloudException(
        new CloudFault.Invalid(
            "the catalogue has no %s endpoint of %s%s; it has: %s"
                .formatted(
                    face(endpoint),
                    service.types().getFirst(),
                    endpoint.region().map(region -> " in region " + region).orElse(""),
                    known.isEmpty() ? "nothing" : known)));
  }

  private static String face(OpenStackEndpoint endpoint) {
    return endpoint.face().name().toLowerCase(Locale.ROOT);
  }
}
