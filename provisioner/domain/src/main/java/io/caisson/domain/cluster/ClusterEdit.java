package io.caisson.domain.cluster;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Applies a batch of records to copies of a cluster's maps, so that a batch costs one copy. */
final class ClusterEdit {
  private final Cluster from;
  private final long version;
  private final TreeMap<String, Integer> numbers;
  private final TreeMap<MachineId, Machine> machines;
  private final TreeMap<ResourceKey, Resource> resources;
  private final TreeMap<String, Hold> holds;
  private final TreeMap<String, Wait> waits;
  private final TreeMap<MachineId, Grant> grants;
  private Revision revision;
  private History history;
  private Optional<Instant> deleteRequested;
  private Optional<Instant> completed;
  private Optional<Instant> gone;

  ClusterEdit(Cluster from) {
    this.from = from;
    this.version = from.version() + 1;
    this.numbers = new TreeMap<>(from.numbers());
    this.machines = new TreeMap<>(from.machines());
    this.resources = new TreeMap<>(from.resources());
    this.holds = new TreeMap<>(from.holds());
    this.waits = new TreeMap<>(from.waits());
    this.grants = new TreeMap<>(from.grants());
    this.revision = from.revision();
    this.history = from.history();
    this.deleteRequested = from.deleteRequested();
    this.completed = from.completed();
    this.gone = from.gone();
  }

  Cluster done() {
    return new Cluster(
        from.head(),
        version,
        revision,
        history,
        deleteRequested,
        completed,
        gone,
        numbers,
        machines,
        resources,
        holds,
        waits,
        grants);
  }

  void apply(ClusterRecord record) {
    switch (record) {
      case ClusterRecord.DeletionRequested(var _, var at) ->
          deleteRequested = deleteRequested.or(() -> Optional.of(at));
      case ClusterRecord.Revised(var next) -> revise(next);
      case ClusterRecord.PaceChanged(var pace, var _, var _) -> revision = revision.at(pace);
      case ClusterRecord.MachineMarked(var id, var mark, var _, var _) ->
          change(id, machine -> machine.marked(Optional.of(mark)));
      case ClusterRecord.MarkRemoved(var id, var _, var _) ->
          change(id, machine -> machine.marked(Optional.empty()));
      case ClusterRecord.MachinePlanned(var machine) -> plan(machine);
      case ClusterRecord.MachineMoved(var id, var state, var reason, var at) ->
          change(id, machine -> machine.moved(state, reason, at));
      case ClusterRecord.MachineRebuilt(var id, var blueprint, var reason, var at) ->
          change(id, machine -> rebuilt(machine, blueprint, reason, at));
      case ClusterRecord.MachineReplugged(var id, var port, var plug, var _) ->
          change(id, machine -> machine.replugged(port, plug));
      case ClusterRecord.MachinePinged(var id, var guest) ->
          change(id, machine -> machine.pinged(guest));
      case ClusterRecord.MachineForgotten(var id, var _) -> {
        machines.remove(id);
        grants.remove(id);
      }
      case ClusterRecord.GrantGiven(var grant) -> grants.put(grant.machine(), grant);
      case ClusterRecord.GrantEnded(var id, var _) -> grants.remove(id);
      case ClusterRecord.EffectIntended(var effect, var epoch, var at) -> {
        change(effect.key(), resource -> resource.intended(effect.verb(), epoch, at));
        if (effect.order() instanceof Order.RebuildServer order) {
          change(order.machine(), machine -> machine.awaits(effect.attempt(), at));
        }
      }
      case ClusterRecord.EffectSettled(var key, var attempt, var outcome, var at) ->
          settle(key, attempt, outcome, at);
      case ClusterRecord.ResourceSeen(var key, var ref, var detail, var at) ->
          change(key, resource -> resource.seen(ref, detail, at, version));
      case ClusterRecord.ResourceMissed(var key) -> change(key, Resource::missed);
      case ClusterRecord.ResourceAbsent(var key, var _, var at) ->
          change(key, resource -> resource.absent(at, version));
      case ClusterRecord.ResourceForgotten(var key) -> resources.remove(key);
      case ClusterRecord.HoldPlaced(var hold) -> holds.put(hold.name(), hold);
      case ClusterRecord.HoldLifted(var name, var _) -> holds.remove(name);
      case ClusterRecord.WaitNoted(var wait) -> waits.put(wait.subject(), wait);
      case ClusterRecord.WaitOver(var subject) -> waits.remove(subject);
      case ClusterRecord.CreationCompleted(var at) -> completed = Optional.of(at);
      case ClusterRecord.RevisionReached(var number, var at) ->
          history = history.reached(number, at);
      case ClusterRecord.ClusterGone(var _, var at) -> gone = Optional.of(at);
    }
  }

  /** Another desired state gives what had failed for good another chance. */
  private void revise(Revision next) {
    history = history.over(revision);
    revision = next;
    holds.values().removeIf(Hold::fatal);
  }

  private void plan(Machine machine) {
    machines.put(machine.id(), machine);
    numbers.merge(machine.id().group(), machine.id().number(), Math::max);
  }

  /** Nobody has the secret of a try that is yet to come, so nobody is listened to before. */
  private Machine rebuilt(Machine machine, Blueprint blueprint, String reason, Instant at) {
    Resource server = resources.getOrDefault(machine.server(), Resource.planned(machine.server()));
    return machine
        .madeBy(blueprint)
        .moved(MachineState.REBUILDING, reason, at)
        .awaits(server.attempts() + 1, at);
  }

  private void change(MachineId id, UnaryOperator<Machine> how) {
    machines.computeIfPresent(id, (_, machine) -> how.apply(machine));
  }

  private void change(ResourceKey key, UnaryOperator<Resource> how) {
    resources.put(key, how.apply(resources.getOrDefault(key, Resource.planned(key))));
  }

  /** An outcome counts only for the attempt that is open; a late answer to another one is void. */
  private void settle(ResourceKey key, int attempt, Outcome outcome, Instant at) {
    resources.computeIfPresent(
        key,
        (_, resource) ->
            resource.open() && resource.attempts() == attempt
                ? resource.settled(outcome, at, version)
                : resource);
  }
}
