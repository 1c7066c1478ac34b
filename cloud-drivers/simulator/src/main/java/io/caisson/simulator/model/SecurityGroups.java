package io.caisson.simulator.model;

import io.caisson.simulator.model.SecurityGroupRule.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All security groups and their rules. Each project gets a group {@code default} by itself. */
public final class SecurityGroups {
  private final World world;
  private final Quotas quotas;
  private final Shelf<SecurityGroup> groups;
  private final Shelf<SecurityGroupRule> rules;

  /** The truth of {@link #rules} by their group, for every list of groups shows each group's. */
  private final Map<String, Map<String, SecurityGroupRule>> byGroup = new HashMap<>();

  private Predicate<String> held = _ -> false;

  SecurityGroups(World world, Quotas quotas) {
    this.world = world;
    this.quotas = quotas;
    this.groups = new Shelf<>(world, "security_group");
    this.rules = new Shelf<>(world, "security_group_rule");
  }

  /** Tells whether a port is in the group of this id. */
  void heldBy(Predicate<String> ports) {
    held = ports;
  }

  public SecurityGroup create(String project, String name, String description) {
    if (name.equals("default")) {
      throw Refusal.conflict(
          "SecurityGroupDefaultAlreadyExists", "Default security group already exists.");
    }
    ensureDefault(project);
    quotas.needRoomInNetwork(project, "security_group", count(project));
    return add(project, name, description, false);
  }

  public SecurityGroup need(Caller caller, String id) {
    return groups.get(id).filter(g -> caller.sees(g.card())).orElseThrow(() -> notFound(id));
  }

  public List<SecurityGroup> listed(Caller caller) {
    ensureDefault(caller.project());
    return groups.listed().stream().filter(group -> caller.sees(group.card())).toList();
  }

  public List<SecurityGroup> all() {
    return groups.all();
  }

  public Optional<SecurityGroup> get(String id) {
    return groups.get(id);
  }

  public void change(SecurityGroup group, Optional<String> name, Optional<String> description) {
    if (group.isDefault() && name.isPresent()) {
      throw Refusal.conflict(
          "SecurityGroupCannotUpdateDefault", "Updating default security group not allowed.");
    }
    name.ifPresent(group.card()::rename);
    description.ifPresent(group.card()::describe);
    group.card().touch(world.now());
  }

  public void delete(Caller caller, SecurityGroup group) {
    if (group.isDefault() && !caller.admin()) {
      throw Refusal.conflict(
          "SecurityGroupCannotRemoveDefault",
          "Insufficient rights for removing default security group.");
    }
    if (held.test(group.id())) {
      throw Refusal.conflict("SecurityGroupInUse", "Security Group " + group.id() + " in use.");
    }
    rules.all().stream()
        .filter(r -> r.group().equals(group.id()) || pointsTo(r, group.id()))
        .forEach(this::remove);
    groups.remove(group.id());
    byGroup.remove(group.id());
    world.record(LogEntry.Event.DELETED, "security_group", group.id(), Map.of());
  }

  public void tag(SecurityGroup group, List<String> tags) {
    group.card().tag(tags);
    group.card().touch(world.now());
  }

  public SecurityGroupRule addRule(SecurityGroup group, String description, Traffic traffic) {
    String project = group.card().project();
    quotas.needRoomInNetwork(project, "security_group_rule", countRules(project));
    traffic.remoteGroup().filter(id -> groups.get(id).isEmpty()).ifPresent(SecurityGroups::absent);
    rulesOf(group.id()).stream()
        .filter(rule -> rule.traffic().equals(traffic))
        .findFirst()
        .ifPresent(SecurityGroups::exists);
    SecurityGroupRule rule = put(group, description, traffic);
    group.card().touch(world.now());
    return rule;
  }

