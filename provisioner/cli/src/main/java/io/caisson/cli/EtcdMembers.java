package io.caisson.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The members of a cluster's etcd as it tells them itself, to etcdctl.
 *
 * @param leader the name of the one that leads; empty if none does
 * @param versions of those that were asked
 */
record EtcdMembers(List<Member> all, String leader, Set<String> versions) {
  EtcdMembers {
    all = List.copyOf(all);
    versions = new TreeSet<>(versions);
  }

  /** One of them; a learner has no vote. */
  record Member(String name, boolean learner) {}

  /**
   * @param list what {@code member list} printed
   * @param status what {@code endpoint status} printed, of any of them
   */
  static EtcdMembers of(JsonNode list, JsonNode status) {
    String leads = status.at("/0/Status/leader").asText();
    List<Member> all = new ArrayList<>();
    String leader = "";
    for (JsonNode one : list.path("members")) {
      String name = one.path("name").asText();
      all.add(new Member(name, one.path("isLearner").asBoolean(false)));
      leader = one.path("ID").asText().equals(leads) ? name : leader;
    }
    Set<String> versions = new TreeSet<>();
    status.forEach(one -> versions.add(one.at("/Status/version").asText()));
    return new EtcdMembers(all, leader, versions);
  }

  /** Those that were asked and are of a version that none of these images holds, in words. */
  Optional<String> strangers(Set<String> images) {
    Set<String> others = new TreeSet<>(versions);
    others.removeIf(
        version -> images.stream().anyMatch(one -> one.contains("/etcd:" + version + "-")));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of("etcd says that it is of " + String.join(", ", others));
  }

  int voters() {
    return (int) all.stream().filter(one -> !one.learner()).count();
  }

  /** Whether exactly these nodes are its members, each with a vote. */
  boolean vote(Set<String> nodes) {
    Set<String> names = new TreeSet<>();
    all.forEach(one -> names.add(one.name()));
    return voters() == all.size() && all.size() == nodes.size() && names.equals(nodes);
  }

  @Override
  public String toString() {
    return all.stream()
        .map(one -> one.name() + (one.learner() ? " (learner)" : "") + leads(one))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private String leads(Member one) {
    return one.name().equals(leader) ? " (leads)" : "";
  }
}
