package io.caisson.service.api.magnum;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Share;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Fields;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterRevisions;
import io.caisson.service.tenancy.Expected;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.caisson.service.tenancy.TenantTemplates;
import io.caisson.service.tenancy.Upgrade;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clusters go to another template: to its Kubernetes and its image. A default group means the
 * cluster with both of them, as in Magnum; another group goes only to the template that its cluster
 * has.
 */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class UpgradeController {
  private static final String TEMPLATE = "cluster_template";
  private static final String BATCH = "max_batch_size";
  private static final String GROUP = "nodegroup";
  private static final int SINCE = 8;

  private final TenantClusters clusters;
  private final TenantTemplates templates;
  private final ClusterRevisions revisions;
  private final Clouds clouds;

  UpgradeController(
      TenantClusters clusters,
      TenantTemplates templates,
      ClusterRevisions revisions,
      Clouds clouds) {
    this.clusters = clusters;
    this.templates = templates;
    this.revisions = revisions;
    this.clouds = clouds;
  }

  @Post(uris = {"/v1/clusters/{id}/actions/upgrade", "/clusters/{id}/actions/upgrade"})
  HttpResponse<String> upgrade(HttpRequest<?> request, String id, @Body @Nullable String text) {
    MicroversionFilter.require(request, SINCE);
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    Fields fields = Fields.of(Json.read(text), Set.of(TEMPLATE, BATCH, GROUP), Set.of());
    Optional<Pace> pace = batch(fields);
    Optional<String> named = fields.text(TEMPLATE);
    if (named.isEmpty()) {
      fields.problem(TEMPLATE, "is missing: name a cluster template");
    }
    fields.check();
    Cluster cluster = clusters.find(who, id);
    Optional<NodeGroup> group =
        fields
            .text(GROUP)
            .map(name -> GroupNames.find(cluster, name))
            .filter(UpgradeController::alone);
    ClusterTemplate template = templates.find(who, named.orElseThrow());
    group.ifPresent(one -> mustMatch(cluster, one, template));
    Upgrade upgrade =
        new Upgrade(
            group.isPresent() ? Optional.empty() : value(template.labels().get("kube_tag")),
            value(template.attributes().get("image_id")),
            group.map(NodeGroup::name),
            Optional.of(template.id()),
            pace,
            clouds.facts(who.token(), who.project()));
    Cluster after = revisions.revise(who, cluster.id().value(), Expected.ANY, upgrade);
    return HttpResponse.<String>accepted()
        .body(Json.write(Json.object().put("uuid", after.id().value())));
  }

  /** As many new machines at once, beside the old ones. */
  private static Optional<Pace> batch(Fields fields) {
    Optional<Integer> batch = fields.integer(BATCH);
    if (batch.filter(size -> size < 1).isPresent()) {
      fields.problem(BATCH, "must be 1 or more");
      return Optional.empty();
    }
    return batch.map(size -> new Pace(Share.of(size), Share.of(0)));
  }

  private static boolean alone(NodeGroup group) {
    return !GroupNames.isDefault(group);
  }

  private static void mustMatch(Cluster cluster, NodeGroup group, ClusterTemplate template) {
    if (!template.id().equals(cluster.template())) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          ("Cluster Template is not valid for upgrade: Nodegroup %s can be upgraded only to match"
                  + " cluster's template (%s)")
              .formatted(group.name(), cluster.template().isEmpty() ? "none" : cluster.template()));
    }
  }

  private static Optional<String> value(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(one -> !one.isEmpty());
  }
}
