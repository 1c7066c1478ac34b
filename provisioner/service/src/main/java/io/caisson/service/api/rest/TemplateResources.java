package io.caisson.service.api.rest;

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
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Cluster templates; the same ones as Magnum's API has. */
@Controller("/api/v1/templates")
@ExecuteOn(TaskExecutors.BLOCKING)
@Consumes(MediaType.ALL)
final class TemplateResources {
  private final TenantTemplates templates;
  private final TemplateFacts facts;
  private final Once once;
  private final ApiClock clock;

  TemplateResources(TenantTemplates templates, Clouds clouds, Once once, ApiClock clock) {
    this.templates = templates;
    this.facts = new TemplateFacts(clouds);
    this.once = once;
    this.clock = clock;
  }

  @Get
  String list(HttpRequest<?> request) {
    return Cursor.of(request)
        .page(
            "templates",
            templates.list(Call.caller(request)),
            TemplateResources::place,
            TemplateResources::view);
  }

  private static String place(ClusterTemplate template) {
    var created = template.times().created();
    return "%020d.%09d/%s".formatted(created.getEpochSecond(), created.getNano(), template.id());
  }

  @Get("/{id}")
  String show(HttpRequest<?> request, String id) {
    return Json.write(view(templates.find(Call.caller(request), id)));
  }

  @Post
  HttpResponse<String> create(HttpRequest<?> request, @Body @Nullable String body) {
    Principal who = Call.caller(request);
    who.mustWrite();
    Query.mustBeMeant(request);
    return once.answer(
        request,
        Objects.requireNonNullElse(body, ""),
        new Once.Work() {
          @Override
          public MutableHttpResponse<String> carryOut(String id) {
            ClusterTemplate template = template(who, body, id);
            templates.create(who, template);
            return made(template);
          }

          @Override
          public Optional<MutableHttpResponse<String>> carriedOut(String id) {
            return templates.list(who).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .map(TemplateResources::made);
          }
        });
  }

  private static MutableHttpResponse<String> made(ClusterTemplate template) {
    return HttpResponse.<String>created(URI.create("/api/v1/templates/" + template.id()))
        .body(Json.write(view(template)));
  }

  private ClusterTemplate template(Principal who, @Nullable String body, String id) {
    TemplateRequest request = TemplateRequest.read(Json.read(body));
    String name = request.name("template-" + id.substring(0, 8));
    ClusterTemplate.Sharing sharing = request.sharing();
    TemplateFacts.Checked checked = facts.checked(who, request.attributes());
    SortedMap<String, String> labels = request.labels();
    List<Problem> problems = new ArrayList<>(request.problems());
    checked.problems().stream()
        .map(TemplateRequest::inOurWords)
        .filter(one -> problems.stream().noneMatch(told -> told.path().equals(one.path())))
        .toList()
        .forEach(problems::add);
    if (!problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, problems);
    }
    return new ClusterTemplate(
        id,
        name,
        new ClusterTemplate.Owner(who.project(), who.caller().userId()),
        sharing,
        new ClusterTemplate.Times(clock.instant(), Optional.empty()),
        checked.attributes(),
        labels);
  }

  @Delete("/{id}")
  HttpResponse<?> delete(HttpRequest<?> request, String id) {
    Principal who = Call.caller(request);
    who.mustWrite();
    Query.mustBeMeant(request);
    ClusterTemplate template = templates.find(who, id);
    if (templates.used(template)) {
      throw new Refused(
          Refused.Kind.CONFLICT,
          "template %s is used by clusters: delete those first".formatted(template.id()));
    }
    templates.delete(who, template);
    return HttpResponse.noContent();
  }

  private static Map<String, Object> view(ClusterTemplate template) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", template.id());
    view.put("name", template.name());
    view.put("project_id", template.owner().project());
    view.put("user_id", template.owner().user());
    TemplateRequest.ATTRIBUTES.forEach(
        (word, attribute) ->
            view.put(word, Optional.ofNullable(template.attributes().get(attribute))));
    view.put(
        TemplateRequest.FLOATING,
        !"false".equals(template.attributes().get(TemplateRequest.FLOATING_ATTRIBUTE)));
    view.put("labels", template.labels());
    view.put("public", template.sharing().everybody());
    view.put("hidden", template.sharing().hidden());
    view.put("created", template.times().created());
    view.put("updated", template.times().updated());
    return view;
  }
}
