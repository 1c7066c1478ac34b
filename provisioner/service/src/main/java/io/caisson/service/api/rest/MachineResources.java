package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.MachineId;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster's machines, and what happened to each. */
@Controller("/api/v1/clusters/{id}/machines")
@ExecuteOn(TaskExecutors.BLOCKING)
final class MachineResources {
  private static final int TIMELINE = 500;

  private final TenantClusters clusters;
  private final ClusterStore store;

  MachineResources(TenantClusters clusters, ClusterStore store) {
    this.clusters = clusters;
    this.store = store;
  }

  @Get
  String list(HttpRequest<?> request, String id) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    List<MachineId> all = List.copyOf(cluster.machines().keySet());
    return Cursor.of(request)
        .page("machines", all, MachineResources::place, one -> view(cluster, one));
  }

  private static String place(MachineId machine) {
    return "%s/%010d".formatted(machine.group(), machine.number());
  }

  /** Also of a machine that is gone, for as long as the journal knows it. */
  @Get("/{machine}")
  String show(HttpRequest<?> request, String id, String machine) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    MachineId known =
        cluster.machines().values().stream()
            .filter(one -> one.name().equals(machine))
            .map(one -> one.id())
            .findFirst()
            .or(() -> parsed(machine))
            .orElseThrow(() -> unknown(cluster, machine));
    List<JournalPage.Entry> timeline =
        store.journalOf(cluster.id(), known, TIMELINE).stream().map(JournalPage.Entry::of).toList();
    Map<String, Object> view = new LinkedHashMap<>(view(cluster, known));
    if (timeline.isEmpty() && !cluster.machines().containsKey(known)) {
      throw unknown(cluster, machine);
    }
    view.put("timeline", timeline);
    return Json.write(view);
  }

  private static Map<String, Object> view(Cluster cluster, MachineId machine) {
    return Optional.ofNullable(cluster.machines().get(machine))
        .map(one -> MachineView.of(cluster, one))
        .orElseGet(() -> Map.of("id", machine.toString(), "state", "GONE"));
  }

  private static Optional<MachineId> parsed(String text) {
    try {
      return Optional.of(MachineId.parse(text));
    } catch (IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  private static Refused unknown(Cluster cluster, String machine) {
    return new Refused(
        Refused.Kind.NOT_FOUND,
        "Machine %s could not be found in cluster %s"
            .formatted(Printable.of(machine), cluster.id()));
  }
}
