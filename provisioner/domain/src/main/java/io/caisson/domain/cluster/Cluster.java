package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The aggregate: all that decisions about one cluster read. Immutable; {@link #apply} gives the
 * next version.
 *
 * @param version raised by one with every commit
 * @param revision the desired state
 * @param deleteRequested when the tenant asked for its deletion
 * @param completed when all machines were Ready for the first time
 * @param gone when the last trace of it was removed
 * @param grants who may interrupt which machine
 * @param numbers the highest number given to a machine, by group
 */
public record Cluster(
    ClusterHead head,
    long version,
    Revision revision,
    History history,
    Optional<Instant> deleteRequested,
    Optional<Instant> completed,
    Optional<Instant> gone,
    SortedMap<String, Integer> numbers,
    SortedMap<MachineId, Machine> machines,
    SortedMap<ResourceKey, Resource> resources,
    SortedMap<String, Hold> holds,
    SortedMap<String, Wait> waits,
    SortedMap<MachineId, Grant> grants) {
  public Cluster {
    numbers = Collections.unmodifiableSortedMap(numbers);
    machines = Collections.unmodifiableSortedMap(machines);
    resources = Collections.unmodifiableSortedMap(resources);
    holds = Collections.unmodifiableSortedMap(holds);
    waits = Collections.unmodifiableSortedMap(waits);
    grants = Collections.unmodifiableSortedMap(grants);
  }

  /**
   * A cluster at its first version: all is desired, nothing is there.
   *
   * @param given resources that exist already, such as its credential
   */
  public static Cluster create(ClusterHead head, Revision revision, List<Resource> given) {
    TreeMap<ResourceKey, Resource> resources = new TreeMap<>();
    given.forEach(resource -> resources.put(resource.key(), resource));
    return new Cluster(
        head,
        1,
        revision,
        History.NONE,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new TreeMap<>(),
        new TreeMap<>(),
        resources,
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>());
  }

  /** The same cluster at another version and with other parts; how stores put one together. */
  public Cluster with(
      long itsVersion,
      SortedMap<MachineId, Machine> itsMachines,
      SortedMap<ResourceKey, Resource> itsResources) {
    return new Cluster(
        head,
        itsVersion,
        revision,
        history,
        deleteRequested,
        completed,
        gone,
        numbers,
        itsMachines,
        itsResources,
        holds,
        waits,
        grants);
  }

  public ClusterId id() {
    return head.id();
  }

  public ClusterSpec spec() {
    return revision.spec();
  }

  /** Why nothing is replaced at the moment, if somebody has asked for that. */
  public Optional<Hold> pause() {
    return Optional.ofNullable(holds.get(Hold.PAUSE));
  }

  /** Id of the template that it was made or last upgraded by, or empty. */
  public String template() {
    return revision.template().orElse(head.template());
  }

  public boolean deleting() {
    return deleteRequested.isPresent();
  }

  /** Whether all was once as the current revision wants it. */
  public boolean reached() {
    return history.reached(revision).isPresent();
  }

  public Optional<Resource> resource(ResourceKey key) {
    return Optional.ofNullable(resources.get(key));
  }

  /** The id of a resource that is there. */
  public Optional<String> ref(ResourceKey key) {
    return resource(key).filter(Resource::present).flatMap(Resource::ref);
  }

  public boolean present(ResourceKey key) {
    return resource(key).filter(Resource::present).isPresent();
  }

  /** Whether it is there, or may be: its absence is not known. */
  public boolean exists(ResourceKey key) {
    return resource(key).filter(one -> one.stage() != Resource.Stage.ABSENT).isPresent();
  }

  public Optional<Wait> waitOf(MachineId machine) {
    return Optional.ofNullable(waits.get(machine.toString()));
  }

  public Optional<Wait> waitOf(ResourceKey key) {
    return Optional.ofNullable(waits.get(key.toString()));
  }

  /** Those whose names begin so, by name. Costs what they are, not what the cluster is. */
  public List<Resource> resources(ResourceKey.Kind kind, String prefix) {
    return resources.tailMap(new ResourceKey(kind, prefix)).values().stream()
        .takeWhile(one -> one.key().kind() == kind && one.key().name().startsWith(prefix))
        .toList();
  }

  /** What was wanted one after the other, as far as it is kept; the current one is the last. */
  public List<Revision> revisions() {
    List<Revision> all = new ArrayList<>(history.earlier());
    all.add(revision);
    return all;
  }

  /** In the order of their numbers. Costs what the group holds, not what the cluster does. */
  public List<Machine> machinesOf(String group) {
    MachineId first = new MachineId(group, 1);
    List<Machine> all = new ArrayList<>();
    machines.subMap(first, new MachineId(group, Integer.MAX_VALUE)).values().forEach(all::add);
    return all;
  }

  /** The machines of the control plane. Costs what they are, not what the cluster is. */
  public List<Machine> controlPlane() {
    return spec().groups().stream()
        .filter(group -> group.role() == Role.CONTROL_PLANE)
        .flatMap(group -> machinesOf(group.name()).stream())
        .toList();
  }

  /** The machine that runs {@code kubeadm init}, or did. */
  public Optional<Machine> firstControlPlane() {
    return controlPlane().stream().findFirst();
  }

  /** Why no control-plane machine can be replaced by another; empty if it can. */
  public Optional<String> bound() {
    int machines =
        spec().groups().stream()
            .filter(group -> group.role() == Role.CONTROL_PLANE)
            .mapToInt(group -> numbers.getOrDefault(group.name(), 0))
            .sum();
    return spec().endpoint().bound(machines);
  }

  /** The cluster after these records, at the next version. */
  public Cluster apply(List<ClusterRecord> records) {
    ClusterEdit edit = new ClusterEdit(this);
    records.forEach(edit::apply);
    return edit.done();
  }
}
