package io.caisson.lives;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.Card;
import io.caisson.simulator.model.CloudNetwork;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.LogEntry;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Router;
import io.caisson.simulator.model.Subnet;
import io.caisson.spi.cloud.OwnerMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges a life by the data centre's own log, never by what the service has recorded. */
final class Oracle {
  private static final List<String> KINDS =
      List.of(
          "server",
          "servergroup",
          "port",
          "security_group",
          "floatingip",
          "volume",
          "network",
          "subnet",
          "router",
          "loadbalancer");

  private Oracle() {}

  /** Things of one machine or purpose that existed at the same time, and two that ran. */
  static List<String> duplicates(DataCentre centre) {
    List<String> broken = new ArrayList<>();
    Map<String, TreeSet<String>> alive = new TreeMap<>();
    Map<String, String> purpose = new TreeMap<>();
    for (LogEntry entry : centre.log().entries()) {
      if (!KINDS.contains(entry.kind())) {
        continue;
      }
      if (entry.event() == LogEntry.Event.CREATED) {
        String owner = owner(entry);
        if (!owner.isEmpty()) {
          purpose.put(entry.id(), owner);
          TreeSet<String> same = alive.computeIfAbsent(owner, _ -> new TreeSet<>());
          same.add(entry.id());
          if (same.size() > 1) {
            broken.add("%s: %d of %s at once".formatted(entry.at(), same.size(), owner));
          }
        }
      } else if (entry.event() == LogEntry.Event.DELETED && purpose.containsKey(entry.id())) {
        alive.getOrDefault(purpose.get(entry.id()), new TreeSet<>()).remove(entry.id());
      }
    }
    return broken;
  }

  private static String owner(LogEntry entry) {
    Optional<OwnerMark> metadata =
        OwnerMark.of(
            entry.facts().entrySet().stream()
                .filter(fact -> fact.getKey().startsWith("metadata."))
                .collect(
                    Collectors.toMap(
                        fact -> fact.getKey().substring("metadata.".length()),
                        Map.Entry::getValue)));
    return metadata
        .or(() -> OwnerMark.parse(entry.facts().getOrDefault("description", "")))
        .or(() -> OwnerMark.parse(entry.facts().getOrDefault("name", "")))
        .map(mark -> "%s %s of %s".formatted(entry.kind(), mark.resource(), mark.cluster()))
        .orElse("");
  }

  private static List<String> topology(Plant plant) {
    Caller everybody = new Caller("oracle", "", List.of("admin"));
    List<String> left = new ArrayList<>();
    plant.networks().listed(everybody).stream()
        .map(CloudNetwork::card)
        .filter(Oracle::ours)
        .forEach(one -> left.add("network " + one.name()));
    plant.networks().listedSubnets(everybody).stream()
        .map(Subnet::card)
        .filter(Oracle::ours)
        .forEach(one -> left.add("subnet " + one.name()));
    plant.routers().listed(everybody).stream()
        .map(Router::card)
        .filter(Oracle::ours)
        .forEach(one -> left.add("router " + one.name()));
    return left;
  }

  private static boolean ours(Card card) {
    return card.description().startsWith("caisson:");
  }

  /** What is left of ours. */
  static List<String> orphans(DataCentre centre, String project) {
    return centre.look(
        plant -> {
          List<String> left = new ArrayList<>();
          plant.servers().all().forEach(one -> left.add("server " + one.card().name()));
          plant.ports().all().stream()
              .filter(one -> one.card().description().startsWith("caisson:"))
              .forEach(one -> left.add("port " + one.card().name()));
          plant.securityGroups().all().stream()
              .filter(one -> one.card().description().startsWith("caisson:"))
              .forEach(one -> left.add("security group " + one.card().name()));
          plant
              .serverGroups()
              .listed(project)
              .forEach(one -> left.add("server group " + one.card().name()));
          plant.loadBalancers().all().forEach(one -> left.add("load balancer " + one.id()));
          plant.volumes().listed(project).forEach(one -> left.add("volume " + one.card().name()));
          left.addAll(topology(plant));
          plant.floatingIps().all().forEach(one -> left.add("floating ip " + one.address()));
          return left;
        });
  }
}