  public SecurityGroupRule needRule(Caller caller, String id) {
    return rules
        .get(id)
        .filter(rule -> caller.sees(rule.card()))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "SecurityGroupRuleNotFound", "Security group rule " + id + " does not exist"));
  }

  public List<SecurityGroupRule> rulesOf(String groupId) {
    return List.copyOf(byGroup.getOrDefault(groupId, Map.of()).values());
  }

  public List<SecurityGroupRule> listedRules(Caller caller) {
    ensureDefault(caller.project());
    return rules.listed().stream().filter(rule -> caller.sees(rule.card())).toList();
  }

  public void deleteRule(SecurityGroupRule rule) {
    remove(rule);
    groups.get(rule.group()).ifPresent(group -> group.card().touch(world.now()));
    world.record(LogEntry.Event.DELETED, "security_group_rule", rule.id(), Map.of());
  }

  private void remove(SecurityGroupRule rule) {
    rules.remove(rule.id());
    Optional.ofNullable(byGroup.get(rule.group())).ifPresent(left -> left.remove(rule.id()));
  }

  public long count(String project) {
    return groups.all().stream().filter(g -> g.card().project().equals(project)).count();
  }

  public long countRules(String project) {
    return rules.all().stream().filter(r -> r.card().project().equals(project)).count();
  }

  /** The groups of this id or name in the project. */
  public List<SecurityGroup> find(String project, String idOrName) {
    ensureDefault(project);
    return groups.all().stream()
        .filter(group -> group.card().project().equals(project))
        .filter(g -> g.id().equals(idOrName) || g.card().name().equals(idOrName))
        .toList();
  }

  /** The ids of the groups that a port shall be in. */
  List<String> chosen(String project, Optional<List<String>> wanted) {
    SecurityGroup usual = ensureDefault(project);
    if (wanted.isEmpty()) {
      return List.of(usual.id());
    }
    for (String id : wanted.get()) {
      if (groups.get(id).filter(g -> g.card().project().equals(project)).isEmpty()) {
        throw notFound(id);
      }
    }
    return new ArrayList<>(new LinkedHashSet<>(wanted.get()));
  }

  private SecurityGroup ensureDefault(String project) {
    return groups.all().stream()
        .filter(group -> group.isDefault() && group.card().project().equals(project))
        .findFirst()
        .orElseGet(() -> addDefault(project));
  }

  private SecurityGroup addDefault(String project) {
    SecurityGroup group = add(project, "default", "Default security group", true);
    for (String type : List.of("IPv4", "IPv6")) {
      put(group, "", traffic("ingress", type, Optional.of(group.id())));
    }
    return group;
  }

  private SecurityGroup add(String project, String name, String description, boolean isDefault) {
    SecurityGroup group = new SecurityGroup(world.card(project, name, description), isDefault);
    groups.add(group.id(), group);
    world.record(
        LogEntry.Event.CREATED,
        "security_group",
        group.id(),
        Map.of("name", name, "description", description, "project", project));
    for (String type : List.of("IPv4", "IPv6")) {
      put(group, "", traffic("egress", type, Optional.empty()));
    }
    return group;
  }

  private SecurityGroupRule put(SecurityGroup group, String description, Traffic traffic) {
    Card card = world.card(group.card().project(), "", description);
    SecurityGroupRule rule = new SecurityGroupRule(card, group.id(), traffic);
    rules.add(rule.id(), rule);
    byGroup.computeIfAbsent(group.id(), _ -> new LinkedHashMap<>()).put(rule.id(), rule);
    world.record(
        LogEntry.Event.CREATED, "security_group_rule", rule.id(), Map.of("group", group.id()));
    return rule;
  }

  private static Traffic traffic(String direction, String type, Optional<String> remoteGroup) {
    return new Traffic(
        direction,
        type,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        remoteGroup);
  }

  private static boolean pointsTo(SecurityGroupRule rule, String groupId) {
    return rule.traffic().remoteGroup().filter(groupId::equals).isPresent();
  }

  private static void exists(SecurityGroupRule rule) {
    throw Refusal.conflict(
        "SecurityGroupRuleExists",
        "Security group rule already exists. Rule id is " + rule.id() + ".");
  }

  private static void absent(String groupId) {
    throw notFound(groupId);
  }

  private static Refusal notFound(String id) {
    return Refusal.notFound("SecurityGroupNotFound", "Security group " + id + " does not exist");
  }
}
