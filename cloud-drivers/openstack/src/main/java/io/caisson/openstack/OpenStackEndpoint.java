package io.caisson.openstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where an OpenStack answers, and how its catalogue is to be read.
 *
 * @param authUrl Keystone, with or without {@code /v3}
 * @param region the region to use; may be absent where the catalogue has one only
 * @param face which of the endpoints to use
 * @param overrides endpoints to use instead of the catalogue's
 * @param ca PEM file of the certificates to trust instead of the platform's
 * @param configDrive whether servers get their user-data on a drive too, for networks without a
 *     metadata service
 */
public record OpenStackEndpoint(
    URI authUrl,
    Optional<String> region,
    Face face,
    Map<Service, URI> overrides,
    Optional<Path> ca,
    boolean configDrive) {
  public OpenStackEndpoint {
    if (authUrl.getHost() == null || authUrl.getScheme() == null) {
      throw new IllegalArgumentException("not an http(s) address of Keystone: " + authUrl);
    }
    overrides = Map.copyOf(overrides);
  }

  /** Public endpoints of the only region. */
  public static OpenStackEndpoint at(URI authUrl) {
    return new OpenStackEndpoint(
        authUrl, Optional.empty(), Face.PUBLIC, Map.of(), Optional.empty(), false);
  }

  public OpenStackEndpoint in(String region) {
    return new OpenStackEndpoint(authUrl, Optional.of(region), face, overrides, ca, configDrive);
  }

  public OpenStackEndpoint trusting(Path ca) {
    return new OpenStackEndpoint(authUrl, region, face, overrides, Optional.of(ca), configDrive);
  }

  public OpenStackEndpoint facing(Face face) {
    return new OpenStackEndpoint(authUrl, region, face, overrides, ca, configDrive);
  }

  public OpenStackEndpoint overriding(Map<Service, URI> overrides) {
    return new OpenStackEndpoint(authUrl, region, face, overrides, ca, configDrive);
  }

  public OpenStackEndpoint withConfigDrive() {
    return new OpenStackEndpoint(authUrl, region, face, overrides, ca, true);
  }

  /** Keystone's own name for who an endpoint is meant for: its interface. */
  public enum Face {
    PUBLIC,
    INTERNAL,
    ADMIN
  }
}
