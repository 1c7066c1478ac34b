package io.caisson.domain.plan;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.FloatingIp;
import io.caisson.spi.cloud.Port;
import io.caisson.spi.cloud.SecurityGroup;
import io.caisson.spi.cloud.Server;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All that was seen of a cluster in one cycle.
 *
 * @param shown what single questions were answered: true if the thing exists, false on its own 404
 * @param quotas limits and use, if they were asked for and answered
 * @param api what the cluster's own API said; not asked for while nothing can answer there
 * @param consoles the last lines of the servers' consoles that were asked for; empty where the
 *     cloud gave none
 */
public record Sight(
    Look<Server> servers,
    Look<Port> ports,
    Look<SecurityGroup> securityGroups,
    Look<FloatingIp> floatingIps,
    Accessories accessories,
    Map<ResourceKey, Boolean> shown,
    Optional<List<QuotaFact>> quotas,
    ApiSight api,
    Map<ResourceKey, String> consoles) {
  public Sight {
    shown = Map.copyOf(shown);
    consoles = Map.copyOf(consoles);
  }

  /** The same, with what consoles show. */
  public Sight with(Map<ResourceKey, String> texts) {
    return new Sight(
        servers, ports, securityGroups, floatingIps, accessories, shown, quotas, api, texts);
  }

  /**
   * Without the servers of others, which are nothing to decide about: a project may have ten
   * thousand. A cluster's own are those with its mark, and those that it has recorded.
   */
  Sight own(Cluster cluster) {
    Set<String> recorded =
        cluster.resources().values().stream()
            .filter(one -> one.key().kind() == ResourceKey.Kind.SERVER)
            .flatMap(one -> one.ref().stream())
            .collect(Collectors.toSet());
    Look<Server> own =
        servers.only(
            one ->
                recorded.contains(one.id())
                    || one.mark().filter(mark -> Recognition.ours(cluster, mark)).isPresent());
    return new Sight(
        own, ports, securityGroups, floatingIps, accessories, shown, quotas, api, consoles);
  }

  /** Nothing was looked at. */
  public static Sight none(Instant now) {
    return new Sight(
        Look.unknown(0, now, "not looked at"),
        Look.unknown(0, now, "not looked at"),
        Look.unknown(0, now, "not looked at"),
        Look.unknown(0, now, "not looked at"),
        Accessories.none(0, now),
        Map.of(),
        Optional.empty(),
        ApiSight.unknown(0, now, "not looked at"),
        Map.of());
  }

  /** Whether anything was asked. */
  boolean looked() {
    return servers.version() > 0;
  }

  /**
   * Whether etcd was asked, if it has to be: what a cluster asks may have come up after the look
   * was ordered, and then the next one is at hand.
   */
  boolean askedEtcd(Cluster cluster) {
    return looked() && (api.askedEtcd() || !LookOrder.asksEtcd(cluster));
  }

  /** Whether the cluster's API server answered in this cycle. */
  boolean apiAnswers() {
    return api.nodes().seen().isPresent();
  }
}
