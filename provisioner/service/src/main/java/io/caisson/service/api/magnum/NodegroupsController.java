package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterRevisions;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.service.tenancy.Expected;
import io.caisson.service.tenancy.GroupChanges;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A cluster's node groups. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class NodegroupsController {
  private static final String LIST = "nodegroups";
  private static final int SINCE = 9;
  private static final String MIN = "min_node_count";
  private static final String MAX = "max_node_count";

  private final TenantClusters clusters;
  private final ClusterRevisions revisions;
  private final Clouds clouds;
  private final ApiClock clock;
  private final Call call;

  NodegroupsController(
      TenantClusters clusters,
      ClusterRevisions revisions,
      Clouds clouds,
      ApiClock clock,
      Call call) {
    this.clusters = clusters;
    this.revisions = revisions;
    this.clouds = clouds;
    this.clock = clock;
    this.call = call;
  }

  @Get(uris = {"/v1/clusters/{id}/nodegroups", "/clusters/{id}/nodegroups"})
  String list(HttpRequest<?> request, String id) {
    MicroversionFilter.require(request, SINCE);
    Set<String> arguments = new TreeSet<>(Page.ARGUMENTS);
    arguments.add("role");
    Query query = Query.of(request, arguments);
    Page page = Page.of(query);
    Optional<String> role = query.text("role");
    Cluster cluster = clusters.find(Call.caller(request), id);
    List<ObjectNode> all =
        cluster.spec().groups().stream()
            .filter(one -> role.isEmpty() || role.get().equals(GroupNames.role(one)))
            .map(one -> view(request, cluster, one))
            .toList();
    String collection = "clusters/%s/nodegroups".formatted(cluster.id());
    return Json.write(
        page.cut(all, LIST, GroupView.SHORT, last -> page.next(links(request), collection, last)));
  }

  @Get(uris = {"/v1/clusters/{id}/nodegroups/{group}", "/clusters/{id}/nodegroups/{group}"})
  String show(HttpRequest<?> request, String id, String group) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Cluster cluster = clusters.find(Call.caller(request), id);
    return Json.write(view(request, cluster, GroupNames.find(cluster, group)));
  }

  @Post(uris = {"/v1/clusters/{id}/nodegroups", "/clusters/{id}/nodegroups"})
  HttpResponse<String> create(HttpRequest<?> request, String id, @Body @Nullable String body) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    ClusterWish.Group wish = GroupForm.read(Json.read(body), clusters.find(who, id));
    if (!GroupNames.ours(wish.name()).equals(wish.name())) {
      throw new Refused(
          Refused.Kind.CONFLICT, "the node group %s exists already".formatted(wish.name()));
    }
    Cluster after =
        revisions.revise(
            who,
            id,
            Expected.ANY,
            GroupChanges.add(wish, clouds.facts(who.token(), who.project()), ""));
    return accepted(request, after, wish.name());
  }

  @Patch(uris = {"/v1/clusters/{id}/nodegroups/{group}", "/clusters/{id}/nodegroups/{group}"})
  HttpResponse<String> update(
      HttpRequest<?> request, String id, String group, @Body @Nullable String body) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Principal who = Call.caller(request);
    NumberPatch patch = NumberPatch.read(Json.read(body), List.of(MIN, MAX));
    NodeGroup found = GroupNames.find(clusters.find(who, id), group);
    Cluster after =
        revisions.revise(
            who,
            id,
            Expected.ANY,
            cluster -> {
              NodeGroup.Bounds old = GroupChanges.group(cluster, found.name()).bounds();
              NodeGroup.Bounds bounds =
                  new NodeGroup.Bounds(
                      patch.names(MIN) ? patch.number(MIN).orElse(0) : old.min(),
                      patch.names(MAX) ? patch.number(MAX) : old.max());
              return GroupChanges.bound(found.name(), bounds, Optional.empty()).of(cluster);
            });
    return accepted(request, after, found.name());
  }

  @Delete(uris = {"/v1/clusters/{id}/nodegroups/{group}", "/clusters/{id}/nodegroups/{group}"})
  HttpResponse<?> delete(HttpRequest<?> request, String id, String group) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Principal who = Call.caller(request);
    NodeGroup found = GroupNames.find(clusters.find(who, id), group);
    if (GroupNames.isDefault(found)) {
      throw Refused.invalid(
          "%s is a default node group: it goes only with its cluster",
          GroupNames.shown(found.name()));
    }
    revisions.revise(who, id, Expected.ANY, GroupChanges.remove(found.name()));
    return HttpResponse.noContent();
  }

  private HttpResponse<String> accepted(HttpRequest<?> request, Cluster cluster, String group) {
    return HttpResponse.<String>accepted()
        .body(Json.write(view(request, cluster, GroupChanges.group(cluster, group))));
  }

  private ObjectNode view(HttpRequest<?> request, Cluster cluster, NodeGroup group) {
    return new GroupView(cluster, group, clock.instant(), links(request)).body();
  }

  private Links links(HttpRequest<?> request) {
    return new Links(call.base(request));
  }
}
