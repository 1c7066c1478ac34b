package io.caisson.service.api.rest;

import static io.caisson.service.api.rest.Route.Trait.CONFLICTS;
import static io.caisson.service.api.rest.Route.Trait.DRY_RUN;
import static io.caisson.service.api.rest.Route.Trait.EDITION;
import static io.caisson.service.api.rest.Route.Trait.LINES;
import static io.caisson.service.api.rest.Route.Trait.LOCATED;
import static io.caisson.service.api.rest.Route.Trait.LOOKS;
import static io.caisson.service.api.rest.Route.Trait.ONCE;
import static io.caisson.service.api.rest.Route.Trait.OPTIONAL_BODY;
import static io.caisson.service.api.rest.Route.Trait.PAGED;
import static io.caisson.service.api.rest.Route.Trait.PUBLIC;
import static io.caisson.service.api.rest.Route.Trait.STREAM;
import static io.caisson.service.api.rest.Route.Trait.TAGGED;

import io.caisson.service.api.rest.Route.Gives;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every request that our own API answers. */
final class Routes {
  static final String ROOT = "/api/v1";
  private static final String CLUSTERS = ROOT + "/clusters";
  private static final String CLUSTER = CLUSTERS + "/{id}";
  private static final String GROUPS = CLUSTER + "/nodegroups";
  private static final String GROUP = GROUPS + "/{group}";
  private static final String OPERATIONS = CLUSTER + "/operations";
  private static final String OPERATION = OPERATIONS + "/{operation}";
  private static final String MACHINES = CLUSTER + "/machines";
  private static final String MACHINE = MACHINES + "/{machine}";
  private static final String REVISIONS = CLUSTER + "/revisions";
  private static final String HOST = ROOT + "/hosts/{host}";
  private static final String QUOTA = ROOT + "/quotas/{project}";
  private static final String TEMPLATES = ROOT + "/templates";
  private static final String TEMPLATE = TEMPLATES + "/{id}";

  static final List<Route> ALL =
      Stream.of(
              clusters(),
              groups(),
              changes(),
              steering(),
              machines(),
              hosts(),
              templates(),
              quotas(),
              texts())
          .flatMap(List::stream)
          .toList();

  private Routes() {}

  /**
   * @param served such as {@code GET /api/v1/clusters}
   * @throws IllegalStateException if these are not those that are described, all of them
   */
  static void mustBe(SortedSet<String> served) {
    SortedSet<String> described =
        ALL.stream().map(Route::line).collect(Collectors.toCollection(TreeSet::new));
    SortedSet<String> differing = new TreeSet<>(served);
    differing.addAll(described);
    differing.removeIf(line -> served.contains(line) && described.contains(line));
    if (!differing.isEmpty()) {
      throw new IllegalStateException("served or described, and not both: " + differing);
    }
  }

  private static List<Route> clusters() {
    return List.of(
        get(CLUSTERS, "The clusters of the project, oldest first", Views.CLUSTERS).with(PAGED),
        Route.of("POST", CLUSTERS, "Make a cluster", Gives.json(202, Views.MADE))
            .taking(Forms.CLUSTER)
            .with(DRY_RUN, ONCE, LOCATED),
        get(CLUSTER, "A cluster with all that is recorded of it", Views.CLUSTER).with(TAGGED),
        change("PATCH", CLUSTER, "Give a cluster another desired state")
            .taking(Forms.CLUSTER_PATCH),
        Route.of("DELETE", CLUSTER, "Delete a cluster and all it has", Gives.json(202, Views.GONE))
            .with(EDITION));
  }

  private static List<Route> groups() {
    return List.of(
        get(GROUPS, "The node groups of a cluster", Views.GROUPS),
        get(GROUP, "A node group", Views.GROUP).with(TAGGED),
        change("POST", GROUPS, "Add a node group").taking(Forms.NODE_GROUP),
        change("PATCH", GROUP, "Change a node group").taking(Forms.NODE_GROUP_PATCH),
        change("DELETE", GROUP, "Remove a node group"),
        change("POST", CLUSTER + "/resize", "Grow or shrink a node group").taking(Forms.RESIZE));
  }

