package io.caisson.domain.operation;

import io.caisson.domain.cluster.Attempt;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.Effect;
import io.caisson.domain.cluster.Grant;
import io.caisson.domain.cluster.Hold;
import io.caisson.domain.cluster.JournalEntry;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Outcome;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Resource;
import io.caisson.domain.cluster.ResourceKey;
import io.caisson.domain.cluster.Revision;
import io.caisson.domain.cluster.Wait;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says in plain sentences what records do, as far as a person would want to read it:
 *
 * <ol>
 *   <li>A retry is no news; that it was refused for another reason is.
 *   <li>That something was seen is news only if it was not known to be there.
 *   <li>A late answer to an attempt that is over says nothing.
 * </ol>
 */
public final class JournalSentences {
  private static final String CLUSTER = "cluster";
  private final Cluster before;
  private final Cluster after;

  private JournalSentences(Cluster before, Cluster after) {
    this.before = before;
    this.after = after;
  }

  /** The first lines of a new cluster's journal. */
  public static List<JournalEntry> ofCreation(Cluster cluster) {
    String text =
        "Asked for by %s: %s with Kubernetes %s."
            .formatted(
                cluster.head().user(), cluster.head().name(), cluster.spec().kubernetesVersion());
    return List.of(new JournalEntry(cluster.version(), cluster.head().created(), CLUSTER, text));
  }

  /**
   * The lines that records are worth, in their order.
   *
   * @param after what the records made of {@code before}
   */
  public static List<JournalEntry> of(Cluster before, Cluster after, List<ClusterRecord> records) {
    JournalSentences sentences = new JournalSentences(before, after);
    return records.stream().flatMap(record -> sentences.line(record).stream()).toList();
  }

  private Optional<JournalEntry> line(ClusterRecord record) {
    return switch (record) {
      case ClusterRecord.DeletionRequested(var actor, var at) ->
          say(CLUSTER, at, "Its deletion was asked for by " + actor + ".");
      case ClusterRecord.Revised(var revision) -> say(CLUSTER, revision.at(), revised(revision));
      case ClusterRecord.PaceChanged(var pace, var actor, var at) ->
          say(CLUSTER, at, paced(pace) + " is wanted by " + actor + ".");
      case ClusterRecord.MachineMarked(var id, var mark, var actor, var at) ->
          say(id, at, marked(mark) + " by " + actor + ".");
      case ClusterRecord.MarkRemoved(var id, var actor, var at) ->
          say(id, at, "Its mark was taken away by " + actor + ".");
      case ClusterRecord.MachinePlanned(var machine) ->
          say(machine.id(), machine.since(), planned(machine));
      case ClusterRecord.MachineMoved(var id, var state, var reason, var at) ->
          say(id, at, sentence(word(state), reason));
      case ClusterRecord.MachineRebuilt(var id, var _, var reason, var at) ->
          say(id, at, sentence(word(MachineState.REBUILDING), reason));
      case ClusterRecord.MachineReplugged(var id, var _, var plug, var at) ->
          say(id, at, "Its former address is taken; it gets " + plug.address() + ".");
      case ClusterRecord.MachinePinged(var id, var guest) ->
          guestSays(guest).flatMap(text -> say(id, guest.at(), text));
      case ClusterRecord.MachineForgotten(var id, var at) ->
          say(id, at, "Gone: nothing of it is left.");
      case ClusterRecord.GrantGiven(var grant) ->
          say(
              grant.machine(),
              grant.since(),
              sentence("May be interrupted (%s)".formatted(actor(grant.actor())), grant.reason())
                  + grant.warned().map("; "::concat).orElse(""));
      case ClusterRecord.GrantEnded(var id, var at) -> say(id, at, "Its interruption is over.");
      case ClusterRecord.EffectIntended(var effect, var _, var at) ->
          intended(effect).flatMap(text -> say(effect.key(), at, text));
      case ClusterRecord.EffectSettled(var key, var attempt, var outcome, var at) ->
          settled(key, attempt, outcome).flatMap(text -> say(key, at, text));
      case ClusterRecord.ResourceSeen(var key, var ref, var _, var at) ->
          seen(key, ref).flatMap(text -> say(key, at, text));
      case ClusterRecord.ResourceMissed _ -> Optional.empty();
      case ClusterRecord.ResourceAbsent(var key, var proof, var at) ->
          say(key, at, sentence("It is proved that it is not there", proof));
      case ClusterRecord.ResourceForgotten _ -> Optional.empty();
      case ClusterRecord.HoldPlaced(var hold) -> say(CLUSTER, hold.since(), held(hold));
      case ClusterRecord.HoldLifted(var name, var at) ->
          say(CLUSTER, at, "Goes on: the hold '" + name + "' is lifted.");
      case ClusterRecord.WaitNoted(Wait pending) ->
          say(pending.subject(), pending.since(), sentence("Waits", pending.reason()));
      case ClusterRecord.WaitOver _ -> Optional.empty();
      case ClusterRecord.CreationCompleted(var at) ->
          say(CLUSTER, at, "Created: all its machines are Ready.");
      case ClusterRecord.RevisionReached(var number, var at) ->
          number == 1
              ? Optional.empty()
              : say(CLUSTER, at, "Done: all is as revision %d wants it.".formatted(number));
      case ClusterRecord.ClusterGone(var remark, var at) ->
          say(CLUSTER, at, sentence("Gone", remark));
    };
  }

  private Optional<JournalEntry> say(Object subject, Instant at, String text) {
    return Optional.of(new JournalEntry(after.version(), at, subject.toString(), text));
  }

  private static String sentence(String statement, String reason) {
    return reason.isBlank() ? statement + "." : statement + ": " + reason;
  }

