package io.caisson.simulator.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All server groups. A server is a member from its acceptance until it is gone. */
public final class ServerGroups {
  private final World world;
  private final Quotas quotas;
  private final Shelf<ServerGroup> groups;

  ServerGroups(World world, Quotas quotas) {
    this.world = world;
    this.quotas = quotas;
    this.groups = new Shelf<>(world, "servergroup");
  }

  public ServerGroup create(Caller caller, String name, String policy, Map<String, Integer> rules) {
    if (quotas.exceeded(caller.project(), "server_groups", count(caller.project()), 1)) {
      throw Refusal.quota("ServerGroupLimitExceeded", "Quota exceeded, too many server groups.");
    }
    if (!rules.isEmpty() && !policy.equals("anti-affinity")) {
      throw Refusal.invalid("BadRequest", "Only anti-affinity policy supports rules.");
    }
    ServerGroup made =
        new ServerGroup(world.card(caller.project(), name, ""), caller.user(), policy, rules);
    groups.add(made.id(), made);
    world.record(
        LogEntry.Event.CREATED,
        "servergroup",
        made.id(),
        Map.of("name", name, "project", caller.project()));
    return made;
  }

  public Optional<ServerGroup> get(String id) {
    return groups.get(id);
  }

  public ServerGroup need(Caller caller, String id) {
    return get(id)
        .filter(group -> caller.sees(group.card()))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "InstanceGroupNotFound", "Instance group " + id + " could not be found."));
  }

  /** As lists show them, of all projects. */
  public List<ServerGroup> listed() {
    return groups.listed();
  }

  /** As lists show them, of one project. */
  public List<ServerGroup> listed(String project) {
    return of(project, groups.listed()).toList();
  }

  /** Its servers stay, without a group. */
  public void delete(ServerGroup group) {
    groups.remove(group.id());
    world.record(LogEntry.Event.DELETED, "servergroup", group.id(), Map.of());
  }

  public long count(String project) {
    return of(project, groups.all()).count();
  }

  private static Stream<ServerGroup> of(String project, List<ServerGroup> all) {
    return all.stream().filter(group -> group.card().project().equals(project));
  }
}
