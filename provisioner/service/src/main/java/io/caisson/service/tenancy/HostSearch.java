package io.caisson.service.tenancy;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.store.StorableText;
import io.caisson.service.tenancy.HostSight.Unknown;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Finds the machines on a host by what servers show of it to their own project, so that no
 * operator's credential is needed: one list of servers for each project, by the credential of one
 * of its clusters, and of another one if that is refused.
 */
final class HostSearch {
  /** Projects that are asked at the same time. */
  private static final int TOGETHER = 8;

  private final Clouds clouds;

  HostSearch(Clouds clouds) {
    this.clouds = clouds;
  }

  record Found(List<Place> places, List<Unknown> unknown) {}

  /** Machines of one cluster that are there, at least one. */
  record Place(Cluster cluster, List<MachineId> machines) {}

  /** Servers of one project that are there, or why that is not known. */
  private sealed interface Answer {
    record Servers(Set<String> ids) implements Answer {}

    record Silence(String why) implements Answer {}
  }

  Found on(String host, List<Cluster> clusters) {
    TreeMap<String, List<Cluster>> projects =
        clusters.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.head().project(), TreeMap::new, Collectors.toList()));
    Map<String, Answer> answers = ask(host, projects);
    List<Place> places = new ArrayList<>();
    List<Unknown> unknown = new ArrayList<>();
    answers.forEach(
        (project, answer) -> {
          List<Cluster> its = projects.getOrDefault(project, List.of());
          switch (answer) {
            case Answer.Servers(var ids) -> places.addAll(places(its, ids));
            case Answer.Silence(String why) -> unknown.add(new Unknown(project, its, why));
          }
        });
    return new Found(places, unknown);
  }

  private static List<Place> places(List<Cluster> clusters, Set<String> servers) {
    return clusters.stream()
        .map(cluster -> place(cluster, servers))
        .filter(place -> !place.machines().isEmpty())
        .toList();
  }

  private static Place place(Cluster cluster, Set<String> servers) {
    return new Place(
        cluster,
        cluster.machines().values().stream()
            .filter(one -> cluster.ref(one.server()).filter(servers::contains).isPresent())
            .map(Machine::id)
            .toList());
  }

  private Map<String, Answer> ask(String host, Map<String, List<Cluster>> projects) {
    Map<String, Future<Answer>> asked = new TreeMap<>();
    Map<String, Answer> answers = new TreeMap<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(TOGETHER, Thread.ofVirtual().factory())) {
      projects.forEach((project, its) -> asked.put(project, pool.submit(() -> ask(host, its))));
      for (Map.Entry<String, Future<Answer>> one : asked.entrySet()) {
        answers.put(one.getKey(), one.getValue().get());
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Refused(Refused.Kind.UNAVAILABLE, "the service ends");
    } catch (ExecutionException broken) {
      throw new IllegalStateException("hosts could not be searched", broken.getCause());
    }
    return answers;
  }

  private Answer ask(String host, List<Cluster> its) {
    String why = "";
    for (Cluster one : its) {
      try {
        return servers(clouds.forCluster(one.id()).compute(), host);
      } catch (CloudException unanswered) {
        why = StorableText.told(unanswered.fault().text());
        if (!refused(unanswered.fault())) {
          break;
        }
      } catch (NoSuchElementException gone) {
        why = "cluster %s has no credential any more".formatted(one.id());
      }
    }
    return new Answer.Silence(why);
  }

  private static Answer servers(Compute compute, String host) {
    String hostId = compute.hostId(host);
    return new Answer.Servers(
        compute.servers().stream()
            .filter(one -> one.hostId().filter(hostId::equals).isPresent())
            .map(Server::id)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static boolean refused(CloudFault fault) {
    return fault instanceof CloudFault.Unauthenticated || fault instanceof CloudFault.Denied;
  }
}
