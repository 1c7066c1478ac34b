package io.caisson.service.api.rest;

import static io.caisson.service.api.rest.Shape.flag;
import static io.caisson.service.api.rest.Shape.integer;
import static io.caisson.service.api.rest.Shape.listOf;
import static io.caisson.service.api.rest.Shape.text;

import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Wait;
import io.caisson.domain.operation.Operation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The shapes of answers: of records, and of what is put together from fields. */
final class Views {
  static final String REFUSAL = "Refusal";
  static final String PLAN = "PlanView";
  static final String ACCEPTED = "RevisingAccepted";
  static final String STEERED = "SteeringResourcesSteered";
  static final String CLUSTER = "ClusterDetail";
  static final String CLUSTERS = "Clusters";
  static final String MADE = "ClusterOrdersMade";
  static final String GONE = "Deleted";
  static final String GROUP = "NodeGroupStanding";
  static final String GROUPS = "NodeGroups";
  static final String MACHINE = "Machine";
  static final String MACHINES = "Machines";
  static final String HISTORY = "MachineHistory";
  static final String OPERATION = "Operation";
  static final String OPERATIONS = "Operations";
  static final String REVISION = "RevisionResourcesWhole";
  static final String REVISIONS = "Revisions";
  static final String JOURNAL = "JournalPage";
  static final String LINE = "JournalPageEntry";
  static final String HOST = "HostView";
  static final String TEMPLATE = "TemplateStanding";
  static final String TEMPLATES = "Templates";
  static final String QUOTA = "QuotaResourcesView";
  static final String QUOTAS = "Quotas";
  private static final String SPEC_GROUP = "NodeGroupView";

  private final RecordShapes records = new RecordShapes();
  private final SortedMap<String, Shape> shapes = new TreeMap<>();

  private Views() {}

  /** All of them by name. */
  static SortedMap<String, Shape> all() {
    Views views = new Views();
    views.clusters();
    views.groups();
    views.machines();
    views.changes();
    views.templates();
    views.problem();
    views.shapes.putAll(views.records.all());
    return views.shapes;
  }

  /** The shape of a component whose type says nothing, if it is one. */
  static Optional<Shape> ofFree(Class<?> record, String field) {
    if (record == SpecView.class && field.equals("node_groups")) {
      return Optional.of(listOf(Shape.ref(SPEC_GROUP)));
    }
    if (record == ClusterDetail.class && field.equals("machines")) {
      return Optional.of(listOf(Shape.ref(MACHINE)));
    }
    return Optional.empty();
  }

  private void clusters() {
    records.of(ClusterDetail.class);
    records.of(ClusterOrders.Made.class);
    records.of(PlanView.class);
    records.of(JournalPage.class);
    records.of(HostView.class);
    page(CLUSTERS, "clusters", records.of(ClusterSummary.class));
    shapes.put(QUOTAS, whole(Map.of("quotas", listOf(records.of(QuotaResources.View.class)))));
    shapes.put(GONE, whole(Map.of("id", text())));
  }

  private void groups() {
    Map<String, Shape> group = new LinkedHashMap<>(Forms.NODE_GROUP.fields());
    group.put(
        "bounds", whole(fields(Map.entry("min", integer()), Map.entry("max", integer().orNull()))));
    shapes.put(SPEC_GROUP, whole(group));
    group.put("machines", integer());
    group.put("ready_machines", integer());
    shapes.put(GROUP, whole(group));
    shapes.put(GROUPS, whole(Map.of("node_groups", listOf(Shape.ref(GROUP)))));
  }

  private void machines() {
    Map<String, Shape> machine =
        fields(
            Map.entry("id", text()),
            Map.entry("name", text()),
            Map.entry("node_group", text()),
            Map.entry("role", text()),
            Map.entry("state", states()),
            Map.entry("since", text("date-time")),
            Map.entry("reason", text()),
            Map.entry("address", text().orNull()),
            Map.entry("addresses", listOf(text())),
            Map.entry("server", text().orNull()),
            Map.entry("guest", records.of(MachineView.Guest.class)),
            Map.entry("mark", names(Mark.class).orNull()),
            Map.entry("waits_for", records.of(Wait.class).orNull()),
            Map.entry("warning", text().orNull()));
    shapes.put(MACHINE, whole(machine));
    page(MACHINES, "machines", Shape.ref(MACHINE));
    machine.put("timeline", listOf(records.of(JournalPage.Entry.class)));
    shapes.put(HISTORY, Shape.object(machine, List.of("id", "state", "timeline")));
  }

  /** One of a machine that is no more has only that. */
  private static Shape states() {
    return Shape.oneOf(
        Stream.concat(Arrays.stream(MachineState.values()).map(Enum::name), Stream.of("GONE"))
            .toArray(String[]::new));
  }

  private void changes() {
    records.of(Revising.Accepted.class);
    records.of(SteeringResources.Steered.class);
    records.of(RevisionResources.Whole.class);
    shapes.put(
        REVISIONS, whole(Map.of("revisions", listOf(records.of(RevisionResources.View.class)))));
    shapes.put(OPERATIONS, whole(Map.of("operations", listOf(records.of(Operation.class)))));
  }

  private void templates() {
    Map<String, Shape> template = new LinkedHashMap<>();
    for (String id : List.of("id", "name", "project_id", "user_id")) {
      template.put(id, text());
    }
    TemplateRequest.ATTRIBUTES.keySet().forEach(word -> template.put(word, text().orNull()));
    template.put(TemplateRequest.FLOATING, flag());
    template.put("labels", Shape.mapOf(text()));
    template.put("public", flag());
    template.put("hidden", flag());
    template.put("created", text("date-time"));
    template.put("updated", text("date-time").orNull());
    shapes.put(TEMPLATE, whole(template));
    page(TEMPLATES, "templates", Shape.ref(TEMPLATE));
  }

  private void problem() {
    Map<String, Shape> problem =
        fields(
            Map.entry("type", text()),
            Map.entry("title", text()),
            Map.entry("status", integer()),
            Map.entry("detail", text()),
            Map.entry("instance", text()));
    List<String> always = List.copyOf(problem.keySet());
    problem.put(
        "errors", listOf(whole(fields(Map.entry("path", text()), Map.entry("detail", text())))));
    shapes.put(REFUSAL, Shape.object(problem, always));
  }

  private void page(String name, String list, Shape each) {
    shapes.put(
        name,
        whole(fields(Map.entry(list, listOf(each)), Map.entry(Cursor.NEXT, text().orNull()))));
  }

  private static <E extends Enum<E>> Shape names(Class<E> type) {
    return Shape.oneOf(
        Arrays.stream(type.getEnumConstants()).map(Enum::name).toArray(String[]::new));
  }

  @SafeVarargs
  private static Map<String, Shape> fields(Map.Entry<String, Shape>... all) {
    Map<String, Shape> fields = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> one : all) {
      fields.put(one.getKey(), one.getValue());
    }
    return fields;
  }

  private static Shape whole(Map<String, Shape> fields) {
    return Shape.object(fields, fields.keySet());
  }
}
