package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Order;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Turns wants into intents, and what is not wanted into removals. Its rules:
 *
 * <ol>
 *   <li>Nothing is asked for while an earlier call about it is under way or in doubt; only calls
 *       that can be repeated without harm are sent again while in doubt.
 *   <li>Nothing is made while the quota hold is in force; removals are never held.
 *   <li>A port or volume is removed only when its machine's server is proved absent, the virtual
 *       address when all servers are, a server group when those of its machines are, a security
 *       group only when all ports are, a network that was made as {@link ClusterNetwork} says; the
 *       credential goes last.
 *   <li>A Node takes pods again when nobody wants it to take none and its machine stays.
 *   <li>A taint that tells of an outdated machine goes when it is none any more. A few such calls
 *       at a time leave the room to all others.
 *   <li>So many calls to the cloud at once, and so many to the cluster's API, as the policy says.
 *   <li>What can be told without an id (cordon, taint, token, member of the pool, a router's plug)
 *       is removed also if its making was in doubt, or is said to have failed at a second try; not
 *       before a call that was given up can not be carried out any more.
 *   <li>What lives inside another thing (rules, attachments, things in the cluster's API) goes with
 *       it when the whole cluster goes.
 * </ol>
 */
final class Converger {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final Policy policy;
  private final long epoch;
  private final Instant now;
  private final List<ClusterRecord> records = new ArrayList<>();
  private int cloudRoom;
  private int apiRoom;
  private int taintRoom;

  private Converger(Cluster cluster, Policy policy, long epoch, Instant now) {
    this.cluster = cluster;
    this.policy = policy;
    this.epoch = epoch;
    this.now = now;
    this.cloudRoom = policy.openEffects() - open(Converger::isOfCloud);
    this.apiRoom = policy.openApiEffects() - open(kind -> !isOfCloud(kind) && kind != Kind.DRAIN);
    this.taintRoom = OutdatedTaints.room(cluster, policy);
  }

  private int open(Predicate<Kind> which) {
    return (int)
        cluster.resources().values().stream()
            .filter(resource -> resource.is(Attempt.State.IN_FLIGHT))
            .filter(resource -> which.test(resource.key().kind()))
            .count();
  }

  /** Whether the cloud is asked for it, and not the cluster's own API. */
  private static boolean isOfCloud(Kind kind) {
    return switch (kind) {
      case SECURITY_GROUP,
          SECURITY_RULE,
          FLOATING_IP,
          PORT,
          VIRTUAL_ADDRESS,
          LOAD_BALANCER,
          BALANCER_PART,
          POOL_MEMBER,
          ATTACHMENT,
          VOLUME,
          SERVER,
          SERVER_GROUP,
          NETWORK,
          SUBNET,
          ROUTER,
          ROUTER_INTERFACE,
          CREDENTIAL ->
          true;
      case BOOTSTRAP_TOKEN,
          ADMIN_BINDING,
          JOIN_GUARD,
          SIGNING_REQUEST,
          ADD_ON,
          VERSION,
          KUBEADM_ADD_ONS,
          CORDON,
          OUTDATED_TAINT,
          DRAIN,
          NODE_REMOVAL,
          LEADER_MOVE,
          MEMBER_REMOVAL ->
          false;
    };
  }

  static List<ClusterRecord> of(
      Cluster cluster, List<Want> wants, Policy policy, long epoch, Instant now) {
    Converger converger = new Converger(cluster, policy, epoch, now);
    Set<ResourceKey> wanted =
        wants.stream().map(Want::key).collect(Collectors.toCollection(TreeSet::new));
    cluster.resources().values().stream()
        .filter(resource -> !wanted.contains(resource.key()))
        .forEach(converger::unwanted);
    wants.forEach(converger::wanted);
    return converger.records;
  }

  private void wanted(Want want) {
    Resource resource = cluster.resource(want.key()).orElseGet(() -> Resource.planned(want.key()));
    if (resource.stage() == Resource.Stage.DELETING && !repeatable(resource)) {
      deleting(resource); // it goes first, and comes anew
      return;
    }
    boolean missing =
        resource.stage() == Resource.Stage.ABSENT
            || (repeatable(resource) && (resource.is(Attempt.State.IN_DOUBT) || undone(resource)));
    if (want.order().filter(Order.RebuildServer.class::isInstance).isPresent()) {
      anew(resource, want.order().orElseThrow());
      return;
    }
    boolean held = want.key().kind().marked() && cluster.holds().containsKey(Quotas.HOLD);
    if (missing && !held && due(resource)) {
      want.order().ifPresent(order -> intend(resource, Attempt.Verb.CREATE, order));
    }
  }

  /** What is there stays, so the quota does not matter. */
  private void anew(Resource resource, Order order) {
    if (resource.present() && !resource.open() && due(resource)) {
      intend(resource, Attempt.Verb.REBUILD, order);
    }
  }

  /** Whether it was taken back, or may have been, and is wanted again since. */
  private static boolean undone(Resource resource) {
    return resource
        .attempt()
        .filter(last -> last.verb() == Attempt.Verb.DELETE)
        .filter(last -> last.state() != Attempt.State.IN_FLIGHT)
        .isPresent();
  }

  private static boolean repeatable(Resource resource) {
    return !resource.key().kind().marked();
  }

  private boolean due(Resource resource) {
    if (resource.is(Attempt.State.IN_DOUBT)) {
      return !now.isBefore(resource.attempt().orElseThrow().at().plus(policy.poll()));
    }
    return Retries.next(cluster, resource, policy).filter(at -> !now.isBefore(at)).isPresent();
  }

  private void unwanted(Resource resource) {
    switch (resource.stage()) {
      case ABSENT -> neverMade(resource);
      case CREATING -> abandoned(resource);
      case PRESENT -> {
        if (goesWithAnother(resource.key())) {
          records.add(new ClusterRecord.ResourceForgotten(resource.key()));
        } else {
          deleteInTime(resource);
        }
      }
      case DELETING -> deleting(resource);
    }
  }

  /** A call that failed may have followed one that was carried out. */
  private void neverMade(Resource resource) {
    boolean trace =
        isKnownWithoutId(resource.key())
            && resource.attempts() > 1
            && !goesWithAnother(resource.key());
    if (trace) {
      deleteInTime(resource);
    } else {
      records.add(new ClusterRecord.ResourceForgotten(resource.key()));
    }
  }

  /** A call that nobody waits for any more; one that can still make a thing is waited out. */
  private void abandoned(Resource resource) {
    if (!repeatable(resource) || !resource.is(Attempt.State.IN_DOUBT)) {
      return;
    }
    if (goesWithAnother(resource.key())) {
      records.add(new ClusterRecord.ResourceForgotten(resource.key()));
    } else {
      deleteInTime(resource);
    }
  }

  private void deleteInTime(Resource resource) {
    boolean rebuilt = resource.rebuilds() && resource.is(Attempt.State.FAILED);
    if ((rebuilt || due(resource)) && cannotComeBack(resource) && mayGo(resource.key())) {
      delete(resource);
    }
  }

  /** A call that was given up may be carried out later, and would make again what was removed. */
  private boolean cannotComeBack(Resource resource) {
    boolean doubtful = resource.is(Attempt.State.IN_DOUBT) || resource.attempts() > 1;
    return !doubtful
        || !isKnownWithoutId(resource.key())
        || !now.isBefore(resource.attempt().orElseThrow().at().plus(policy.doubt()));
  }

  private void deleting(Resource resource) {
    if (resource.is(Attempt.State.IN_FLIGHT)) {
      return;
    }
    boolean done = resource.is(Attempt.State.DONE);
    if (repeatable(resource) && (done || goesWithAnother(resource.key()))) {
      records.add(new ClusterRecord.ResourceForgotten(resource.key()));
    } else if (!now.isBefore(
        resource.attempt().orElseThrow().at().plus(done ? AGAIN : policy.poll()))) {
      delete(resource);
    }
  }

  private void delete(Resource resource) {
    removal(resource).ifPresent(order -> intend(resource, Attempt.Verb.DELETE, order));
  }

  private Optional<Order> removal(Resource resource) {
    return resource.key().kind() == Kind.ROUTER_INTERFACE
        ? ClusterNetwork.unplug(cluster)
        : target(resource).map(Order.Delete::new);
  }

  /**
   * What a call is to remove. A thing whose making was in doubt has no id yet; some can be told by
   * their machine all the same.
   */
  private Optional<String> target(Resource resource) {
    ResourceKey key = resource.key();
    return switch (key.kind()) {
      case CORDON, OUTDATED_TAINT -> stayingMachine(key).map(Machine::name);
      case POOL_MEMBER ->
          MachineSet.machine(key).map(cluster.machines()::get).map(Machine::address);
      case BOOTSTRAP_TOKEN -> Optional.of(key.name());
      default -> resource.ref();
    };
  }

  /** Whether it can be removed without an id, and has to be, for it does not go by itself. */
  private static boolean isKnownWithoutId(ResourceKey key) {
    return key.kind() == Kind.CORDON
        || key.kind() == Kind.OUTDATED_TAINT
        || key.kind() == Kind.POOL_MEMBER
        || key.kind() == Kind.BOOTSTRAP_TOKEN
        || key.kind() == Kind.ROUTER_INTERFACE;
  }

  private boolean goesWithAnother(ResourceKey key) {
    return switch (key.kind()) {
      case SECURITY_RULE,
          BALANCER_PART,
          ATTACHMENT,
          SIGNING_REQUEST,
          VERSION,
          KUBEADM_ADD_ONS,
          DRAIN,
          NODE_REMOVAL,
          LEADER_MOVE,
          MEMBER_REMOVAL ->
          true;
      case CORDON, OUTDATED_TAINT ->
          cluster.deleting() || stayingMachine(key).isEmpty() || isOfOldNode(key);
      case POOL_MEMBER -> cluster.deleting() || !cluster.exists(Balancer.KEY);
      case BOOTSTRAP_TOKEN, ADMIN_BINDING, JOIN_GUARD, ADD_ON -> cluster.deleting();
      case ROUTER_INTERFACE -> ClusterNetwork.plugIsGone(cluster);
      case SERVER,
          SERVER_GROUP,
          NETWORK,
          SUBNET,
          ROUTER,
          PORT,
          VOLUME,
          VIRTUAL_ADDRESS,
          LOAD_BALANCER,
          SECURITY_GROUP,
          FLOATING_IP,
          CREDENTIAL ->
          false;
    };
  }

  /** Whether it is about the Node of a machine that is being made anew, and goes with that Node. */
  private boolean isOfOldNode(ResourceKey key) {
    return stayingMachine(key)
        .filter(
            one ->
                one.state() == MachineState.REBUILDING
                    || cluster.resource(Leaving.removal(one)).isPresent())
        .isPresent();
  }

  private boolean isDraining(ResourceKey cordon) {
    return cluster
        .resource(new ResourceKey(Kind.DRAIN, cordon.name()))
        .filter(Resource::open)
        .isPresent();
  }

  private boolean mayGo(ResourceKey key) {
    return switch (key.kind()) {
      case PORT, VOLUME -> MachineSet.machine(key).filter(this::hasServer).isEmpty();
      case VIRTUAL_ADDRESS -> none(Kind.SERVER);
      case SECURITY_GROUP -> none(Kind.PORT);
      case SERVER_GROUP -> ServerGroups.isEmpty(cluster, key);
      case NETWORK, SUBNET, ROUTER, ROUTER_INTERFACE -> ClusterNetwork.mayGo(cluster, key);
      case CREDENTIAL -> cluster.resources().keySet().stream().allMatch(key::equals);
      case SERVER, FLOATING_IP, LOAD_BALANCER, POOL_MEMBER, BOOTSTRAP_TOKEN, OUTDATED_TAINT -> true;
      case CORDON -> !isDraining(key);
      case SECURITY_RULE,
          BALANCER_PART,
          ATTACHMENT,
          ADMIN_BINDING,
          JOIN_GUARD,
          SIGNING_REQUEST,
          ADD_ON,
          VERSION,
          KUBEADM_ADD_ONS,
          DRAIN,
          NODE_REMOVAL,
          LEADER_MOVE,
          MEMBER_REMOVAL ->
          false;
    };
  }

  /** The machine, if its Node is to take pods. */
  private Optional<Machine> stayingMachine(ResourceKey key) {
    return MachineSet.machine(key)
        .map(cluster.machines()::get)
        .filter(one -> one.state().stays() || Lateness.givenUp(cluster, one));
  }

  private boolean hasServer(MachineId machine) {
    return cluster.resources(Kind.SERVER, machine.toString()).stream()
        .filter(one -> one.stage() != Resource.Stage.ABSENT)
        .anyMatch(one -> MachineSet.machine(one.key()).filter(machine::equals).isPresent());
  }

  private boolean none(Kind kind) {
    return cluster.resources().values().stream()
        .noneMatch(one -> one.key().kind() == kind && one.stage() != Resource.Stage.ABSENT);
  }

  private void intend(Resource resource, Attempt.Verb verb, Order order) {
    boolean taint = resource.key().kind() == Kind.OUTDATED_TAINT;
    boolean cloud = isOfCloud(resource.key().kind());
    if ((cloud ? cloudRoom : apiRoom) > 0 && (!taint || taintRoom > 0)) {
      cloudRoom -= cloud ? 1 : 0;
      apiRoom -= cloud ? 0 : 1;
      taintRoom -= taint ? 1 : 0;
      Effect effect = new Effect(resource.key(), resource.attempts() + 1, verb, order);
      records.add(new ClusterRecord.EffectIntended(effect, epoch, now));
    }
  }
}
