package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.NodeGroup;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Printable;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
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

/** Figures of projects, their limits, and the service itself. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class AccountingController {
  private static final String RESOURCE = "Cluster";

  private final TenantClusters clusters;
  private final Call call;

  AccountingController(TenantClusters clusters, Call call) {
    this.clusters = clusters;
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
    mustAdminister(Call.caller(request));
    ObjectNode body = Json.object();
    body.putArray("quotas");
    return Json.write(body);
  }

  /** There is no limit but the cloud's own. */
  @Get(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  String quota(HttpRequest<?> request, String project, String resource) {
    Query.none(request);
    mustSee(Call.caller(request), project);
    if (!resource.equals(RESOURCE)) {
      throw new Refused(
          Refused.Kind.NOT_FOUND,
          "there is no quota of %s, only of %s".formatted(Printable.of(resource), RESOURCE));
    }
    ObjectNode body = Json.object();
    body.putNull("id");
    body.put("project_id", project);
    body.put("resource", RESOURCE);
    body.put("hard_limit", -1);
    body.putNull("created_at");
    body.putNull("updated_at");
    return Json.write(body);
  }

  @Post(uris = {"/v1/quotas", "/quotas"})
  String createQuota(HttpRequest<?> request) {
    throw noQuotas(Call.caller(request));
  }

  @Patch(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  String updateQuota(HttpRequest<?> request, String project, String resource) {
    throw noQuotas(Call.caller(request));
  }

  @Delete(uris = {"/v1/quotas/{project}/{resource}", "/quotas/{project}/{resource}"})
  String deleteQuota(HttpRequest<?> request, String project, String resource) {
    throw noQuotas(Call.caller(request));
  }

  private static Refused noQuotas(Principal who) {
    mustAdminister(who);
    return Refused.invalid(
        "quotas of clusters are not kept by this version: the cloud's own quotas limit a project");
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
