package io.caisson.simulator.guest;

import io.caisson.simulator.guest.Behaviour.Kind;
import io.caisson.simulator.guest.http.Answer;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.guest.kubeadm.Kubeadm;
import io.caisson.simulator.guest.kubeadm.KubeadmFailure;
import io.caisson.simulator.kubeapi.KubernetesVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the script {@code caisson-bootstrap} does on a real machine, step for step: tell each stage,
 * fetch the bundle, run kubeadm with it.
 */
final class BootstrapScript {
  static final String PATH = "/usr/local/sbin/caisson-bootstrap";
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int CONSOLE_LINES = 40;

  private final Machine machine;
  private final Behaviour behaviour;
  private final ServiceCalls calls;

  BootstrapScript(Machine machine, Behaviour behaviour, ServiceCalls calls) {
    this.machine = machine;
    this.behaviour = behaviour;
    this.calls = behaviour.is(Kind.WRONG_SECRET) ? calls.withWrongSecret() : calls;
  }

  void run() {
    if (behaviour.is(Kind.NEVER_CALLS_BACK)) {
      machine.hang();
    }
    say("started; asking " + calls.base() + " by a simulated guest");
    tell(Stage.BOOTED, 3);
    try {
      work();
    } catch (GivenUp e) {
      giveUp(e.why());
    }
  }

  private void work() throws GivenUp {
    unpack(fetchBundle());
    String action = machine.file("/run/caisson/action").orElse("").strip();
    say("files received; this machine is to " + action);
    tell(Stage.BUNDLE_RECEIVED, 10);
    if (behaviour.is(Kind.CALLS_TWICE)) {
      fetchAgain();
    }
    machine.pause(machine.nodePreparation());
    checkPrograms();
    say("prepared; kubeadm " + action + " starts");
    tell(Stage.KUBEADM_STARTED, 3);
    kubeadm(action);
    say("kubeadm " + action + " is done");
    tell(Stage.KUBEADM_DONE, 10);
  }

  /** Another patch of the same minor is as good; another minor is another machine than ordered. */
  private void checkPrograms() throws GivenUp {
    Optional<KubernetesVersion> found = machine.kubernetes();
    Optional<KubernetesVersion> wanted = machine.ordered();
    if (wanted.isPresent()
        && !found.map(KubernetesVersion::minor).equals(wanted.map(KubernetesVersion::minor))) {
      throw new GivenUp(
          "kubeadm is %s, but Kubernetes %s was ordered: take another image"
              .formatted(
                  found.map(KubernetesVersion::toString).orElse("of an unknown version"),
                  wanted.get()));
    }
  }

  private void kubeadm(String action) throws GivenUp {
    try {
      if (behaviour.is(Kind.KUBEADM_FAILS)) {
        throw new KubeadmFailure(behaviour.message());
      }
      new Kubeadm(machine).run(action, machine.file("/run/caisson/kubeadm.yaml").orElse(""));
    } catch (KubeadmFailure failure) {
      machine.print("error: " + failure.text());
      machine.print("To see the stack trace of this error execute with --v=5 or higher");
      throw new GivenUp("kubeadm " + action + " ended with exit status 1");
    }
  }

  private byte[] fetchBundle() throws GivenUp {
    Instant latest = machine.timeline().now().plus(PATIENCE);
    while (true) {
      String why;
      Duration pause = RETRY;
      try {
        Answer answer = calls.bundle();
        if (answer.status() == 200) {
          return answer.body();
        }
        why = "HTTP " + answer.status();
        if (!isPassing(answer.status())) {
          throw new GivenUp("the service refuses this machine's bundle (" + why + ")");
        }
        pause = answer.retryAfter().orElse(RETRY);
      } catch (NoAnswer e) {
        why = e.text();
        machine.print(why);
      }
      if (!machine.timeline().now().isBefore(latest)) {
        throw new GivenUp("no bundle within %d s (%s)".formatted(PATIENCE.toSeconds(), why));
      }
      machine.pause(pause);
    }
  }

  private void unpack(byte[] tar) throws GivenUp {
    try {
      Bundle.unpack(tar).forEach(machine.disk()::write);
    } catch (IOException e) {
      throw new GivenUp("the bundle cannot be unpacked: " + e.getMessage());
    }
  }

  private void fetchAgain() {
    try {
      say("asked for the bundle again: HTTP " + calls.bundle().status());
    } catch (NoAnswer e) {
      say("asked for the bundle again: " + e.text());
    }
  }

  private void giveUp(String why) {
    say("FAILED: " + why);
    List<String> lines = machine.log().lines().toList();
    lines
        .subList(Math.max(0, lines.size() - CONSOLE_LINES), lines.size())
        .forEach(machine::console);
    tell(Stage.FAILED, 10);
  }

  /** A message that stays undelivered stops nothing. */
  private void tell(Stage stage, int tries) {
    deliver(stage, tries);
    if (behaviour.is(Kind.CALLS_TWICE)) {
      deliver(stage, 1);
    }
    if (behaviour.hangsAt(stage)) {
      machine.hang();
    }
  }

  private void deliver(Stage stage, int tries) {
    String why = "";
    for (int left = tries; left > 0; left--) {
      Duration pause = RETRY;
      try {
        Answer answer = calls.ping(stage, machine.log());
        if (answer.isSuccess() || !isPassing(answer.status())) {
          return;
        }
        pause = answer.retryAfter().orElse(RETRY);
        why = " (HTTP " + answer.status() + ")";
      } catch (NoAnswer e) {
        machine.print(e.text());
        why = " (HTTP 000): " + e.text();
      }
      if (left > 1) {
        machine.pause(pause);
      }
    }
    say("the message '" + stage.text() + "' was not taken" + why);
  }

  private void say(String text) {
    machine.print(machine.timeline().now() + " " + text);
    machine.console("caisson: " + text);
  }

  private static boolean isPassing(int status) {
    return status == 429 || status >= 500;
  }

  /** The script ends here and says why. */
  private static final class GivenUp extends Exception {
    private static final long serialVersionUID = 1L;

    GivenUp(String why) {
      super(why);
    }

    String why() {
      return String.valueOf(getMessage());
    }
  }
}
