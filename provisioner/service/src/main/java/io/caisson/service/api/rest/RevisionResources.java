package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.operation.SpecChanges;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a cluster was to be before, as far as that is kept: what a rollback can go back to. */
@Controller("/api/v1/clusters/{id}/revisions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class RevisionResources {
  private final TenantClusters clusters;

  RevisionResources(TenantClusters clusters) {
    this.clusters = clusters;
  }

  /**
   * @param changes what set it apart from the one before, in a sentence
   * @param reached when all was as it wants it, if it ever was
   * @param restores the revision that it is once more, if it was a rollback
   */
  record View(
      int number,
      String changes,
      String actor,
      Instant at,
      Optional<Instant> reached,
      Optional<Integer> restores,
      PaceView pace) {}

  /** One with what it wanted. */
  record Whole(View revision, SpecView spec) {}

  /** Newest first. */
  @Get
  String list(HttpRequest<?> request, String id) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    List<Revision> all = cluster.revisions();
    List<View> views = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      views.add(view(cluster, all, i));
    }
    return Json.write(Map.of("revisions", views));
  }

  @Get("/{number}")
  String show(HttpRequest<?> request, String id, String number) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    List<Revision> all = cluster.revisions();
    for (int i = 0; i < all.size(); i++) {
      if (String.valueOf(all.get(i).number()).equals(number)) {
        return Json.write(new Whole(view(cluster, all, i), SpecView.of(all.get(i).spec())));
      }
    }
    throw new Refused(Refused.Kind.NOT_FOUND, "that revision could not be found");
  }

  private static View view(Cluster cluster, List<Revision> all, int place) {
    Revision revision = all.get(place);
    return new View(
        revision.number(),
        place == 0
            ? "Kubernetes " + revision.spec().kubernetesVersion()
            : SpecChanges.between(all.get(place - 1).spec(), revision.spec()),
        revision.actor(),
        revision.at(),
        cluster.history().reached(revision),
        revision.restores(),
        PaceView.of(revision.pace()));
  }
}
