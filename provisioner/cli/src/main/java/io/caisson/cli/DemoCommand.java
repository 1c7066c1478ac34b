package io.caisson.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caisson demo}: the main job, from nothing to nothing. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Make a Kubernetes cluster in a simulated data centre, look at it, and remove it again.")
final class DemoCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** For the creation and the removal of real machines, on a host that may do other things too. */
  private static final Duration REAL_LIMIT = Duration.ofMinutes(15);

  /** What the simulated cluster is upgraded to. */
  private static final String NEXT_KUBERNETES = "1.35.4";

  @Mixin private DemoOptions options = new DemoOptions();

  private final Clock clock = Clock.systemUTC();
  private final Screen screen = new Screen(System.out, clock);

  @Override
  public Integer call() {
    options.check();
    if (options.real() && !options.inside()) {
      return new RealDemo(options.beds(), screen).run(options.again(), options.keep());
    }
    Playground playground = new Playground(folder(), clock);
    Thread stop = new Thread(playground::stop);
    Runtime.getRuntime().addShutdownHook(stop);
    screen.say("starting a simulated data centre and the service; logs in " + playground.folder());
    EnvFile env = playground.start(options.settings());
    screen.say(
        "OpenStack answers at %s, the service at %s"
            .formatted(env.need("OS_AUTH_URL"), env.need("CAISSON_URL")));
    int exit = walk(env, playground) ? 0 : CommandFailed.Exit.FAILED.code();
    if (options.keep() && exit == 0) {
      Runtime.getRuntime().removeShutdownHook(stop);
    } else {
      playground.stop();
      screen.say("stopped");
      if (exit == 0 && options.data().isEmpty()) {
        remove(playground.folder());
      }
    }
    return exit;
  }

  private boolean walk(EnvFile env, Playground playground) {
    Service service = new Service(env, clock);
    DemoCluster cluster = DemoCluster.order(service, env, options, screen, clock);
    if (!cluster.created(options.workers() + options.controlPlanes(), limit())) {
      return false;
    }
    String kubeconfig = service.kubeconfig(cluster.id());
    boolean done =
        options.real()
            ? reallyChanged(service, env, playground, cluster, kubeconfig)
            : changed(service, env, kubeconfig, cluster.id());
    if (done && options.keep()) {
      sayWhere(playground, kubeconfig, cluster.id());
    }
    return done && (options.keep() || cluster.deleted(limit()));
  }

  private Duration limit() {
    return options.real() ? REAL_LIMIT : LIMIT;
  }

  private boolean changed(Service service, EnvFile env, String kubeconfig, String id) {
    screen.say("the nodes, as the cluster's own API lists them:");
    show(kubeconfig);
    if (options.brief()) {
      return true;
    }
    DemoChanges changes = new DemoChanges(service, screen, LIMIT, id);
    DemoWorkload workload = new DemoWorkload(new ClusterNodes(kubeconfig));
    boolean done =
        changes.roll(NEXT_KUBERNETES, env.need("CAISSON_OTHER_FLAVOR"), workload)
            && changes.run(options.workers(), env.need("CAISSON_OTHER_ZONE"));
    show(kubeconfig);
    return done;
  }

  private void show(String kubeconfig) {
    screen.print(new ClusterNodes(kubeconfig).table().toString().indent(7).stripTrailing());
  }

  private boolean reallyChanged(
      Service service, EnvFile env, Playground playground, DemoCluster demo, String kubeconfig) {
    RealCluster real = new RealCluster(options.bed(), screen, playground.folder(), kubeconfig);
    real.show(demo.accepted());
    real.readyTimes(Http.plain().get(env.need("SIMULATOR_ADMIN_URL") + "/runs"), demo.machines());
    if (!real.guards(options.labels())) {
      return false;
    }
    if (options.next().isEmpty() && options.members().isEmpty()) {
      return true;
    }
    ClusterNodes cluster = new ClusterNodes(kubeconfig);
    TimedChange change = new TimedChange(service, screen, clock, demo.id());
    RealUpgrade upgrade = new RealUpgrade(change, real, cluster, screen);
    RealMembers members = new RealMembers(change, real, cluster, env, screen);
    return new RealLoad(real, cluster, screen)
        .during(
            () ->
                options.next().map(upgrade::run).orElse(true)
                    && options.members().map(members::run).orElse(true));
  }

  private void sayWhere(Playground playground, String kubeconfig, String id) {
    Path file = playground.folder().resolve("kubeconfig");
    try {
      Files.writeString(file, kubeconfig);
    } catch (IOException unwritable) {
      throw new CommandFailed(CommandFailed.Exit.FAILED, "cannot write " + file);
    }
    Path env = playground.folder().resolve(Playground.ENV_FILE);
    MachineBed bed = options.bed();
    String in = options.real() ? String.join(" ", bed.inside(List.of())) + " " : "";
    String kubectl = options.real() ? bed.kubectl() : "kubectl";
    screen.print("Kept running. To reach everything:");
    screen.print("  . %s".formatted(env));
    screen.print("  %s./caisson cluster show %s".formatted(in, id));
    screen.print("  %s%s --kubeconfig %s get nodes".formatted(in, kubectl, file));
    screen.print("  %sopenstack server list".formatted(in));
    screen.print(
        "To stop it: ./caisson down%s --data %s"
            .formatted(options.real() ? " --real" : "", playground.folder()));
  }

  private Path folder() {
    try {
      return options.data().isPresent()
          ? options.data().get()
          : Files.createTempDirectory("caisson-demo-");
    } catch (IOException unwritable) {
      throw new CommandFailed(
          CommandFailed.Exit.USAGE, "cannot make a temporary folder: " + unwritable.getMessage());
    }
  }

  private static void remove(Path folder) {
    try (var all = Files.walk(folder)) {
      for (Path one : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException late) {
      throw new CommandFailed(
          CommandFailed.Exit.FAILED, "cannot remove %s: %s".formatted(folder, late.getMessage()));
    }
  }
}
