package io.caisson.cli;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caisson doctor}: whether this machine can run what the other commands start. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Check this machine, and the environment that the cluster commands use.")
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--real", description = "Whether this machine can run real machines, too.")
  private boolean real;

  private int problems;

  @Override
  public Integer call() {
    says(Runtime.version().feature() == 25, "Java " + Runtime.version(), "a JDK 25 is needed");
    long free = new File(".").getUsableSpace() >> 30;
    says(free >= 2, free + " GiB free here", "2 GiB are needed for the build and a playground");
    says(
        canListen("127.48.0.1"),
        "servers can listen on any address of 127.0.0.0/8",
        "simulated machines listen on addresses such as 127.48.0.1; on macOS add them with ifconfig"
            + " lo0 alias");
    tool("kubectl", "to look into clusters");
    tool(
        "openstack",
        "to use the OpenStack command line (python3-openstackclient, python3-magnumclient)");
    if (real) {
      MachineBed bed = MachineBed.here(System.getenv(), MachineBed.USUAL_KUBERNETES);
      new HostNeeds(HostNeeds.thisHost(), bed)
          .all()
          .forEach(need -> says(need.met(), need.what(), need.cure()));
    }
    environment();
    System.out.println(problems == 0 ? "all is well" : problems + " problem(s)");
    return problems == 0 ? 0 : CommandFailed.Exit.FAILED.code();
  }

  private void environment() {
    EnvFile env = new EnvFile(System.getenv());
    if (env.get("CAISSON_URL").isEmpty()) {
      note("CAISSON_URL is not set: cluster commands need it (caisson up writes it)");
      return;
    }
    try {
      int clusters = new Service(env, java.time.Clock.systemUTC()).clusters().size();
      says(
          true,
          "the service at %s answers; %d clusters".formatted(env.need("CAISSON_URL"), clusters),
          "");
    } catch (CommandFailed failed) {
      says(false, "the service at " + env.need("CAISSON_URL"), String.valueOf(failed.getMessage()));
    }
  }

  private void tool(String name, String use) {
    String path = System.getenv().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator)) {
      if (Path.of(folder).resolve(name).toFile().canExecute()) {
        says(true, name + " is there", "");
        return;
      }
    }
    note(name + " is not on the PATH; you may want it " + use);
  }

  private static boolean canListen(String address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private void says(boolean good, String what, String cure) {
    System.out.println(good ? "ok       " + what : "PROBLEM  " + what + ": " + cure);
    problems += good ? 0 : 1;
  }

  private static void note(String what) {
    System.out.println("note     " + what);
  }
}
