package io.caisson.simulator.guest;

import io.caisson.simulator.guest.UserData.WrittenFile;
import io.caisson.simulator.guest.http.ApiClient.Refused;
import io.caisson.simulator.guest.http.NoAnswer;
import io.caisson.simulator.guest.kubelet.Kubelet;
import io.caisson.simulator.model.BootedInstance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What happens on a machine between power-on and its being a node. */
final class Boot {
  private static final String DONE = "/var/lib/cloud/instance/sem/config_scripts_user";
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Machine machine;
  private final Behaviour behaviour;

  Boot(Machine machine, Behaviour behaviour) {
    this.machine = machine;
    this.behaviour = behaviour;
  }

  void run() {
    BootedInstance instance = machine.instance();
    machine.console("[    0.000000] Linux version 6.8.0-simulated, boot " + instance.boot());
    if (machine.file(DONE).isPresent()) {
      startInstalled();
    } else {
      firstBoot(instance);
    }
  }

  /** Scripts run once in an instance's life; what they installed starts at each boot. */
  private void startInstalled() {
    machine.disk().etcd().ifPresent(machine::start);
    machine
        .disk()
        .controlPlane()
        .ifPresent(
            member -> {
              machine.pause(machine.apiServerStart());
              machine.serve(member);
            });
    machine.disk().kubelet().ifPresent(this::startKubelet);
  }

  private void startKubelet(Kubelet kubelet) {
    while (true) {
      try {
        kubelet.start();
        return;
      } catch (NoAnswer e) {
        machine.console("kubelet: E " + e.text());
      } catch (Refused e) {
        machine.console("kubelet: E " + e.text());
      }
      machine.pause(RETRY);
    }
  }

  private void firstBoot(BootedInstance instance) {
    Optional<String> text = instance.userData();
    if (text.isEmpty()) {
      machine.console("cloud-init: no user-data");
      return;
    }
    UserData userData;
    try {
      userData = UserData.parse(text.get());
    } catch (UserData.Unreadable e) {
      machine.console("cloud-init: WARNING: " + e.getMessage());
      return;
    }
    userData.hostname().ifPresent(machine::rename);
    userData.files().forEach((path, file) -> machine.disk().write(path, file.content()));
    machine.disk().write(DONE, "");
    userData.commands().forEach(command -> run(command, userData));
    machine.console("cloud-init: modules:final finished");
  }

  private void run(List<String> command, UserData userData) {
    String program = command.isEmpty() ? "" : command.getFirst();
    WrittenFile file = userData.files().get(program);
    if (!program.equals(BootstrapScript.PATH) || file == null) {
      machine.console("cloud-init: runcmd: " + program + ": not found");
    } else if (!file.isExecutable()) {
      machine.console("cloud-init: runcmd: " + program + ": Permission denied");
    } else if (!file.content().startsWith("#!")) {
      machine.console("cloud-init: runcmd: " + program + ": Exec format error");
    } else {
      Optional<ServiceCalls> calls = ServiceCalls.of(machine.disk());
      if (calls.isEmpty()) {
        machine.console(
            "caisson: FAILED: /etc/caisson/bootstrap.conf or /etc/caisson/ca.pem is not usable");
        return;
      }
      new BootstrapScript(machine, behaviour, calls.get()).run();
    }
  }
}