  private static List<Route> changes() {
    return List.of(
        get(OPERATIONS, "The changes of a cluster, newest first", Views.OPERATIONS),
        get(OPERATION, "A change of a cluster", Views.OPERATION),
        change("POST", OPERATION + "/cancel", "Take the change that goes on back"),
        change("POST", OPERATION + "/retry", "Try the last change again"),
        get(REVISIONS, "What a cluster was to be, newest first", Views.REVISIONS),
        get(REVISIONS + "/{number}", "What a cluster was to be", Views.REVISION),
        change("POST", CLUSTER + "/upgrade", "Another Kubernetes, or another image")
            .taking(Forms.UPGRADE),
        change("POST", CLUSTER + "/rollback", "An earlier revision once more")
            .taking(Forms.ROLLBACK)
            .with(OPTIONAL_BODY));
  }

  private static List<Route> steering() {
    return List.of(
        steer(CLUSTER + "/pause", "Replace no machine by a better one until resumed", Views.STEERED)
            .taking(Forms.PAUSE)
            .with(OPTIONAL_BODY),
        steer(CLUSTER + "/resume", "Go on with what was paused", Views.STEERED),
        steer(CLUSTER + "/pace", "Make what goes on faster or slower", Views.STEERED)
            .taking(Forms.PACE));
  }

  private static List<Route> machines() {
    return List.of(
        get(MACHINES, "The machines of a cluster", Views.MACHINES).with(PAGED),
        get(MACHINE, "A machine and what happened to it, also if it is gone", Views.HISTORY),
        change("POST", MACHINE + "/replace", "Another machine in its place")
            .taking(Forms.REPLACE)
            .with(OPTIONAL_BODY),
        steer(MACHINE + "/drain", "Let its pods leave it and no new ones come", Views.MACHINE),
        steer(MACHINE + "/undrain", "Let pods come again", Views.MACHINE),
        steer(MACHINE + "/rebuild", "Make it anew on the server that it has", Views.MACHINE),
        steer(MACHINE + "/protect", "Keep it when its group shrinks", Views.MACHINE),
        steer(MACHINE + "/unprotect", "Take that back", Views.MACHINE));
  }

  private static List<Route> hosts() {
    return List.of(
        get(HOST, "What is on a compute host; for operators", Views.HOST),
        Route.of(
                "POST",
                HOST + "/drain",
                "Replace all that is on a compute host; for operators",
                Gives.json(200, Views.HOST))
            .with(LOOKS));
  }

  private static List<Route> templates() {
    return List.of(
        get(TEMPLATES, "The templates that the caller sees", Views.TEMPLATES).with(PAGED),
        Route.of("POST", TEMPLATES, "Make a template", Gives.json(201, Views.TEMPLATE))
            .taking(Forms.TEMPLATE)
            .with(ONCE, LOCATED),
        get(TEMPLATE, "A template", Views.TEMPLATE),
        Route.of(
                "DELETE",
                TEMPLATE,
                "Delete a template that no cluster was made from",
                new Gives(204, "", Optional.empty()))
            .with(CONFLICTS));
  }

  private static List<Route> quotas() {
    return List.of(
        get(
            ROOT + "/quotas",
            "What projects may have; the own one, of all for operators",
            Views.QUOTAS),
        get(QUOTA, "What a project may have, and has", Views.QUOTA),
        Route.of("PUT", QUOTA, "Limit a project; for operators", Gives.json(200, Views.QUOTA))
            .taking(Forms.QUOTA));
  }

  private static List<Route> texts() {
    return List.of(
        get(CLUSTER + "/journal", "What happened, also to a cluster that is gone", Views.JOURNAL)
            .with(LINES),
        text(CLUSTER + "/events", "The journal as server-sent events", "text/event-stream")
            .with(STREAM),
        text(CLUSTER + "/kubeconfig", "For kubectl, with a new key", "application/yaml")
            .with(CONFLICTS),
        text(ROOT + "/openapi.json", "This document", "application/json").with(PUBLIC),
        text(ROOT + "/openapi.yaml", "This document", "application/yaml").with(PUBLIC));
  }

  private static Route get(String path, String summary, String shape) {
    return Route.of("GET", path, summary, Gives.json(200, shape));
  }

  private static Route text(String path, String summary, String media) {
    return Route.of("GET", path, summary, new Gives(200, media, Optional.empty()));
  }

  /** Another desired state. */
  private static Route change(String method, String path, String summary) {
    return Route.of(method, path, summary, Gives.json(202, Views.ACCEPTED))
        .with(DRY_RUN, EDITION, ONCE, TAGGED);
  }

  private static Route steer(String path, String summary, String shape) {
    return Route.of("POST", path, summary, Gives.json(200, shape))
        .with(LOOKS, EDITION, CONFLICTS, TAGGED);
  }
}
