package io.caisson.domain.plan;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.ResourceKey.Kind;
import io.caisson.spi.cloud.OwnerMark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Compares what lists show with what is recorded. Its rules:
 *
 * <ol>
 *   <li>A thing with our mark for a recorded resource is that resource, whichever attempt made it.
 *   <li>Of several such things the recorded one stays, else the oldest; the others are twins, and
 *       twins are never wanted.
 *   <li>A look speaks only about attempts that were settled before it began; about one in doubt
 *       only when it began after the call limit and the list lag have passed.
 *   <li>A thing whose id is known is absent after two full lists and its own 404; an attempt in
 *       doubt came to nothing after as many clean looks as the policy asks for.
 *   <li>A thing that is to be made anew has been as soon as its mark has the number of that try. An
 *       attempt in doubt about it came to nothing after as many looks that show another number.
 *   <li>A thing with our mark but without a record is not touched.
 * </ol>
 */
final class Recognition {
  private final Cluster cluster;
  private final Sight sight;
  private final Policy policy;
  private final Instant now;
  private final List<ClusterRecord> records = new ArrayList<>();

  private Recognition(Cluster cluster, Sight sight, Policy policy, Instant now) {
    this.cluster = cluster;
    this.sight = sight;
    this.policy = policy;
    this.now = now;
  }

