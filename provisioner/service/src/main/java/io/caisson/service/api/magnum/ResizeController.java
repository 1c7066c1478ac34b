package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Fields;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.ClusterRevisions;
import io.caisson.service.tenancy.Expected;
import io.caisson.service.tenancy.GroupChanges;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Other numbers of machines, and other machines. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ResizeController {
  private static final String COUNT = "node_count";
  private static final String REMOVE = "nodes_to_remove";
  private static final int SINCE = 7;

  private final TenantClusters clusters;
  private final ClusterRevisions revisions;

  ResizeController(TenantClusters clusters, ClusterRevisions revisions) {
    this.clusters = clusters;
    this.revisions = revisions;
  }

  @Post(uris = {"/v1/clusters/{id}/actions/resize", "/clusters/{id}/actions/resize"})
  HttpResponse<String> resize(HttpRequest<?> request, String id, @Body @Nullable String text) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Principal who = Call.caller(request);
    JsonNode body = Json.read(text);
    Fields fields = Fields.of(body, Set.of(COUNT, REMOVE, "nodegroup"), Set.of());
    Optional<Integer> count = fields.integer(COUNT);
    if (count.isEmpty() && fields.problems().isEmpty()) {
      fields.problem(COUNT, "is missing");
    }
    List<String> nodes = nodes(fields, body.path(REMOVE));
    Optional<String> group = fields.text("nodegroup");
    fields.check();
    return revised(
        who,
        id,
        cluster -> {
          String name =
              group.map(given -> GroupNames.find(cluster, given).name()).orElse(ClusterForm.WORKER);
          return GroupChanges.resize(new GroupChanges.Resize(name, count, nodes), REMOVE)
              .of(cluster);
        });
  }

  private static List<String> nodes(Fields fields, JsonNode given) {
    List<String> nodes = new ArrayList<>();
    if (given.isArray()) {
      given.forEach(one -> nodes.add(one.asText()));
    } else if (!given.isMissingNode() && !given.isNull()) {
      fields.problem(REMOVE, "must be a list of nodes");
    }
    return nodes;
  }

  /** Only the number of default workers can be changed so. */
  @Patch(uris = {"/v1/clusters/{id}", "/clusters/{id}"})
  HttpResponse<String> update(HttpRequest<?> request, String id, @Body @Nullable String text) {
    Query.of(request, Set.of("rollback"));
    Principal who = Call.caller(request);
    NumberPatch patch = NumberPatch.read(Json.read(text), List.of(COUNT));
    int count = patch.number(COUNT).orElse(1);
    return revised(
        who,
        id,
        GroupChanges.resize(
            new GroupChanges.Resize(ClusterForm.WORKER, Optional.of(count), List.of()), REMOVE));
  }

  private HttpResponse<String> revised(Principal who, String id, ClusterRevisions.Change change) {
    ClusterId found = clusters.find(who, id).id();
    Cluster after = revisions.revise(who, found.value(), Expected.ANY, change);
    return HttpResponse.<String>accepted()
        .body(Json.write(Json.object().put("uuid", after.id().value())));
  }
}
