package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Fields;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ProjectQuota;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.ProjectQuotas;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Figures of projects, their limits, and the service itself. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class AccountingController {
  private static final String RESOURCE = "Cluster";
  private static final String LIMIT = "hard_limit";
  private static final int NO_LIMIT = -1;

  private final TenantClusters clusters;
  private final ProjectQuotas quotas;
  private final Call call;

  AccountingController(TenantClusters clusters, ProjectQuotas quotas, Call call) {
    this.clusters = clusters;
    this.quotas = quotas;
    this.call = call;
  }

  @Get(uris = {"/v1/stats", "/stats"})
  String stats(HttpRequest<?> request) {
    Query query = Query.of(request, Set.of("project_id", "type"));
    if (query.text("type").filter(type -> !type.equals("cluster")).isPresent()) {
      throw Refused.invalid("type: only figures of type cluster are kept");
    }
    Principal who = Call.caller(request);
    Optional<String> project = query.text("project_id");
    project.ifPresent(id -> mustSee(who, id));
    List<Cluster> all =
        clusters.list(who).stream()
            .filter(one -> project.isEmpty() || one.head().project().equals(project.get()))
            .toList();
    int nodes =
        all.stream().flatMap(one -> one.spec().groups().stream()).mapToInt(NodeGroup::count).sum();
    return Json.write(Json.object().put("clusters", all.size()).put("nodes", nodes));
  }

  @Get(uris = {"/v1/quotas", "/quotas"})
  String quotas(HttpRequest<?> request) {
    Query.of(request, Set.of("all_tenants", "limit", "marker", "sort_key", "sort_dir"));
    Principal who = Call.caller(request);
    mustAdminister(who);
    ObjectNode body = Json.object();
    ArrayNode all = body.putArray("quotas");
    quotas.list(who).stream()
        .map(ProjectQuotas.Standing::quota)
        .filter(one -> one.limits().clusters().isPresent())
        .forEach(one -> all.add(view(one)));
    return Json.write(body);
  }

  @Get(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  String quota(HttpRequest<?> request, String project, String resource) {
    Query.none(request);
    mustBeCluster(resource);
    return Json.write(view(quotas.show(Call.caller(request), project).quota()));
  }

  private static void mustBeCluster(String resource) {
    if (!resource.equals(RESOURCE)) {
      throw new Refused(
          Refused.Kind.NOT_FOUND,
          "there is no quota of %s, only of %s".formatted(Printable.of(resource), RESOURCE));
    }
  }

  /** Without a limit of this service there is only the cloud's own. */
  private static ObjectNode view(ProjectQuota quota) {
    ObjectNode body = Json.object();
    body.putNull("id");
    body.put("project_id", quota.project());
    body.put("resource", RESOURCE);
    body.put("hard_limit", quota.limits().clusters().orElse(NO_LIMIT));
    body.putNull("created_at");
    body.putNull("updated_at");
    return body;
  }

  @Post(uris = {"/v1/quotas", "/quotas"})
  HttpResponse<String> createQuota(HttpRequest<?> request, @Body @Nullable String body) {
    Fields fields = Fields.of(Json.read(body), Set.of("project_id", "resource", LIMIT), Set.of());
    String project = fields.text("project_id").orElse("");
    if (project.isEmpty()) {
      fields.problem("project_id", "is missing");
    }
    fields.text("resource").ifPresent(AccountingController::mustBeCluster);
    int limit = fields.integer(LIMIT).orElse(1);
    fields.check();
    return HttpResponse.created(set(request, project, limit));
  }

  @Patch(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  HttpResponse<String> updateQuota(
      HttpRequest<?> request, String project, String resource, @Body @Nullable String body) {
    mustBeCluster(resource);
    Fields fields = Fields.of(Json.read(body), Set.of("project_id", "resource", LIMIT), Set.of());
    Optional<Integer> limit = fields.integer(LIMIT);
    if (limit.isEmpty()) {
      fields.problem(LIMIT, "is missing");
    }
    fields.check();
    return HttpResponse.accepted().body(set(request, project, limit.orElse(NO_LIMIT)));
  }

  @Delete(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  HttpResponse<String> deleteQuota(HttpRequest<?> request, String project, String resource) {
    mustBeCluster(resource);
    set(request, project, NO_LIMIT);
    return HttpResponse.noContent();
  }

  /** Those of nodes and GPUs, which Magnum does not know, stay. */
  private String set(HttpRequest<?> request, String project, int limit) {
    Principal who = Call.caller(request);
    mustAdminister(who);
    if (limit < NO_LIMIT) {
      throw Refused.invalid("hard_limit: must be a number of clusters, or -1 for no limit");
    }
    ProjectQuota.Limits now = quotas.show(who, project).quota().limits();
    Optional<Integer> clusterLimit = Optional.of(limit).filter(one -> one > NO_LIMIT);
    ProjectQuota next =
        new ProjectQuota(project, new ProjectQuota.Limits(clusterLimit, now.nodes(), now.gpus()));
    return Json.write(view(quotas.set(who, next).quota()));
  }

  @Get(uris = {"/v1/mservices", "/mservices"})
  String services(HttpRequest<?> request) {
    Query.none(request);
    mustAdminister(Call.caller(request));
    ObjectNode body = Json.object();
    ObjectNode service = body.putArray("mservices").addObject();
    service.put("id", 1);
    service.put("host", URI.create(call.base(request)).getHost());
    service.put("binary", "caisson");
    service.put("state", "up");
    service.put("report_count", 1);
    service.put("disabled", false);
    service.putNull("disabled_reason");
    service.putNull("created_at");
    service.putNull("updated_at");
    return Json.write(body);
  }

  private static void mustSee(Principal who, String project) {
    who.mustRead();
    if (!who.sees(project)) {
      throw new Refused(
          Refused.Kind.FORBIDDEN, "project %s is another one's".formatted(Printable.of(project)));
    }
  }

  private static void mustAdminister(Principal who) {
    if (!who.administrator()) {
      throw new Refused(Refused.Kind.FORBIDDEN, "only an administrator may do this");
    }
  }
}