  static List<ClusterRecord> of(Cluster cluster, Sight sight, Policy policy, Instant now) {
    Recognition recognition = new Recognition(cluster, sight, policy, now);
    recognition.kind(
        Kind.SERVER,
        sight.servers(),
        one -> new Thing(one.id(), one.mark(), one.created(), Optional.empty()));
    recognition.kind(
        Kind.PORT,
        sight.ports(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    recognition.kind(
        Kind.VIRTUAL_ADDRESS,
        sight.ports(),
        one ->
            new Thing(one.id(), one.mark(), Instant.EPOCH, one.addresses().stream().findFirst()));
    recognition.kind(
        Kind.SECURITY_GROUP,
        sight.securityGroups(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    recognition.kind(
        Kind.FLOATING_IP,
        sight.floatingIps(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.of(one.address())));
    recognition.kind(
        Kind.LOAD_BALANCER,
        sight.accessories().loadBalancers(),
        one ->
            new Thing(
                one.id(),
                one.mark(),
                Instant.EPOCH,
                one.address().or(() -> Balancer.address(cluster))));
    recognition.kind(
        Kind.VOLUME,
        sight.accessories().volumes(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Disks.detail(one)));
    recognition.kind(
        Kind.SERVER_GROUP,
        sight.accessories().serverGroups(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    recognition.kind(
        Kind.NETWORK,
        sight.accessories().networks(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    recognition.kind(
        Kind.SUBNET,
        sight.accessories().subnets(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    recognition.kind(
        Kind.ROUTER,
        sight.accessories().routers(),
        one -> new Thing(one.id(), one.mark(), Instant.EPOCH, Optional.empty()));
    return recognition.records;
  }

  /** What all kinds of things have in common. */
  private record Thing(
      String id, Optional<OwnerMark> mark, Instant created, Optional<String> detail) {}

  private <T> void kind(Kind kind, Look<T> look, Function<T, Thing> common) {
    Map<ResourceKey, List<Thing>> ours = new TreeMap<>();
    Map<String, Thing> byId = new HashMap<>();
    for (T one : look.all()) {
      Thing thing = common.apply(one);
      byId.put(thing.id(), thing);
      thing
          .mark()
          .filter(mark -> ours(cluster, mark))
          .ifPresent(mark -> collect(kind, mark, thing, ours));
    }
    for (Resource resource : List.copyOf(cluster.resources().values())) {
      if (resource.key().kind() == kind) {
        resource(resource, look, ours.getOrDefault(resource.key(), List.of()), byId);
      }
    }
  }

  static boolean ours(Cluster cluster, OwnerMark mark) {
    return mark.cluster().equals(cluster.id().value())
        && mark.installation().equals(cluster.head().installation());
  }

  private void collect(Kind kind, OwnerMark mark, Thing thing, Map<ResourceKey, List<Thing>> ours) {
    ResourceKey key = ResourceKey.parse(mark.resource());
    if (key.kind() == kind) {
      ours.computeIfAbsent(key, _ -> new ArrayList<>()).add(thing);
    }
  }

  private <T> void resource(
      Resource resource, Look<T> look, List<Thing> marked, Map<String, Thing> byId) {
    Optional<Thing> known = resource.ref().map(byId::get);
    if (known.isPresent()) {
      if (resource.rebuilds() && resource.open()) {
        anew(resource, look, known.get());
      } else {
        seen(resource, known.get());
      }
      twins(resource, marked, known.get());
    } else if (resource.ref().isEmpty() && !marked.isEmpty()) {
      Thing oldest =
          marked.stream()
              .min(Comparator.comparing(Thing::created).thenComparing(Thing::id))
              .orElseThrow();
      seen(resource, oldest);
      twins(resource, marked, oldest);
    } else {
      resource.ref().ifPresent(_ -> twins(resource, marked, null));
      unseen(resource, look);
    }
  }

  private void seen(Resource resource, Thing thing) {
    boolean news =
        resource.ref().isEmpty()
            || resource.misses() > 0
            || !resource.detail().equals(thing.detail())
            || resource.stage() == Resource.Stage.CREATING;
    if (news) {
      records.add(new ClusterRecord.ResourceSeen(resource.key(), thing.id(), thing.detail(), now));
    }
  }

  private <T> void anew(Resource resource, Look<T> look, Thing thing) {
    int number = resource.attempts();
    if (thing.mark().filter(mark -> mark.attempt() == number).isPresent()) {
      settled(resource, new Outcome.Done(resource.ref()));
    } else if (resource.is(Attempt.State.IN_DOUBT) && look.countsFor(resource)) {
      doubtful(
          resource,
          look,
          proof -> settled(resource, new Outcome.Failed(Outcome.Retry.SOON, proof)));
    }
  }

  private void settled(Resource resource, Outcome outcome) {
    records.add(new ClusterRecord.EffectSettled(resource.key(), resource.attempts(), outcome, now));
  }

  private void twins(
      Resource resource, List<Thing> marked, @org.jspecify.annotations.Nullable Thing kept) {
    for (Thing thing : marked) {
      ResourceKey twin = resource.key().twin(thing.id());
      boolean other = kept == null || !thing.id().equals(kept.id());
      if (other && cluster.resource(twin).isEmpty()) {
        records.add(new ClusterRecord.ResourceSeen(twin, thing.id(), thing.detail(), now));
      }
    }
  }

  private <T> void unseen(Resource resource, Look<T> look) {
    if (!look.countsFor(resource)) {
      return;
    }
    if (resource.ref().isPresent()) {
      known(resource);
    } else if (resource.is(Attempt.State.IN_DOUBT)) {
      doubtful(
          resource,
          look,
          proof -> records.add(new ClusterRecord.ResourceAbsent(resource.key(), proof, now)));
    }
  }

  private void known(Resource resource) {
    Boolean shown = sight.shown().get(resource.key());
    if (Boolean.TRUE.equals(shown)) {
      return;
    }
    boolean proved = resource.misses() >= 1 && Boolean.FALSE.equals(shown);
    records.add(
        proved
            ? new ClusterRecord.ResourceAbsent(
                resource.key(), "two lists without it and its own 404", now)
            : new ClusterRecord.ResourceMissed(resource.key()));
  }

  private <T> void doubtful(Resource resource, Look<T> look, Consumer<String> came) {
    Instant since = resource.attempt().orElseThrow().at();
    if (look.begun().isBefore(since.plus(policy.doubt()))) {
      return;
    }
    if (resource.misses() + 1 < policy.cleanLooks()) {
      records.add(new ClusterRecord.ResourceMissed(resource.key()));
      return;
    }
    came.accept(
        "%d looks without it, %d s and more after the call"
            .formatted(policy.cleanLooks(), policy.doubt().toSeconds()));
  }
}
