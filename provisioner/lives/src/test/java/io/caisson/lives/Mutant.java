package io.caisson.lives;

import io.caisson.domain.catalogue.EtcdRelease;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.Share;
import io.caisson.domain.disruption.EtcdQuorum;
import io.caisson.domain.plan.ApiSight;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.Look;
import io.caisson.domain.plan.Sight;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.Ownership;
import io.caisson.service.store.StaleCluster;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.kubernetes.EtcdMember;
import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** A rule of the product, broken on purpose from outside, to see whether the oracle notices. */
enum Mutant implements Rules {
  /** What nobody knows counts as not done. */
  NO_IN_DOUBT_WAIT {
    @Override
    public Heard heard(Heard heard) {
      return new Heard(heard.settled().stream().map(Mutant::certain).toList(), heard.pings());
    }
  },
  /** A look speaks about calls that were settled only after it had begun. */
  STALE_LOOK_COUNTS {
    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      return with(
          sight,
          new Falsified() {
            @Override
            public <T> Look<T> of(Look<T> look) {
              return fresh(look, now);
            }
          },
          sight.shown());
    }
  },
  /** Who is not let in, or not answered, sees an empty cloud. */
  UNKNOWN_IS_GONE {
    @Override
    long from() {
      return 3; // in the second life it makes twins of all there is without end
    }

    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      if (sight.servers().version() == 0) {
        return sight;
      }
      Map<ResourceKey, Boolean> shown = new TreeMap<>(sight.shown());
      cluster.resources().values().stream()
          .filter(one -> one.misses() > 0)
          .map(Resource::key)
          .forEach(key -> shown.putIfAbsent(key, false));
      return with(
          sight,
          new Falsified() {
            @Override
            public <T> Look<T> of(Look<T> look) {
              return emptied(look);
            }
          },
          shown);
    }
  },
  /** A server that is to be made anew runs anew. */
  ASKED_ANEW_IS_ANEW {
    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      Map<String, Resource> anew = new TreeMap<>();
      cluster.resources().values().stream()
          .filter(one -> one.key().kind() == ResourceKey.Kind.SERVER && one.rebuilds())
          .forEach(one -> one.ref().ifPresent(ref -> anew.put(ref, one)));
      return new Sight(
          new Look<>(
              sight.servers().version(),
              sight.servers().begun(),
              sight.servers().seen().map(all -> all.stream().map(one -> runs(one, anew)).toList()),
              sight.servers().unknown()),
          sight.ports(),
          sight.securityGroups(),
          sight.floatingIps(),
          sight.accessories(),
          sight.shown(),
          sight.quotas(),
          sight.api(),
          sight.consoles());
    }

    private Server runs(Server one, Map<String, Resource> anew) {
      Optional<OwnerMark> mark =
          Optional.ofNullable(anew.get(one.id()))
              .flatMap(
                  asked ->
                      one.mark()
                          .map(
                              old ->
                                  new OwnerMark(
                                      old.installation(),
                                      old.cluster(),
                                      old.resource(),
                                      asked.attempts())));
      return mark.isEmpty()
          ? one
          : new Server(
              one.id(),
              one.name(),
              Server.Status.ACTIVE,
              mark,
              one.addresses(),
              one.fault(),
              one.created(),
              one.hostId());
    }
  },
  /** A pod that was told to end counts as ended. */
  TOLD_TO_END_IS_ENDED {
    @Override
    public List<Pod> pods(List<Pod> pods) {
      return pods.stream().filter(pod -> !pod.terminating()).toList();
    }
  },
  /** An upgrade may interrupt as many machines as it likes. */
  BUDGET_IGNORED {
    @Override
    public Cluster cluster(Cluster cluster) {
      Revision now = cluster.revision();
      Pace none = new Pace(now.pace().surge(), Share.of(100));
      return cluster.apply(List.of(new ClusterRecord.Revised(now.at(none))));
    }
  },
  /** A thing that one list does not show is gone. */
  ONE_SIGHTING_IS_PROOF {
    @Override
    public Cluster cluster(Cluster cluster) {
      return cluster.apply(
          known(cluster)
              .<ClusterRecord>map(one -> new ClusterRecord.ResourceMissed(one.key()))
              .toList());
    }

    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      Map<ResourceKey, Boolean> shown = new TreeMap<>(sight.shown());
      known(cluster).forEach(one -> shown.putIfAbsent(one.key(), false));
      return with(
          sight,
          new Falsified() {
            @Override
            public <T> Look<T> of(Look<T> look) {
              return look;
            }
          },
          shown);
    }

    private Stream<Resource> known(Cluster cluster) {
      return cluster.resources().values().stream()
          .filter(one -> one.key().kind().marked() && one.present() && one.misses() == 0);
    }
  },
  /** Calls of an owner that is gone are waited for. */
  ORPHANED_CALLS_ARE_WAITED_FOR {
    @Override
    public long epoch(long epoch) {
      return 1;
    }
  },
  /** Every member of etcd is taken for well. */
  QUORUM_UNCHECKED {
    @Override
    long from() {
      return 60;
    }

    @Override
    public EtcdMembers etcd(EtcdMembers real) {
      return new Unchecked(real);
    }
  },
  /** A machine that leaves is taken for no member of etcd any more. */
  MEMBER_STAYS {
    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      List<String> leaving =
          cluster.machines().values().stream()
              .filter(one -> !one.state().stays())
              .map(one -> EtcdQuorum.peerUrl(one.address()))
              .toList();
      return members(
          sight, one -> leaving.containsAll(one.peerUrls()) ? Stream.of() : Stream.of(one));
    }
  },
  /** A version that is wanted counts as announced. */
  NOT_ANNOUNCED {
    @Override
    public Cluster cluster(Cluster cluster) {
      return given(cluster, ResourceKey.Kind.VERSION);
    }
  },
  /** A new control plane is taken for all that comes with a version. */
  ADD_ONS_STAY {
    @Override
    public Cluster cluster(Cluster cluster) {
      return given(cluster, ResourceKey.Kind.KUBEADM_ADD_ONS);
    }
  },
  /** Members of an old etcd are taken for new enough to meet the next minor's. */
  OLD_ETCD_IGNORED {
    @Override
    public Cluster cluster(Cluster cluster) {
      TreeMap<MachineId, Machine> machines = new TreeMap<>(cluster.machines());
      machines.replaceAll((_, one) -> one.role() == Role.CONTROL_PLANE ? raised(one) : one);
      return cluster.with(cluster.version(), machines, cluster.resources());
    }

    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      return members(sight, one -> Stream.of(one.healthy() ? raised(one) : one));
    }

    private EtcdMember raised(EtcdMember member) {
      boolean leads = member.status().filter(EtcdMember.Status::leads).isPresent();
      return member.answering(new EtcdMember.Status(leads, "3.5.32", 1, List.of()));
    }

    private Machine raised(Machine one) {
      Blueprint its = one.blueprint();
      return its.kubernetesVersion().equals(LifeVersions.OLD)
          ? new Machine(
              one.id(),
              one.role(),
              one.name(),
              one.state(),
              one.since(),
              one.reason(),
              one.ports(),
              one.guest(),
              new Blueprint(
                  its.kubernetesVersion(),
                  its.flavor(),
                  its.image(),
                  its.osProfile(),
                  its.volumes(),
                  its.zone(),
                  Optional.of(EtcdRelease.RAISED),
                  its.placement(),
                  its.ports()),
              one.mark(),
              one.lapsed(),
              one.rebuilt())
          : one;
    }
  },
  /** A cluster whose API says nothing has no Nodes. */
  SILENCE_IS_NO_NODES {
    @Override
    public Sight sight(Sight sight, Cluster cluster, Instant now) {
      ApiSight api = sight.api();
      return new Sight(
          sight.servers(),
          sight.ports(),
          sight.securityGroups(),
          sight.floatingIps(),
          sight.accessories(),
          sight.shown(),
          sight.quotas(),
          new ApiSight(emptied(api.nodes()), api.requests(), api.approvesJoins())
              .withEtcd(api.etcd())
              .withBusy(api.busy()),
          sight.consoles());
    }
  },
  /** Whoever once owned a cluster acts on, whatever the store says. */
  EPOCH_UNCHECKED {
    @Override
    long from() {
      return 540;
    }

    @Override
    public boolean mayStillSend(Instant end, Instant leaseEnds) {
      return true;
    }

    @Override
    public Cluster commit(
        ClusterStore store, Cluster cluster, Ownership mine, List<ClusterRecord> records) {
      try {
        return store.commit(cluster, Optional.empty(), records);
      } catch (StaleCluster late) {
        return store.commit(store.load(cluster.id()).orElseThrow(), Optional.empty(), records);
      }
    }
  };

  /** The first seed that is tried: none far below it shows this one. */
  long from() {
    return 0;
  }

  private static ClusterRecord.EffectSettled certain(ClusterRecord.EffectSettled settled) {
    return settled.outcome() instanceof Outcome.InDoubt(String text)
        ? new ClusterRecord.EffectSettled(
            settled.key(),
            settled.attempt(),
            new Outcome.Failed(Outcome.Retry.SOON, text),
            settled.at())
        : settled;
  }

  /** An etcd all of whose members answer well, whatever has become of them. */
  private record Unchecked(EtcdMembers real) implements EtcdMembers {
    @Override
    public List<EtcdMember> members() {
      return real.members().stream().map(Unchecked::well).toList();
    }

    private static EtcdMember well(EtcdMember member) {
      return member.healthy()
          ? member
          : new EtcdMember(
              member.id(),
              member.name(),
              member.peerUrls(),
              member.clientUrls(),
              false,
              new EtcdMember.Status(false, "3.6.5", 1, List.of()));
    }

    @Override
    public void moveLeader(long id) {
      real.moveLeader(id);
    }

    @Override
    public void promote(long id) {
      real.promote(id);
    }

    @Override
    public void remove(long id) {
      real.remove(id);
    }
  }

  private static Sight members(Sight sight, Function<EtcdMember, Stream<EtcdMember>> how) {
    Look<EtcdMember> said = sight.api().etcd();
    return new Sight(
        sight.servers(),
        sight.ports(),
        sight.securityGroups(),
        sight.floatingIps(),
        sight.accessories(),
        sight.shown(),
        sight.quotas(),
        sight
            .api()
            .withEtcd(
                new Look<>(
                    said.version(),
                    said.begun(),
                    said.seen().map(all -> all.stream().flatMap(how).toList()),
                    said.unknown())),
        sight.consoles());
  }

  /** The same with something there about its version, once it was changed. */
  private static Cluster given(Cluster cluster, ResourceKey.Kind kind) {
    if (cluster.revision().number() == 1) {
      return cluster;
    }
    String version = cluster.spec().kubernetesVersion();
    ResourceKey key = new ResourceKey(kind, version);
    TreeMap<ResourceKey, Resource> resources = new TreeMap<>(cluster.resources());
    resources.put(key, Resource.given(key, version));
    return cluster.with(cluster.version(), cluster.machines(), resources);
  }

  /** How a look is falsified, whatever it is a look at. */
  private interface Falsified {
    <T> Look<T> of(Look<T> look);
  }

  private static Sight with(Sight sight, Falsified how, Map<ResourceKey, Boolean> shown) {
    return new Sight(
        how.of(sight.servers()),
        how.of(sight.ports()),
        how.of(sight.securityGroups()),
        how.of(sight.floatingIps()),
        new io.caisson.domain.plan.Accessories(
            how.of(sight.accessories().volumes()),
            how.of(sight.accessories().serverGroups()),
            how.of(sight.accessories().networks()),
            how.of(sight.accessories().subnets()),
            how.of(sight.accessories().routers()),
            how.of(sight.accessories().loadBalancers()),
            how.of(sight.accessories().members())),
        shown,
        sight.quotas(),
        sight.api(),
        sight.consoles());
  }

  private static <T> Look<T> fresh(Look<T> look, Instant now) {
    Instant late = now.plusSeconds(86_400);
    return new Look<>(look.version() == 0 ? 0 : Long.MAX_VALUE, late, look.seen(), look.unknown());
  }

  private static <T> Look<T> emptied(Look<T> look) {
    return look.seen().isPresent() ? look : Look.seen(look.version(), look.begun(), List.of());
  }
}
