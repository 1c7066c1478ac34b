package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.store.TemplateStore;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterCreation;
import io.caisson.service.tenancy.ClusterWish;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantClusters;
import io.caisson.service.tenancy.TenantTemplates;
import io.caisson.service.tenancy.WishResolver;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clusters: made, looked at, deleted. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class ClustersController {
  private static final String LIST = "clusters";
  private static final int TEMPLATE_404_FROM = 10;

  private final TenantClusters clusters;
  private final TenantTemplates templates;
  private final TemplateStore allTemplates;
  private final ClusterCreation creation;
  private final Clouds clouds;
  private final ApiClock clock;
  private final Call call;

  ClustersController(
      TenantClusters clusters,
      TenantTemplates templates,
      TemplateStore allTemplates,
      ClusterCreation creation,
      Clouds clouds,
      ApiClock clock,
      Call call) {
    this.clusters = clusters;
    this.templates = templates;
    this.allTemplates = allTemplates;
    this.creation = creation;
    this.clouds = clouds;
    this.clock = clock;
    this.call = call;
  }

  @Get(uris = {"/v1/clusters", "/clusters"})
  String list(HttpRequest<?> request) {
    return page(request, ClusterView.SHORT);
  }

  @Get(uris = {"/v1/clusters/detail", "/clusters/detail"})
  String detail(HttpRequest<?> request) {
    return page(request, Set.of());
  }

  private String page(HttpRequest<?> request, Set<String> shown) {
    Page page = Page.of(Query.of(request, Page.ARGUMENTS));
    Links links = links(request);
    Map<String, SortedMap<String, String>> labels = new HashMap<>();
    List<ObjectNode> all =
        clusters.list(Call.caller(request)).stream()
            .map(
                cluster ->
                    new ClusterView(
                            cluster,
                            labels.computeIfAbsent(cluster.template(), this::templateLabels),
                            clock.instant(),
                            links)
                        .body())
            .toList();
    return Json.write(page.cut(all, LIST, shown, links));
  }

  @Get(uris = {"/v1/clusters/{id}", "/clusters/{id}"})
  String show(HttpRequest<?> request, String id) {
    Query.none(request);
    Cluster cluster = clusters.find(Call.caller(request), id);
    return Json.write(
        new ClusterView(
                cluster, templateLabels(cluster.template()), clock.instant(), links(request))
            .single());
  }

  /** Accepted means durable: the cluster can be looked at from now on. */
  @Post(uris = {"/v1/clusters", "/clusters"})
  HttpResponse<String> create(HttpRequest<?> request, @Body @Nullable String text) {
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    JsonNode body = Json.read(text);
    ClusterTemplate template = template(request, who, ClusterForm.templateOf(body));
    ClusterForm form = ClusterForm.read(body, template);
    String name = form.name("cluster-" + UUID.randomUUID().toString().substring(0, 8));
    WishResolver.Resolution resolution = resolved(who, form);
    ClusterId id =
        creation.create(who, new ClusterCreation.Order(name, template.id(), resolution.spec()));
    ObjectNode answer = Json.object().put("uuid", id.value());
    List<Problem> warnings = SpecRules.warnings(resolution.spec());
    if (!warnings.isEmpty()) {
      answer.set("warnings", Json.tree(warnings));
    }
    return HttpResponse.<String>accepted().body(Json.write(answer));
  }

  @Delete(uris = {"/v1/clusters/{id}", "/clusters/{id}"})
  HttpResponse<?> delete(HttpRequest<?> request, String id) {
    Query.none(request);
    clusters.delete(Call.caller(request), id);
    return HttpResponse.noContent();
  }

  /** An unknown template is the request's fault for old clients, and a 404 for newer ones. */
  private ClusterTemplate template(HttpRequest<?> request, Principal who, String name) {
    try {
      return templates.find(who, name);
    } catch (Refused refused) {
      boolean old = !MicroversionFilter.of(request).atLeast(TEMPLATE_404_FROM);
      throw old && refused.kind() == Refused.Kind.NOT_FOUND
          ? Refused.invalid("%s", refused.text())
          : refused;
    }
  }

  /** Tells all problems at once: of the request, of the spec, and what the cloud lacks. */
  private WishResolver.Resolution resolved(Principal who, ClusterForm form) {
    ClusterWish wish = form.wish();
    WishResolver.Resolution resolution =
        WishResolver.resolve(wish, clouds.facts(who.token(), who.project()));
    List<Problem> own = form.fields().problems();
    List<Problem> problems = new ArrayList<>(own);
    List<Problem> found = new ArrayList<>(resolution.problems());
    found.addAll(creation.objections(resolution.spec()));
    MagnumPaths.of(found).stream()
        .filter(problem -> own.stream().noneMatch(one -> one.path().equals(problem.path())))
        .forEach(problems::add);
    if (!problems.isEmpty()) {
      boolean keyPairOnly = problems.stream().allMatch(one -> one.path().equals("keypair"));
      throw Refused.of(keyPairOnly ? Refused.Kind.NOT_FOUND : Refused.Kind.INVALID, problems);
    }
    return resolution;
  }

  private SortedMap<String, String> templateLabels(String template) {
    return Optional.of(template)
        .filter(id -> !id.isEmpty())
        .flatMap(allTemplates::find)
        .map(ClusterTemplate::labels)
        .orElseGet(TreeMap::new);
  }

  private Links links(HttpRequest<?> request) {
    return new Links(call.base(request));
  }
}
