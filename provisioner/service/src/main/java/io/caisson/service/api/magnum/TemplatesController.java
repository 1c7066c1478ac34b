package io.caisson.service.api.magnum;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caisson.domain.cluster.Problem;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Call;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TemplateFacts;
import io.caisson.service.tenancy.TenantTemplates;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cluster templates. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class TemplatesController {
  private static final String LIST = "clustertemplates";

  private final TenantTemplates templates;
  private final TemplateFacts facts;
  private final ApiClock clock;
  private final Call call;

  TemplatesController(TenantTemplates templates, Clouds clouds, ApiClock clock, Call call) {
    this.templates = templates;
    this.facts = new TemplateFacts(clouds);
    this.clock = clock;
    this.call = call;
  }

  @Get(
      uris = {
        "/v1/clustertemplates",
        "/clustertemplates",
        "/v1/clustertemplates/detail",
        "/clustertemplates/detail"
      })
  String list(HttpRequest<?> request) {
    Page page = Page.of(Query.of(request, Page.ARGUMENTS));
    Links links = links(request);
    List<ObjectNode> all =
        templates.list(Call.caller(request)).stream()
            .map(template -> TemplateView.of(template, links))
            .toList();
    return Json.write(page.cut(all, LIST, Set.of(), links));
  }

  @Get(uris = {"/v1/clustertemplates/{id}", "/clustertemplates/{id}"})
  String show(HttpRequest<?> request, String id) {
    Query.none(request);
    return view(request, templates.find(Call.caller(request), id));
  }

  @Post(uris = {"/v1/clustertemplates", "/clustertemplates"})
  HttpResponse<String> create(HttpRequest<?> request, @Body @Nullable String body) {
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    String id = UUID.randomUUID().toString();
    TemplateForm form = TemplateForm.read(Json.read(body), "template-" + id.substring(0, 8));
    ClusterTemplate template =
        withFacts(who, form)
            .template(
                id,
                new ClusterTemplate.Owner(who.project(), who.caller().userId()),
                new ClusterTemplate.Times(clock.instant(), Optional.empty()));
    templates.create(who, template);
    return HttpResponse.<String>created(
            URI.create(links(request).base() + "/v1/" + LIST + "/" + id))
        .body(view(request, template));
  }

  @Patch(uris = {"/v1/clustertemplates/{id}", "/clustertemplates/{id}"})
  String update(HttpRequest<?> request, String id, @Body @Nullable String body) {
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    ClusterTemplate old = templates.find(who, id);
    ObjectNode patched =
        new TemplatePatch(TemplateView.of(old, links(request)), templates.used(old))
            .apply(Json.read(body));
    TemplateForm form = TemplateForm.read(patched, old.name());
    ClusterTemplate changed =
        withFacts(who, form)
            .template(
                old.id(),
                old.owner(),
                new ClusterTemplate.Times(old.times().created(), Optional.of(clock.instant())));
    templates.replace(who, old, changed);
    return view(request, changed);
  }

  @Delete(uris = {"/v1/clustertemplates/{id}", "/clustertemplates/{id}"})
  HttpResponse<?> delete(HttpRequest<?> request, String id) {
    Query.none(request);
    Principal who = Call.caller(request);
    who.mustWrite();
    ClusterTemplate template = templates.find(who, id);
    if (templates.used(template)) {
      throw Refused.invalid(
          "ClusterTemplate %s is referenced by one or multiple clusters: delete those first", id);
    }
    templates.delete(who, template);
    return HttpResponse.noContent();
  }

  private TemplateForm withFacts(Principal who, TemplateForm form) {
    TemplateFacts.Checked checked = facts.checked(who, form.attributes());
    refuse(checked.problems());
    return new TemplateForm(form.name(), form.sharing(), checked.attributes(), form.labels());
  }

  /** Magnum answers 404 for a key pair, and 400 for everything else. */
  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      boolean keyPairOnly =
          problems.stream().allMatch(problem -> problem.path().equals("keypair_id"));
      throw Refused.of(keyPairOnly ? Refused.Kind.NOT_FOUND : Refused.Kind.INVALID, problems);
    }
  }

  private String view(HttpRequest<?> request, ClusterTemplate template) {
    return Json.write(TemplateView.of(template, links(request)));
  }

  private Links links(HttpRequest<?> request) {
    return new Links(call.base(request));
  }
}
