package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.Problem;
import io.caisson.domain.cluster.SpecRules;
import io.caisson.service.api.http.ApiClock;
import io.caisson.service.api.http.Json;
import io.caisson.service.store.ClusterTemplate;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterCreation;
import io.caisson.service.tenancy.Principal;
import io.caisson.service.tenancy.Refused;
import io.caisson.service.tenancy.TenantTemplates;
import io.caisson.service.tenancy.WishResolver;
import io.caisson.spi.cloud.Facts;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes clusters of requests, or says what is wrong with them, all at once. */
@Singleton
final class ClusterOrders {
  private final TenantTemplates templates;
  private final ClusterCreation creation;
  private final Clouds clouds;
  private final ApiClock clock;

  ClusterOrders(
      TenantTemplates templates, ClusterCreation creation, Clouds clouds, ApiClock clock) {
    this.templates = templates;
    this.creation = creation;
    this.clouds = clouds;
    this.clock = clock;
  }

  /** What was made. */
  record Made(String id, String name, List<Problem> warnings) {
    static Made of(Cluster cluster) {
      return new Made(
          cluster.id().value(), cluster.head().name(), SpecRules.warnings(cluster.spec()));
    }
  }

  /** Durable when it returns. */
  Made make(Principal who, @Nullable String body, ClusterId id) {
    ClusterCreation.Order order = order(who, body, id);
    creation.create(who, id, order);
    return new Made(id.value(), order.name(), SpecRules.warnings(order.spec()));
  }

  PlanView preview(Principal who, @Nullable String body, ClusterId id) {
    Cluster draft = creation.draft(who, order(who, body, id));
    return PlanView.ofCreation(draft, facts(who).quotas(), clock.instant());
  }

  private ClusterCreation.Order order(Principal who, @Nullable String body, ClusterId id) {
    who.mustWrite();
    ClusterRequest request = ClusterRequest.read(Json.read(body));
    List<Problem> problems = new ArrayList<>();
    Optional<ClusterTemplate> template = template(who, request, problems);
    template.ifPresent(request::filledBy);
    String name = request.name("cluster-" + id.shortForm());
    WishResolver.Resolution resolution = WishResolver.resolve(request.wish(), facts(who));
    problems.addAll(request.problems());
    resolution.problems().stream()
        .filter(one -> problems.stream().noneMatch(told -> within(one, told)))
        .toList()
        .forEach(problems::add);
    if (!problems.isEmpty()) {
      throw Refused.of(Refused.Kind.INVALID, problems.stream().distinct().toList());
    }
    return new ClusterCreation.Order(
        name, template.map(ClusterTemplate::id).orElse(""), resolution.spec());
  }

  /** What was told of a value needs no second sentence, nor any about what was made of it. */
  private static boolean within(Problem one, Problem told) {
    return one.path().equals(told.path()) || one.path().startsWith(told.path() + ".");
  }

  private Optional<ClusterTemplate> template(
      Principal who, ClusterRequest request, List<Problem> problems) {
    try {
      return request.template().map(name -> templates.find(who, name));
    } catch (Refused refused) {
      problems.add(new Problem("template", refused.text()));
      return Optional.empty();
    }
  }

  private Facts facts(Principal who) {
    return clouds.facts(who.token(), who.project());
  }
}
