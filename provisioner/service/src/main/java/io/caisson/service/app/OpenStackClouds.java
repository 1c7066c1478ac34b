package io.caisson.service.app;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.openstack.Credential;
import io.caisson.openstack.OpenStackSite;
import io.caisson.service.tenancy.CallerFacts;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.Vault;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Facts;
import java.time.InstantSource;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/** Projects of the one OpenStack, each with its own credential over shared connections. */
final class OpenStackClouds implements Clouds {
  private final OpenStackSite site;
  private final Vault vault;
  private final CallerFacts callers;
  private final ConcurrentHashMap<ClusterId, Cloud> known = new ConcurrentHashMap<>();

  OpenStackClouds(OpenStackSite site, Vault vault, InstantSource clock) {
    this.site = site;
    this.vault = vault;
    this.callers = new CallerFacts(token -> site.cloudOf(token).facts(), clock);
  }

  @Override
  public Cloud forCluster(ClusterId cluster) {
    return known.computeIfAbsent(
        cluster,
        id -> {
          var credential =
              vault
                  .secrets(id)
                  .orElseThrow(() -> new NoSuchElementException("no secrets of cluster " + id))
                  .credential();
          return site.cloud(
              new Credential.ApplicationCredential(credential.id(), credential.secret()));
        });
  }

  @Override
  public Facts facts(String token, String project) {
    return callers.of(token);
  }

  @Override
  public void forget(ClusterId cluster) {
    known.remove(cluster);
  }
}
