package io.caisson.simulator.model;

import java.time.Instant;
import java.util.List;

/** What nearly every thing in the data centre has: an id, an owner, a name, and its dates. */
public final class Card {
  private final String id;
  private final String project;
  private final Instant created;
  private String name;
  private String description;
  private Instant updated;
  private int revision;
  private List<String> tags = List.of();

  Card(String id, String project, String name, String description, Instant created) {
    this.id = id;
    this.project = project;
    this.name = name;
    this.description = description;
    this.created = created;
    this.updated = created;
  }

  public String id() {
    return id;
  }

  /** The owner's id; empty for what belongs to the data centre itself. */
  public String project() {
    return project;
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public Instant created() {
    return created;
  }

  public Instant updated() {
    return updated;
  }

  /** Counts the changes. */
  public int revision() {
    return revision;
  }

  public List<String> tags() {
    return tags;
  }

  void rename(String to) {
    name = to;
  }

  void describe(String as) {
    description = as;
  }

  void tag(List<String> with) {
    tags = List.copyOf(with);
  }

  void touch(Instant now) {
    updated = now;
    revision++;
  }
}