  private String revised(Revision revision) {
    return "Revision %d%s is wanted by %s: %s."
        .formatted(
            revision.number(),
            revision
                .restores()
                .map(old -> ", which is revision %d again,".formatted(old))
                .orElse(""),
            revision.actor(),
            SpecChanges.between(before.spec(), revision.spec()));
  }

  private static String paced(Pace pace) {
    return "Another pace, of up to %s machines more and %s missing,"
        .formatted(pace.surge(), pace.unavailable());
  }

  private static String actor(Grant.Actor actor) {
    return actor.name().toLowerCase(Locale.ROOT);
  }

  private static String marked(Mark mark) {
    return switch (mark) {
      case REPLACE -> "Marked to leave";
      case RENEW -> "Marked to leave when another machine has taken its place";
      case DRAIN -> "Marked to become empty and to stay";
      case REBUILD -> "Marked to be made anew on its server";
      case PROTECT -> "Protected";
    };
  }

  private static String planned(Machine machine) {
    String text = "Planned as %s machine %s".formatted(machine.role().label(), machine.name());
    return machine.ports().isEmpty()
        ? text + "."
        : text + " with address " + machine.address() + ".";
  }

  private static String word(MachineState state) {
    return switch (state) {
      case PLANNED -> "Planned";
      case CREATING -> "Being created";
      case BOOTING -> "Booting";
      case JOINED -> "Joined, but not Ready";
      case READY -> "Ready";
      case REBUILDING -> "Being made anew on its server";
      case LEAVING -> "Leaving";
      case FAILED -> "Failed";
      case DELETING -> "Being deleted";
    };
  }

  private static String held(Hold hold) {
    return sentence(
        "%s (%s)".formatted(hold.fatal() ? "Failed" : "On hold", hold.name()), hold.reason());
  }

  private static Optional<String> guestSays(Machine.Guest guest) {
    return switch (guest.stage()) {
      case NONE -> Optional.empty();
      case BOOTED -> Optional.of("Its guest has booted.");
      case BUNDLE_WANTED -> Optional.of("Its guest has asked for its bundle.");
      case BUNDLE_HANDED_OUT -> Optional.of("Its guest was sent its bundle.");
      case BUNDLE_RECEIVED -> Optional.of("Its guest has received its bundle.");
      case KUBEADM_STARTED -> Optional.of("Its guest is prepared, and has started kubeadm.");
      case KUBEADM_DONE -> Optional.of("Its guest is done with kubeadm.");
      case FAILED -> Optional.of(sentence("Its guest has failed", guest.text().strip()));
    };
  }

  private Optional<String> intended(Effect effect) {
    boolean retry =
        before
            .resource(effect.key())
            .flatMap(Resource::attempt)
            .filter(last -> last.verb() == effect.verb() && last.failures() > 0)
            .isPresent();
    return retry
        ? Optional.empty()
        : Optional.of("To be %s.".formatted(participle(effect.key(), effect.verb())));
  }

  private Optional<String> settled(ResourceKey key, int number, Outcome outcome) {
    return after
        .resource(key)
        .flatMap(Resource::attempt)
        .filter(last -> last.number() == number)
        .map(last -> settled(key, last.verb(), outcome));
  }

  private static String settled(ResourceKey key, Attempt.Verb verb, Outcome outcome) {
    String done = participle(key, verb);
    return switch (outcome) {
      case Outcome.Done(var ref) ->
          verb == Attempt.Verb.DELETE
              ? "Deletion accepted."
              : capital(done) + ref.map(id -> " (" + id + ")").orElse("") + ".";
      case Outcome.Failed(var retry, var text) ->
          sentence("Not %s, %s".formatted(done, next(retry)), text);
      case Outcome.InDoubt(var text) -> sentence("Perhaps %s, perhaps not".formatted(done), text);
    };
  }

  private static String participle(ResourceKey key, Attempt.Verb verb) {
    if (verb == Attempt.Verb.DELETE) {
      return "deleted";
    }
    if (verb == Attempt.Verb.REBUILD) {
      return "made anew";
    }
    return switch (key.kind()) {
      case SIGNING_REQUEST -> "approved";
      case ADD_ON -> "applied";
      case VERSION -> "announced to machines that join";
      case KUBEADM_ADD_ONS -> "upgraded";
      case JOIN_GUARD -> "set up";
      case ATTACHMENT -> "attached";
      case ROUTER_INTERFACE -> "plugged in";
      case BALANCER_PART, POOL_MEMBER -> "added to the load balancer";
      case CORDON -> "cordoned";
      case OUTDATED_TAINT -> "tainted as outdated";
      case DRAIN -> "drained";
      case NODE_REMOVAL -> "removed from the cluster";
      case LEADER_MOVE -> "relieved of leading etcd";
      case MEMBER_REMOVAL -> "removed from etcd";
      case SERVER,
          SERVER_GROUP,
          NETWORK,
          SUBNET,
          ROUTER,
          PORT,
          VOLUME,
          SECURITY_GROUP,
          SECURITY_RULE,
          FLOATING_IP,
          VIRTUAL_ADDRESS,
          LOAD_BALANCER,
          BOOTSTRAP_TOKEN,
          ADMIN_BINDING,
          CREDENTIAL ->
          "created";
    };
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static String next(Outcome.Retry retry) {
    return switch (retry) {
      case NOW -> "goes on";
      case SOON -> "will be tried again soon";
      case LATER -> "will be tried again when the cause may be gone";
      case READDRESS -> "will be tried with another address";
      case STOP -> "will not be tried again";
    };
  }

  private Optional<String> seen(ResourceKey key, String ref) {
    if (before.present(key)) {
      return Optional.empty();
    }
    return Optional.of(
        (key.isTwin() ? "A second one was found (" : "Found in the cloud (") + ref + ").");
  }
}
