package io.caisson.simulator.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Users, projects, roles, and the tokens that prove them. */
public final class Identity {
  /** Each role brings those after it (Keystone's bootstrap makes it so). */
  private static final List<String> LADDER = List.of("admin", "member", "reader");

  private static final String LOGIN_FAILED = "The request you have made requires authentication.";

  private final World world;
  private final Map<String, User> users = new LinkedHashMap<>();
  private final Map<String, Project> projects = new LinkedHashMap<>();
  private final Map<String, Role> roles = new LinkedHashMap<>();
  private final Map<Assignment, Set<String>> assignments = new LinkedHashMap<>();
  private final Map<String, Token> tokens = new LinkedHashMap<>();
  private final ApplicationCredentials applications;
  private Duration tokenLife = Duration.ofHours(1);

  Identity(World world) {
    this.world = world;
    this.applications = new ApplicationCredentials(world, this);
    LADDER.forEach(this::role);
  }

  public ApplicationCredentials applicationCredentials() {
    return applications;
  }

  /** The role of this name, made if there is none. */
  public Role role(String name) {
    return roles.computeIfAbsent(name, _ -> new Role(world.ids().hex(), name));
  }

  public List<Role> roles() {
    return List.copyOf(roles.values());
  }

  public User addUser(String name, String password) {
    if (userNamed(name).isPresent()) {
      throw Refusal.conflict(
          "Conflict",
          "Conflict occurred attempting to store user - Duplicate entry found with name %s at domain"
                  .formatted(name)
              + " ID default.");
    }
    User user = new User(world.ids().hex(), name, password);
    users.put(user.id(), user);
    return user;
  }

  public Project addProject(String name) {
    if (projectNamed(name).isPresent()) {
      throw Refusal.conflict(
          "Conflict",
          "Conflict occurred attempting to store project - it is not permitted to have two projects"
              + " with the same name in the same domain: %s.".formatted(name));
    }
    Project project = new Project(world.ids().hex(), name, "");
    projects.put(project.id(), project);
    return project;
  }

  /** What the user held is void from now on. */
  public void removeUser(String id) {
    users.remove(id);
    assignments.keySet().removeIf(held -> held.user().equals(id));
  }

  /** Nobody has a role there any more. */
  public void removeProject(String id) {
    projects.remove(id);
    assignments.keySet().removeIf(held -> held.project().equals(id));
  }

  public void grant(String userId, String projectId, String roleName) {
    role(roleName);
    assignments
        .computeIfAbsent(new Assignment(userId, projectId), _ -> new LinkedHashSet<>())
        .add(roleName);
  }

  /** Takes the role away; tokens that need it are void from now on. */
  public void revoke(String userId, String projectId, String roleName) {
    Set<String> held = assignments.get(new Assignment(userId, projectId));
    if (held == null || !held.remove(roleName)) {
      throw Refusal.notFound("RoleAssignmentNotFound", "Could not find role: " + roleName + ".");
    }
  }

  /** The names of the roles that the user has there, with those that they bring. */
  public List<String> rolesOf(String userId, String projectId) {
    Set<String> held = assignments.getOrDefault(new Assignment(userId, projectId), Set.of());
    Set<String> all = new LinkedHashSet<>(held);
    LADDER.stream()
        .filter(held::contains)
        .findFirst()
        .ifPresent(top -> all.addAll(LADDER.subList(LADDER.indexOf(top), LADDER.size())));
    return List.copyOf(all);
  }

  /** The projects in which the user has any role. */
  public List<Project> projectsOf(String userId) {
    return projects.values().stream().filter(p -> !rolesOf(userId, p.id()).isEmpty()).toList();
  }

  public Optional<User> user(String id) {
    return Optional.ofNullable(users.get(id));
  }

  public Optional<User> userNamed(String name) {
    return first(users, user -> user.name().equals(name));
  }

  public List<User> users() {
    return List.copyOf(users.values());
  }

  public Optional<Project> project(String id) {
    return Optional.ofNullable(projects.get(id));
  }

  public Optional<Project> projectNamed(String name) {
    return first(projects, project -> project.name().equals(name));
  }

  public List<Project> projects() {
    return List.copyOf(projects.values());
  }

  /** How long the tokens live that are issued from now on. */
  public void letTokensLive(Duration life) {
    tokenLife = life;
  }

  /** A token for the user in the project, or for no project. */
  public Token logIn(Optional<User> user, String password, Optional<String> projectId) {
    User known = user.filter(u -> same(u.password(), password)).orElseThrow(Identity::refused);
    projectId.ifPresent(id -> needRole(known, id));
    return issue(known.id(), projectId, Optional.empty());
  }

  /** A token for a program that has this application credential. */
  public Token logIn(Optional<ApplicationCredential> application, String secret) {
    ApplicationCredential known =
        application
            .filter(a -> same(a.secret(), secret))
            .filter(applications::valid)
            .orElseThrow(Identity::refused);
    return issue(known.owner().user(), Optional.of(known.owner().project()), Optional.of(known));
  }

  /** Another token for the holder of this one. */
  public Token exchange(Token old, Optional<String> projectId) {
    User user = user(old.user()).orElseThrow(Identity::refused);
    projectId.ifPresent(id -> needRole(user, id));
    return issue(user.id(), projectId, old.application());
  }

  /** The token, if it exists, has not ended, and its holder still may what it says. */
  public Optional<Token> token(String id) {
    return Optional.ofNullable(tokens.get(id))
        .filter(token -> token.expires().isAfter(world.now()))
        .filter(token -> token.application().map(applications::valid).orElse(true))
        .filter(t -> t.project().map(p -> !rolesOf(t.user(), p).isEmpty()).orElse(true));
  }

  /** The names of the roles that the token gives. */
  public List<String> rolesOf(Token token) {
    return token
        .application()
        .map(ApplicationCredential::roles)
        .orElseGet(() -> token.project().map(p -> rolesOf(token.user(), p)).orElse(List.of()));
  }

  public void revoke(Token token) {
    tokens.remove(token.id());
  }

  private Token issue(
      String user, Optional<String> project, Optional<ApplicationCredential> application) {
    tokens.values().removeIf(old -> !old.expires().isAfter(world.now()));
    Token token =
        new Token(
            "gAAAAAB" + world.ids().secret(176),
            world.ids().secret(22),
            user,
            project,
            application,
            world.now(),
            world.now().plus(tokenLife));
    tokens.put(token.id(), token);
    return token;
  }

  private void needRole(User user, String projectId) {
    if (rolesOf(user.id(), projectId).isEmpty()) {
      throw refused();
    }
  }

  static Refusal refused() {
    return Refusal.unauthorized(LOGIN_FAILED);
  }

  private static boolean same(String left, String right) {
    return MessageDigest.isEqual(
        left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
  }

  private static <T> Optional<T> first(Map<String, T> all, Predicate<T> wanted) {
    return new ArrayList<>(all.values()).stream().filter(wanted).findFirst();
  }

  private record Assignment(String user, String project) {}
}
