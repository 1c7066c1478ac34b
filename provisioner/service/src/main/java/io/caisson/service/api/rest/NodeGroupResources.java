package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Role;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.service.tenancy.GroupChanges;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster's node groups, and every way to change a cluster that exists. */
@Controller("/api/v1/clusters/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class NodeGroupResources {
  private final TenantClusters clusters;
  private final Revising revising;

  NodeGroupResources(TenantClusters clusters, Revising revising) {
    this.clusters = clusters;
    this.revising = revising;
  }

  @Get("/nodegroups")
  String list(HttpRequest<?> request, String id) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    return Json.write(
        Map.of(
            "node_groups",
            cluster.spec().groups().stream().map(one -> view(cluster, one)).toList()));
  }

  @Get("/nodegroups/{group}")
  HttpResponse<String> show(HttpRequest<?> request, String id, String group) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    return HttpResponse.ok(Json.write(view(cluster, GroupChanges.group(cluster, group))))
        .header("ETag", Call.tag(cluster));
  }

  private static Map<String, Object> view(Cluster cluster, NodeGroup group) {
    Map<String, Object> view = SpecView.group(group);
    List<Machine> machines = cluster.machinesOf(group.name());
    view.put("machines", machines.size());
    view.put(
        "ready_machines",
        machines.stream().filter(one -> one.state() == MachineState.READY).count());
    return view;
  }

  /** Whatever it leaves out of flavor and image is as in the cluster's first group of workers. */
  @Post("/nodegroups")
  HttpResponse<String> create(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Cluster cluster = clusters.find(Call.caller(request), id);
    Optional<NodeGroup> model =
        cluster.spec().groups().stream().filter(one -> one.role() == Role.WORKER).findFirst();
    Part part = Part.of(Json.read(body), Forms.NODE_GROUP.names());
    ClusterWish.Group wish =
        GroupRequest.read(part, model.map(one -> one.flavor().name()), model.map(NodeGroup::image));
    part.check();
    return revising.answer(request, id, body, GroupChanges.add(wish, revising.facts(request), ""));
  }

  @Patch("/nodegroups/{group}")
  HttpResponse<String> update(
      HttpRequest<?> request, String id, String group, @Body @Nullable String body) {
    return revising.answer(
        request, id, body, ClusterPatch.ofGroup(Json.read(body), group, revising.facts(request)));
  }

  @Delete("/nodegroups/{group}")
  HttpResponse<String> delete(HttpRequest<?> request, String id, String group) {
    return revising.answer(request, id, "", GroupChanges.remove(group));
  }

  @Post("/resize")
  HttpResponse<String> resize(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Part part = Part.of(Json.read(body), Forms.RESIZE.names());
    GroupChanges.Resize order =
        new GroupChanges.Resize(
            part.text("node_group").orElse("worker"),
            part.number("count"),
            part.texts("nodes_to_remove"));
    if (order.count().isEmpty() && order.nodes().isEmpty() && !part.has("count")) {
      part.problem("count", "is missing: say how many machines, or name nodes_to_remove");
    }
    part.check();
    return revising.answer(request, id, body, GroupChanges.resize(order, "nodes_to_remove"));
  }

  @Patch
  HttpResponse<String> change(HttpRequest<?> request, String id, @Body @Nullable String body) {
    return revising.answer(
        request, id, body, ClusterPatch.read(Json.read(body), revising.facts(request)));
  }
}
